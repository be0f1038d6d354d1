from datetime import datetime

from django.utils import timezone

from turnout.outbox.models import Mail


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
    return Mail.objects.create(
        template=template,
        recipient=recipient,
        language=language,
        organisation_id=organisation_id,
        due_at=due_at or timezone.now(),
        context=ids,
    )
