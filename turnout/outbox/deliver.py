import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import Message
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.encoding import punycode

from turnout.outbox import smtp
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.rules.email_address import NotAnAddress, key_of

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]


def due(now: datetime) -> Sequence[int]:
    """Mails to deliver, oldest first; none while no mail server is set, so they stay in the outbox."""
    if settings.MAIL is None:
        return []
    waiting = Mail.objects.filter(_unclaimed(), state=Mail.State.QUEUED, due_at__lte=now)
    return list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:100])


def deliver(pk: int, now: datetime) -> None:
    """Send one mail, unless another worker has it. Afterwards its state says what is true of it."""
    mail = _claim(pk, now)
    if mail is None:
        return
    try:
        key_of(mail.recipient)
        smtp.send(
            message_of(mail),
            settings.DEFAULT_FROM_EMAIL,
            mail.recipient,
            # Written before the text goes out: a worker killed during it leaves the truth behind.
            point_of_no_return=lambda: _note(pk, Mail.State.UNKNOWN, "the mail server's answer never came"),
        )
    except NotAnAddress:
        _note(pk, Mail.State.FAILED, "this is no mail address")
    except NoLongerNeeded as reason:
        _note(pk, Mail.State.DROPPED, str(reason))
    except smtp.OutcomeUnknown as problem:
        _note(pk, Mail.State.UNKNOWN, str(problem))
    except smtp.TryLater as problem:
        _postpone(mail, str(problem), now)
    except smtp.Refused as refusal:
        _note(pk, Mail.State.FAILED, str(refusal))
    except Exception as fault:
        # A template or a resolver is broken. Trying again cannot help, and the others must not wait.
        log.exception("mail %s cannot be written", pk)
        _note(pk, Mail.State.FAILED, f"cannot be written: {fault!r}")
    else:
        Mail.objects.filter(pk=pk).update(state=Mail.State.SENT, sent_at=timezone.now(), error="")


def _unclaimed() -> Q:
    """By the database's clock, which all workers share."""
    return Q(claimed_until=None) | Q(claimed_until__lt=Now())


def _claim(pk: int, now: datetime) -> Mail | None:
    free = Mail.objects.filter(_unclaimed(), pk=pk, state=Mail.State.QUEUED, due_at__lte=now)
    claimed = free.update(claimed_until=Now() + LEASE, attempts=F("attempts") + 1)
    return Mail.objects.get(pk=pk) if claimed else None


def _note(pk: int, state: Mail.State, error: str) -> None:
    Mail.objects.filter(pk=pk).update(state=state, error=error[:300])


def _postpone(mail: Mail, error: str, now: datetime) -> None:
    if mail.attempts > len(PAUSES):
        _note(mail.pk, Mail.State.FAILED, error)
        return
    # A refusal after the text is definite again, so the mail goes back from unknown to queued.
    Mail.objects.filter(pk=mail.pk).update(
        state=Mail.State.QUEUED,
        due_at=now + PAUSES[mail.attempts - 1],
        claimed_until=None,
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
