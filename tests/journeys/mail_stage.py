"""An organisation with an event, two people who confirmed, and mails in every state."""

import os
from datetime import timedelta
from typing import Any

STATES: list[dict[str, Any]] = [
    {},
    {"error": "451 4.7.1 come back later", "attempts": 1},
    {"state": "unknown", "error": "timed out", "attempts": 1},
    {"state": "failed", "error": "550 5.7.1 not from you", "attempts": 1},
    {"state": "sent", "attempts": 1},
]


def prepare() -> None:
    from django.utils import timezone

    from tests.factories import event_of, interest_of, organisation_of, published, user_of
    from turnout.interest.models import Interest
    from turnout.outbox.models import Mail
    from turnout.outbox.queue import queue

    nimbus = organisation_of(name="Nimbus", slug="nimbus")
    user_of(nimbus, email="ada@nimbus.example.org", name="Ada")
    event = published(event_of(nimbus, slug="fan-day", languages=["es"]))
    for name, language in (("Bea Lund", "en"), ("Leo Sanz", "es")):
        interest = interest_of(event, name=name, language=language)
        Interest.objects.filter(pk=interest.pk).update(verified_at=timezone.now(), greeted_at=timezone.now())
    tomorrow = timezone.now() + timedelta(days=1)
    for number, state in enumerate(STATES):
        mail = queue(
            "outbox/test_mail",
            f"fan{number}@example.org",
            language="en",
            organisation_id=nimbus.pk,
            due_at=tomorrow,
            code="042317",
        )
        Mail.objects.filter(pk=mail.pk).update(**state)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    prepare()
