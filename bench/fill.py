"""Fills an event with any number of invented answers, fast: python -m bench.fill EVENT ANSWERS.

They are written in bulk and past the form, whose own cost is measured elsewhere.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

import click

DAYS = 21
BATCH = 10_000
FIRST = ["Ana", "Ben", "Chloé", "Emeka", "Fatima", "Grace", "Hiro", "Inés", "José", "Lena", "Mei", "Priya"]
LAST = ["Smith", "García", "Müller", "Okafor", "王", "Rossi", "Novák", "Tanaka", "Silva", "O'Neill"]
LIKELIHOODS = ["definitely"] * 5 + ["probably"] * 3 + ["maybe"] * 2
PARTIES = [1] * 5 + [2] * 4 + [3, 4]
COUNTRIES = ["US"] * 700 + ["CA"] * 90 + ["MX"] * 60 + ["GB"] * 50 + ["DE"] * 40 + [""] * 50 + ["IS"]


class Row(NamedTuple):
    """The columns of an interest, by their names."""

    event_id: int
    public_id: str
    submission: str
    name: str
    email: str
    email_key: str
    likelihood: str
    party: int
    country: str
    postcode: str
    options: list[int]
    answers: str
    via: str
    language: str
    form_version: int
    created_at: datetime
    verified_at: datetime | None
    greeted_at: datetime

    # What the tallies ask beside the columns.
    @property
    def source(self) -> str:
        return ""

    @property
    def is_suspect(self) -> bool:
        return False

    @property
    def is_counted(self) -> bool:
        return True


def rows(event_id: int, options: list[int], channels: list[str], answers: int, seed: int) -> Iterator[Row]:
    """In the order of their arrival, evenly over the last three weeks."""
    chance = random.Random(seed)
    pick = chance.choice
    start = datetime.now(UTC) - timedelta(days=DAYS)
    step = timedelta(days=DAYS) / answers
    chosen = [options[:1], options[-1:], options]
    for number in range(answers):
        # Begins as those of bench/answers.lua do: a further answer meets any page of the index.
        email = f"{chance.getrandbits(24):06x}.fan{number}.{seed}@example.org"
        at = start + step * number
        # As a UUIDv7 it rises with time, so that its index grows at one end.
        public_id = f"{event_id:04x}{number:012x}{chance.getrandbits(64):016x}"
        yield Row(
            event_id,
            public_id,
            f"{chance.getrandbits(128):032x}",
            f"{pick(FIRST)} {pick(LAST)}",
            email,
            email,
            pick(LIKELIHOODS),
            pick(PARTIES),
            pick(COUNTRIES),
            f"{10_000 + number % 9_000}",
            pick(chosen),
            "{}",
            pick(channels),
            "en",
            1,
            at,
            at + timedelta(minutes=20) if chance.random() < 0.7 else None,
            at,
        )


def write(cursor: Any, batch: list[Row]) -> None:
    columns = ", ".join(Row._fields)
    if cursor.db.vendor == "postgresql":
        with cursor.copy(f"COPY interest_interest ({columns}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row(_with(row, options=json.dumps(row.options)))
        return
    marks = ", ".join(["%s"] * len(Row._fields))
    cursor.executemany(
        f"INSERT INTO interest_interest ({columns}) VALUES ({marks})", [_for_sqlite(row) for row in batch]
    )


def _for_sqlite(row: Row) -> list[Any]:
    return _with(
        row,
        options=json.dumps(row.options),
        created_at=_text(row.created_at),
        verified_at=_text(row.verified_at) if row.verified_at else None,
        greeted_at=_text(row.greeted_at),
    )


def _with(row: Row, **written: Any) -> list[Any]:
    """The row's values, some of them as the database takes them."""
    return list((row._asdict() | written).values())


def _text(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(" ")


def fill(event_id: int, answers: int, seed: int = 1) -> None:
    from django.db import connection, transaction

    from turnout.events.models import Channel, Option
    from turnout.interest import tallies

    options = list(Option.objects.filter(event_id=event_id).values_list("id", flat=True))
    channels = ["", *Channel.objects.filter(event_id=event_id).values_list("code", flat=True)]
    waiting = rows(event_id, options, channels, answers, seed)
    with transaction.atomic(), connection.cursor() as cursor:
        while batch := list(islice(waiting, BATCH)):
            write(cursor, batch)
            tallies.add(batch, shard=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@click.command()
@click.argument("event")
@click.argument("answers", type=int)
@click.option("--seed", default=1)
def main(event: str, answers: int, seed: int) -> None:
    """Settings come from the environment, as everywhere."""
    import django

    django.setup()
    from turnout.events.models import Event

    begun = time.perf_counter()
    fill(Event.objects.get(slug=event).pk, answers, seed)
    sys.stderr.write(f"{answers:,} answers in {time.perf_counter() - begun:.1f} s\n")


if __name__ == "__main__":
    main()
