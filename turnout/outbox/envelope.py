"""The sender on a mail's envelope: one of its own, so that what bounces names the mail it was.

bounce@example.org becomes bounce+<mail>.<mac>@example.org. The mac makes it an address that only we can
have written: nobody can suppress another's address by inventing a bounce.
"""

import hmac
import re

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from turnout.outbox.models import Mail

_MAC_LETTERS = 16
# Servers may write a local part in capitals.
_TAG = re.compile(r"\+([0-9a-z]{1,13})\.([0-9a-f]{16})\Z", re.ASCII)


def envelope_sender(mail: Mail) -> str:
    """The plain sender where no address for bounces is set, or the mail is no row."""
    if not settings.TURNOUT_BOUNCE_ADDRESS or mail.pk is None:
        return str(settings.DEFAULT_FROM_EMAIL)
    local, _, domain = settings.TURNOUT_BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{int_to_base36(mail.pk)}.{_mac(mail, settings.SECRET_KEY)}@{domain}"


def mail_that_came_back(address: str) -> Mail | None:
    """Whose envelope had that sender. None where we never wrote it."""
    found = _TAG.search(address.strip().lower().rpartition("@")[0])
    if not found or len(found[1]) > 12:
        return None
    mail = Mail.objects.filter(pk=base36_to_int(found[1])).first()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if mail and any(hmac.compare_digest(_mac(mail, key), found[2]) for key in keys):
        return mail
    return None


def _mac(mail: Mail, key: str) -> str:
    """The time is part of it: after a restored backup one number can have been two mails."""
    named = f"{mail.pk}.{mail.created_at.timestamp():.6f}"
    return salted_hmac("turnout.bounce", named, secret=key, algorithm="sha256").hexdigest()[:_MAC_LETTERS]
