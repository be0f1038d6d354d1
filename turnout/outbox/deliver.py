import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import Message
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.encoding import punycode

from turnout.outbox import smtp
from turnout.outbox.models import Mail
from turnout.outbox.pace import within_caps, without_full_domains
from turnout.outbox.render import NoLongerNeeded, render
from turnout.outbox.suppress import AddressSuppressed, refuse_suppressed, suppress
from turnout.rules.email_address import NotAnAddress

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
connection = smtp.Connection()
# 48 hours in all.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 39, 120, 180, 360, 720, 720, 720)]


class ClaimLost(Exception):
    """Another worker may have begun with the mail: this one must not send it."""


def due(now: datetime) -> Sequence[int]:
    """Mails that may be sent now, oldest first. Without a mail server none: they stay in the outbox."""
    if settings.MAIL is None:
        return []
    waiting = Mail.objects.filter(_unclaimed(), state=Mail.State.QUEUED, due_at__lte=now)
    first = list(without_full_domains(waiting).order_by("due_at", "pk").values_list("pk", "domain")[:100])
    return within_caps(first) if first else []


def deliver(pk: int, now: datetime) -> None:
    """Send one mail, unless another worker has it. Afterwards its state says what is true of it."""
    mail = _claim(pk, now)
    if mail is None:
        return
    try:
        refuse_suppressed(mail.recipient)
        connection.send(
            message_of(mail),
            settings.DEFAULT_FROM_EMAIL,
            mail.recipient,
            now=now,
            point_of_no_return=lambda: _about_to_send(mail),
        )
    except ClaimLost:
        log.warning("mail %s took so long that another worker has it", pk)
    except NotAnAddress:
        _note(mail, Mail.State.FAILED, "this is no mail address")
    except (NoLongerNeeded, AddressSuppressed) as reason:
        _note(mail, Mail.State.DROPPED, str(reason))
    except smtp.OutcomeUnknown as problem:
        _note(mail, Mail.State.UNKNOWN, str(problem))
    except smtp.TryLater as problem:
        _postpone(mail, str(problem), now)
    except smtp.Refused as refusal:
        _refused(mail, refusal, now)
    except Exception as fault:
        # A template or a resolver is broken. Trying again cannot help, and the others must not wait.
        log.exception("mail %s cannot be written", pk)
        _note(mail, Mail.State.FAILED, f"cannot be written: {fault!r}")
    else:
        _held(mail).update(state=Mail.State.SENT, claimed_until=None, error="")


def _unclaimed() -> Q:
    """By the database's clock, which all workers share."""
    return Q(claimed_until=None) | Q(claimed_until__lt=Now())


def _claim(pk: int, now: datetime) -> Mail | None:
    mail = Mail.objects.filter(_unclaimed(), pk=pk, state=Mail.State.QUEUED, due_at__lte=now).first()
    if mail is None:
        return None
    claimed = _held(mail).filter(_unclaimed(), state=Mail.State.QUEUED)
    mail.attempts += 1
    return mail if claimed.update(claimed_until=Now() + LEASE, attempts=mail.attempts) else None


def _held(mail: Mail) -> QuerySet[Mail]:
    """The row, as long as this is the latest attempt: a claim can run out while a server dawdles."""
    return Mail.objects.filter(pk=mail.pk, attempts=mail.attempts)


def _about_to_send(mail: Mail) -> None:
    """Written before the text goes out: a worker killed during it leaves the truth behind.

    Raises ClaimLost.
    """
    held = _held(mail).filter(state=Mail.State.QUEUED, claimed_until__gt=Now())
    unknown = "the mail server's answer never came"
    if not held.update(state=Mail.State.UNKNOWN, sent_at=Now(), error=unknown):
        raise ClaimLost


def _note(mail: Mail, state: Mail.State, error: str) -> None:
    went_out = F("sent_at") if state == Mail.State.UNKNOWN else None
    _held(mail).update(state=state, sent_at=went_out, claimed_until=None, error=error[:300])


def _refused(mail: Mail, refusal: smtp.Refused, now: datetime) -> None:
    if refusal.no_such_address:
        suppress(mail.recipient, str(refusal), now)
    _note(mail, Mail.State.FAILED, str(refusal))


def _postpone(mail: Mail, error: str, now: datetime) -> None:
    if mail.attempts > len(PAUSES):
        _note(mail, Mail.State.FAILED, error)
        return
    # A refusal after the text is definite again, so the mail goes back from unknown to queued.
    _held(mail).update(
        state=Mail.State.QUEUED,
        due_at=now + PAUSES[mail.attempts - 1],
        claimed_until=None,
        sent_at=None,
        error=error[:300],
    )


def message_of(mail: Mail) -> Message:
    """Dated now, because it is written now; with the same Message-ID however often it is written."""
    written = render(mail)
    message = EmailMultiAlternatives(
        written.subject,
        written.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(mail)},
    )
    message.attach_alternative(written.html, "text/html")
    return message.message()


def _message_id(mail: Mail) -> str:
    """Of the mail's row; random where it has none. The time tells two databases of one host apart."""
    host = urlsplit(settings.TURNOUT_BASE_URL).hostname or ""
    domain = f"[{host}]" if ":" in host else punycode(host)
    if mail.pk is None:
        return make_msgid(domain=domain)
    return f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@{domain}>"
