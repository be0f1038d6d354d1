from django.db import transaction

from turnout.accounts.models import User
from turnout.mailings.models import Mailing
from turnout.mailings.note import note
from turnout.outbox.queue import queue


@transaction.atomic
def try_mailing(mailing: Mailing, user: User) -> list[str]:
    """One mail in each language it is written in, to whoever asks; those languages."""
    for language in mailing.texts:
        queue(
            "mailings/trial",
            user.email,
            language=language,
            organisation_id=mailing.event.organisation_id,
            mailing=mailing.pk,
            name=str(user),
        )
    note(mailing, f"user:{user.pk}", "try")
    return list(mailing.texts)
