"""People with an offered place each, beside a running server: python -m bench.invite FOLDER ROUNDS PEOPLE.

All want seats of one event, from one row. Each round gets a file of its own with what their browsers hold:
the answer's public id, and the cookie that its personal link gave.
"""

import sys
from pathlib import Path

import django

PARTIES = [1, 2, 2, 1, 3, 1, 2, 4, 1, 2]
AT_ONCE = 5_000


def invite(folder: Path, rounds: int, people: int) -> None:
    from tests.tickets.hall import hall_of
    from turnout.tickets.models import Seats

    wave = hall_of(1)
    Seats.objects.filter(event=wave.event_id).update(limit=rounds * people * 4)
    for number in range(rounds):
        with (folder / f"{number}.txt").open("w") as file:
            for start in range(0, people, AT_ONCE):
                file.writelines(_lines(wave, min(AT_ONCE, people - start)))


def _lines(wave: "object", people: int) -> list[str]:
    from datetime import timedelta
    from typing import cast

    from django.db import transaction
    from django.utils import timezone

    from tests.tickets.hall import invited
    from turnout.fan.own_cookie import cookie_value
    from turnout.invitations.models import Wave

    later = timezone.now() + timedelta(days=1)
    with transaction.atomic():
        made = invited(cast(Wave, wave), (PARTIES * people)[:people], reply_by=later)
    return [f"{each.interest.public_id} {cookie_value(each.interest)}\n" for each in made]


if __name__ == "__main__":
    django.setup()
    invite(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
