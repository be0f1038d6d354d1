from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from turnout.journal.record import record
from turnout.outbox.in_chunks import in_chunks
from turnout.outbox.models import Mail, in_nobodys_hands
from turnout.outbox.refusals import NoLongerSo
from turnout.outbox.suppress import allow_again

# Mails that certainly did not arrive.
_NOT_SENT = (Mail.State.FAILED, Mail.State.DROPPED, Mail.State.QUEUED)


@transaction.atomic
def retry(mail: Mail, actor: str, now: datetime) -> None:
    """To be sent now, once more for up to 48 hours. An address that was refused may be written to again.

    Raises NoLongerSo.
    """
    _queue_again(mail, _NOT_SENT, actor, "retry", now)


@transaction.atomic
def resend(mail: Mail, actor: str, now: datetime) -> None:
    """A mail that may have arrived is sent on purpose, and may arrive twice. Raises NoLongerSo."""
    _queue_again(mail, (Mail.State.UNKNOWN,), actor, "resend", now)


def retry_all(mails: QuerySet[Mail], organisation_id: int, actor: str, now: datetime) -> int:
    """Those of the mails that certainly did not arrive; how many. Addresses that were refused stay so."""
    done = 0
    for chunk in in_chunks(mails.filter(state__in=_NOT_SENT)):
        done += _requeue(chunk.filter(state__in=_NOT_SENT), now)
    record(actor, "retry", "mails", None, organisation_id=organisation_id, old={"mails": done})
    return done


def _queue_again(mail: Mail, states: tuple[Mail.State, ...], actor: str, verb: str, now: datetime) -> None:
    if not _requeue(Mail.objects.filter(pk=mail.pk, state__in=states), now):
        raise NoLongerSo
    allow_again(mail.recipient)
    record(actor, verb, "mail", mail.pk, organisation_id=mail.organisation_id, old={"state": mail.state})


def _requeue(mails: QuerySet[Mail], now: datetime) -> int:
    """Those that no worker has in its hands, and whose recipient was not erased."""
    return (
        mails.filter(in_nobodys_hands())
        .exclude(recipient="")
        .update(
            state=Mail.State.QUEUED,
            due_at=now,
            claimed_until=None,
            sent_at=None,
            trouble_at=None,
            error="",
            forgiven=F("attempts"),
        )
    )
