"""People with an offered place, beside a running server: `python -m tests.journeys.place_stage`.

Prints what the journey needs: the personal links, and where the seats are at the desk.
"""

import json
import sys
from datetime import timedelta

import django


def stage() -> dict[str, object]:
    from django.utils import timezone

    from tests.factories import user_of
    from tests.fan.own import link_of
    from tests.tickets.hall import hall_of, invited, waiting

    now = timezone.now()
    wave = hall_of(4, doors=now + timedelta(days=20))
    offers = invited(wave, [3, 4], sent_at=now, reply_by=now + timedelta(days=2))
    line = waiting(wave, [3])
    host = wave.event.organisation
    return {
        "fans": [link_of(each.interest) for each in [*offers, *line]],
        "desk": f"{host.slug}/{wave.event.slug}",
        "email": user_of(host, "editor").email,
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(stage()))
