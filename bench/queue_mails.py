"""Answers just given, each with its first mail in the outbox: python -m bench.queue_mails EVENT MAILS FILE.

One of the mails is written into the file, as it goes over the wire.
"""

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4


def queue(slug: str, mails: int) -> Any:
    from django.db import transaction
    from django.utils import timezone

    from turnout.events.models import Event
    from turnout.interest.fan_mail import ask_to_confirm
    from turnout.interest.models import Interest

    event, now = Event.objects.get(slug=slug), timezone.now()
    addresses = [f"{uuid4().hex}@example.org" for _ in range(mails)]
    # The page tells the last day to confirm; by now they were greeted, so that no worker does it again.
    common = {"likelihood": "definitely", "party": 2, "language": "en", "form_version": 1}
    with transaction.atomic():
        interests = Interest.objects.bulk_create(
            Interest(
                event=event,
                public_id=uuid4().hex,
                name="Ada Okafor",
                email=address,
                email_key=address,
                created_at=now - timedelta(minutes=1),
                greeted_at=now,
                **common,
            )
            for address in addresses
        )
        ask_to_confirm(interests, now)


def write_one(path: Path) -> None:
    from turnout.outbox.message import message_of
    from turnout.outbox.models import Mail

    text = message_of(Mail.objects.latest("pk")).message().as_bytes()
    path.write_bytes(re.sub(rb"\r\n|\r|\n", b"\r\n", text))


if __name__ == "__main__":
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    queue(sys.argv[1], int(sys.argv[2]))
    write_one(Path(sys.argv[3]))
