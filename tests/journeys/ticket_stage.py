"""Two who hold tickets, one in Chinese: `python -m tests.journeys.ticket_stage` on a server's data."""

import json
import os
import subprocess
import sys

from tests.server import Server


def held(server: Server) -> dict[str, str]:
    """The event's public key, and the address of the organiser's list behind a link that signs in."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.ticket_stage"],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def hold() -> dict[str, str]:
    from django.utils import timezone

    from tests.factories import event_of, organisation_of, user_of
    from tests.tickets.held import decided, tickets_of
    from turnout.accounts.sign_in_link import make_sign_in_link
    from turnout.events.models import Stage
    from turnout.tickets.models import EventKey

    nimbus = organisation_of(name="Nimbus", slug="nimbus")
    texts = {"zh-hans": {"title": "Nimbus 粉丝日"}}
    event = decided(event_of(nimbus, stage=Stage.INVITING, translations=texts))
    tickets_of(event, 2, name="Ada Okafor", email="ada@example.org")
    tickets_of(event, name="王小明", email="wang@example.org", language="zh-hans")
    user = user_of(nimbus, email="ben@nimbus.example.org", name="Ben")
    return {
        "key": EventKey.objects.get().public,
        "sign_in": make_sign_in_link(user.email, now=timezone.now()),
        "desk": f"/desk/nimbus/{event.slug}/tickets/",
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    sys.stdout.write(json.dumps(hold()))
