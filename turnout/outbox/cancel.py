from django.db import transaction
from django.db.models import QuerySet

from turnout.journal.record import record
from turnout.outbox.in_chunks import in_chunks
from turnout.outbox.models import Mail, in_nobodys_hands
from turnout.outbox.refusals import NoLongerSo

_WAITING = (Mail.State.QUEUED, Mail.State.HELD)
CANCELLED = "cancelled at the desk"


@transaction.atomic
def cancel(mail: Mail, actor: str) -> None:
    """It is not sent. Raises NoLongerSo: a worker has it in its hands, or it was sent."""
    if not _drop(Mail.objects.filter(pk=mail.pk), CANCELLED):
        raise NoLongerSo
    record(actor, "cancel", "mail", mail.pk, organisation_id=mail.organisation_id, old={"state": mail.state})


def cancel_all(mails: QuerySet[Mail], organisation_id: int, actor: str) -> int:
    """Those of the mails that wait; how many."""
    done = sum(_drop(chunk, CANCELLED) for chunk in in_chunks(mails.filter(state__in=_WAITING)))
    record(actor, "cancel", "mails", None, organisation_id=organisation_id, old={"mails": done})
    return done


def _drop(mails: QuerySet[Mail], why: str) -> int:
    waiting = mails.filter(in_nobodys_hands(), state__in=_WAITING)
    return waiting.update(state=Mail.State.DROPPED, error=why, trouble_at=None, claimed_until=None)
