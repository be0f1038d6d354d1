"""Milliseconds of a search beside a server, and of a scan of the same texts: python -m bench.searching.

With a number, writes so many invented posts first. Each has 300 words; one in fifty has the words looked for.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

import django

WORD, PAIR = "nimbus", "纽约"
TIMES = 15
_SYLLABLES = ("ka", "to", "mi", "re", "su", "lo", "an", "be", "di", "fo")
_HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"


def write(posts: int) -> None:
    from turnout.newsroom.models import Sought
    from turnout.rules.search_words import words

    chance, now = random.Random(1), datetime(2026, 11, 30, tzinfo=UTC)
    rows = []
    for number in range(posts):
        text = _text(chance, has_words=number % 50 == 0)
        rows.append(
            Sought(
                kind="post",
                # No number that a post of the server has.
                thing_id=1_000_000 + number,
                language="en",
                title=f"Post {number}",
                text=text,
                title_words=" ".join(words(f"Post {number}")),
                text_words=" ".join(words(text)),
                at=now - timedelta(minutes=number),
            )
        )
    Sought.objects.bulk_create(rows, batch_size=500)


def measured() -> dict[str, float]:
    from turnout.newsroom.models import Sought
    from turnout.newsroom.search import search

    found = {}
    for name, query in (("word", WORD), ("pair", PAIR)):
        found[name] = _milliseconds(lambda query=query: search(query, "en"))  # type: ignore[misc]
        scan = Sought.objects.filter(text__icontains=query).order_by("-at")
        found[f"{name} by scan"] = _milliseconds(lambda scan=scan: list(scan.all()[:10]))  # type: ignore[misc]
    return found


def _text(chance: random.Random, *, has_words: bool) -> str:
    latin = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(250)]
    han = ["".join(chance.choices(_HAN, k=8)) for _ in range(50)]
    told = [*latin, *han, *((WORD, PAIR) if has_words else ())]
    chance.shuffle(told)
    return " ".join(told)


def _milliseconds(ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)


if __name__ == "__main__":
    django.setup()
    if len(sys.argv) > 1:
        write(int(sys.argv[1]))
    else:
        sys.stdout.write(json.dumps(measured()))
