"""A finished mail with its headers, and the sender to whom what bounces comes back."""

from email.utils import make_msgid
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from turnout.outbox.models import Mail
from turnout.outbox.render import RenderedMail, render


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Dated now, because it is written now; with the same Message-ID however often it is written."""
    return message_from(mail, render(mail))


def message_from(mail: Mail, written: RenderedMail) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": message_id(mail)}
    if written.unsubscribe_link:
        # Receivers act on it with one press where the address is an https one (RFC 8058).
        headers["List-Unsubscribe"] = f"<{written.unsubscribe_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        written.subject,
        written.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient],
        headers=headers,
    )
    message.attach_alternative(written.html, "text/html")
    if part := written.calendar:
        # Calendars act on the alternative; who has none can open the attachment.
        message.attach_alternative(part.body.decode(), f"text/calendar; method={part.method}")
        message.attach("invite.ics", part.body, "application/ics")
    return message


def message_id(mail: Mail) -> str:
    """Of the mail's row; random where it has none. The time tells two databases of one host apart."""
    domain = message_id_domain(settings.TURNOUT_BASE_URL)
    if mail.pk is None:
        return make_msgid(domain=domain)
    return f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@{domain}>"


@lru_cache(maxsize=8)
def message_id_domain(base_url: str) -> str:
    host = urlsplit(base_url).hostname or ""
    return f"[{host}]" if ":" in host else punycode(host)
