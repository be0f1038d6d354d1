from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from turnout.outbox.models import Mail

MANY = 500


def queue(
    template: str,
    recipient: str,
    *,
    language: str,
    organisation_id: int | None = None,
    due_at: datetime | None = None,
    **ids: int | str,
) -> Mail:
    """Add a mail in the caller's transaction: it exists if, and only if, what it tells of has happened.

    `ids` are what the template's resolver needs to find the facts when the mail is delivered.
    """
    mail = mail_of(
        template, recipient, language=language, organisation_id=organisation_id, due_at=due_at, **ids
    )
    mail.save()
    return mail


def mail_of(
    template: str,
    recipient: str,
    *,
    language: str,
    organisation_id: int | None = None,
    due_at: datetime | None = None,
    **ids: int | str,
) -> Mail:
    """As `queue`, but not stored yet: many of them are stored at once by `queue_all`."""
    return Mail(
        template=template,
        recipient=recipient,
        language=language,
        organisation_id=organisation_id,
        due_at=due_at or timezone.now(),
        context=ids,
    )


def queue_all(mails: Iterable[Mail]) -> None:
    """Many at once, in the caller's transaction."""
    Mail.objects.bulk_create(mails, batch_size=MANY)
