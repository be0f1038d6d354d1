from collections.abc import Iterable
from datetime import datetime

from turnout.interest.models import Interest
from turnout.outbox.models import Mail
from turnout.outbox.queue import mail_of, queue_all

CONFIRM = "interest/confirm"


def fan_mail(interest: Interest, template: str, now: datetime) -> Mail:
    """Not stored yet. It names the link's generation: renewing the link makes the mail moot."""
    return mail_of(
        template,
        interest.email,
        language=interest.language,
        organisation_id=interest.event.organisation_id,
        due_at=now,
        interest=interest.pk,
        generation=interest.generation,
    )


def ask_to_confirm(interests: Iterable[Interest], now: datetime) -> None:
    """Each gets the mail with the personal link, in the caller's transaction."""
    queue_all([fan_mail(interest, CONFIRM, now) for interest in interests])
