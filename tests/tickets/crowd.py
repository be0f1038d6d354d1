"""Crowds who press "Confirm my place" at the same moment, over HTTP: 500 people, 100 seats.

`python -m tests.tickets.crowd make SEED …` invites them, `… look SEED …` says who sits where, and `… loosen`
takes the constraint out of the database. All beside a running server, whose settings it has.
"""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.durability.crowd import status_of
from tests.server import Server

PEOPLE, SEATS = 500, 100
TOKEN = "t" * 32


@dataclass(frozen=True)
class Guest:
    public_id: str
    cookie: str
    party: int


@dataclass(frozen=True)
class Found:
    """`parties` are those of who claimed, by public id; `heads` is what the seats, claims and tickets say."""

    parties: dict[str, int]
    heads: list[int]


def crowds(server: Server, seeds: Sequence[int]) -> list[list[Guest]]:
    made = beside(server, "make", *map(str, seeds))
    return [[Guest(*each) for each in people] for people in made]


def found(server: Server, seeds: Sequence[int]) -> list[Found]:
    return [Found(**each) for each in beside(server, "look", *map(str, seeds))]


def beside(server: Server, *arguments: str) -> Any:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.tickets.crowd", *arguments],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(ran.stdout)


def press_all(url: str, guests: Sequence[Guest], seed: int) -> list[int]:
    """Each of them once, and every tenth on a second device as well; the statuses."""
    # In a thread: a browser's tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_press_all(url, guests, seed))).result()


async def _press_all(url: str, guests: Sequence[Guest], seed: int) -> list[int]:
    chance = random.Random(seed)
    presses = [*guests, *chance.sample(list(guests), PEOPLE // 10)]
    chance.shuffle(presses)
    start = asyncio.Event()
    waiting = [asyncio.create_task(_press(url, each, start, number)) for number, each in enumerate(presses)]
    await asyncio.sleep(0)
    start.set()
    return await asyncio.gather(*waiting)


async def _press(url: str, guest: Guest, start: asyncio.Event, number: int) -> int:
    host, _, port = url.removeprefix("http://").partition(":")
    await start.wait()
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(_request(url, guest, with_token=number % 12 == 0))
    status = await status_of(reader)
    writer.close()
    return status


def _request(url: str, guest: Guest, *, with_token: bool) -> bytes:
    """As a browser sends it; an old one does not say where the form stood, and its token is asked for."""
    body = f"csrfmiddlewaretoken={TOKEN}" if with_token else ""
    cookies = f"turnout-my={guest.cookie}" + (f"; turnout-csrf={TOKEN}" if with_token else "")
    lines = [
        f"POST /my/{guest.public_id}/claim/ HTTP/1.1",
        f"Host: {url.removeprefix('http://')}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"Cookie: {cookies}",
        *([] if with_token else [f"Origin: {url}"]),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def _make(seed: int) -> list[list[Any]]:
    from django.utils import timezone

    from tests.tickets.hall import hall_of, invited
    from turnout.events.models import Event
    from turnout.fan.own_cookie import cookie_value

    chance = random.Random(seed)
    wave = hall_of(SEATS)
    Event.objects.filter(pk=wave.event_id).update(slug=f"crowd-{seed}")
    parties = [chance.randint(1, 4) for _ in range(PEOPLE)]
    later = timezone.now() + timedelta(days=1)
    made = invited(wave, parties, reply_by=later)
    return [[each.interest.public_id, cookie_value(each.interest), each.party] for each in made]


def _look(seed: int) -> dict[str, Any]:
    from django.db.models import Sum

    from turnout.invitations.models import Invitation
    from turnout.tickets.models import Claim, Seats, Ticket

    slug = f"crowd-{seed}"
    claimed = Invitation.objects.filter(event__slug=slug, state="claimed")
    held = Claim.objects.filter(seats__event__slug=slug).aggregate(Sum("party"))["party__sum"]
    taken = Seats.objects.get(event__slug=slug).taken
    tickets = Ticket.objects.filter(event__slug=slug).count()
    return {
        "parties": dict(claimed.values_list("interest__public_id", "party")),
        "heads": [taken, held, tickets],
    }


def _loosen() -> None:
    from django.db import connection

    from turnout.tickets.models import Seats

    (check,) = [each for each in Seats._meta.constraints if each.name == "seats_never_oversold"]
    # SQLite's table is made anew, as the model then says.
    Seats._meta.constraints = [each for each in Seats._meta.constraints if each is not check]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Seats, check)


if __name__ == "__main__":
    import django

    django.setup()
    what, *seeds = sys.argv[1:]
    if what == "loosen":
        _loosen()
        sys.stdout.write("null")
    else:
        do = {"make": _make, "look": _look}[what]
        sys.stdout.write(json.dumps([do(int(seed)) for seed in seeds]))
