import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from turnout.outbox.envelope import envelope_sender
from turnout.outbox.for_many import facts_for_many
from turnout.outbox.models import Mail
from turnout.outbox.outcomes import OutcomeUnknown, Refused, TryLater
from turnout.outbox.pace import within_caps
from turnout.outbox.render import NoLongerNeeded
from turnout.outbox.round import ClaimLost, Round
from turnout.outbox.suppress import AddressSuppressed, refuse_suppressed, suppress, suppressed_among
from turnout.outbox.way_out import way_out
from turnout.rules.email_address import NotAnAddress

log = logging.getLogger(__name__)
connection = way_out()
# 48 hours in all.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 39, 120, 180, 360, 720, 720, 720)]


def due(now: datetime) -> Sequence[int]:
    """Mails that may be sent now, oldest first. Without a mail server none: they stay in the outbox."""
    if settings.MAIL is None:
        return []
    return within_caps(now)


def deliver(pk: int, now: datetime) -> None:
    """Send one mail, unless another worker has it. Afterwards its state says what is true of it."""
    _deliver_round(Round([pk], now), lambda: now)


def deliver_all(pks: Sequence[int], stopped: Callable[[], bool]) -> int:
    """As deliver, each in its turn; the one in hand is finished after `stopped` says so. How many."""
    return _deliver_round(Round(pks, timezone.now(), stopped=stopped), timezone.now)


def _deliver_round(mails: Round, now: Callable[[], datetime]) -> int:
    done = 0
    try:
        with facts_for_many(mails.ids()):
            while mail := mails.next():
                _deliver(mail, mails, now())
                done += 1
    finally:
        mails.end()
    return done


def _deliver(mail: Mail, mails: Round, now: datetime) -> None:
    try:
        refuse_suppressed(mail.recipient, mails.suppressed)
        connection.send(
            mail,
            envelope_sender(mail),
            now=now,
            point_of_no_return=lambda: mails.check(mail),
        )
    except ClaimLost:
        log.warning("mail %s took so long that another worker has it", mail.pk)
    except NotAnAddress:
        _note(mail, Mail.State.FAILED, "this is no mail address")
    except (NoLongerNeeded, AddressSuppressed) as reason:
        _note(mail, Mail.State.DROPPED, str(reason))
    except OutcomeUnknown as problem:
        _note(mail, Mail.State.UNKNOWN, str(problem))
    except TryLater as problem:
        _postpone(mail, str(problem), now)
    except Refused as refusal:
        _refused(mail, refusal, mails, now)
    except DatabaseError:
        # Nothing is known to be wrong with the mail: it stays as it is marked, and the claim runs out.
        raise
    except Exception as fault:
        # A template or a resolver is broken. Trying again cannot help, and the others must not wait.
        log.exception("mail %s cannot be written", mail.pk)
        _note(mail, Mail.State.FAILED, f"cannot be written: {fault!r}")
    else:
        mails.taken(mail)


def _held(mail: Mail) -> QuerySet[Mail]:
    """The row, as long as this is the latest attempt: a claim can run out while a server dawdles."""
    return Mail.objects.filter(pk=mail.pk, attempts=mail.attempts)


def _note(mail: Mail, state: Mail.State, error: str, trouble_at: datetime | None = None) -> None:
    went_out = F("sent_at") if state == Mail.State.UNKNOWN else None
    _held(mail).update(
        state=state, sent_at=went_out, claimed_until=None, error=error[:300], trouble_at=trouble_at
    )


def _refused(mail: Mail, refusal: Refused, mails: Round, now: datetime) -> None:
    """An address that does not exist says nothing about the server."""
    if not refusal.no_such_address:
        _note(mail, Mail.State.FAILED, str(refusal), now)
        return
    with transaction.atomic():
        suppress(mail.recipient, str(refusal), now)
        _note(mail, Mail.State.FAILED, str(refusal))
    mails.suppressed |= suppressed_among([mail.recipient])


def _postpone(mail: Mail, error: str, now: datetime) -> None:
    tried = mail.attempts - mail.forgiven
    if tried > len(PAUSES):
        _note(mail, Mail.State.FAILED, error, now)
        return
    # A refusal after the text is definite again, so the mail goes back from unknown to queued.
    _held(mail).update(
        state=Mail.State.QUEUED,
        due_at=now + PAUSES[tried - 1],
        claimed_until=None,
        sent_at=None,
        error=error[:300],
        trouble_at=now,
    )
