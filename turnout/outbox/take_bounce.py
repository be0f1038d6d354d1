import re
from datetime import datetime

from django.db import transaction

from turnout.outbox.envelope import mail_that_came_back
from turnout.outbox.message import message_id
from turnout.outbox.models import Mail
from turnout.outbox.suppress import suppress
from turnout.rules.bounce import Bounce, Notification, read
from turnout.rules.email_address import NotAnAddress, key_of

# The row's number and time make a Message-ID that nobody guesses who was not sent it.
_OURS = re.compile(r"<(\d{1,18})\.\d{20}@", re.ASCII)
# Bounces may come before the answer of a server that passed the mail on at once.
_WENT_OUT = (Mail.State.SENT, Mail.State.UNKNOWN)


def take_bounce(raw: bytes, now: datetime) -> list[Mail]:
    """The mails that are known by it not to have arrived. None for anything that is not about a mail of ours.

    A mail is known by the sender on its envelope or by its Message-ID, and the notification must be about the
    mail's own recipient where it names one: nobody's address is suppressed by inventing a notification.
    """
    notification = read(raw)
    mail = _mail(notification) if notification else None
    if notification is None or mail is None:
        return []
    failed = [bounce for bounce in notification.bounces if bounce.has_failed and _is_about(bounce, mail)]
    return [mail] if failed and _take(mail, failed[0], now) else []


@transaction.atomic
def _take(mail: Mail, bounce: Bounce, now: datetime) -> bool:
    """Bad for good; what may be better another time leaves the mail as it is."""
    words = f"came back: {bounce.status} {bounce.words}"[:300]
    if bounce.no_such_address:
        suppress(mail.recipient, words, now)
    went_out = Mail.objects.filter(pk=mail.pk, state__in=_WENT_OUT, recipient=mail.recipient)
    return bool(went_out.update(state=Mail.State.FAILED, error=words, claimed_until=None))


def _mail(notification: Notification) -> Mail | None:
    for address in notification.returned_to:
        if mail := mail_that_came_back(address):
            return mail
    for each in notification.message_ids:
        found = _OURS.match(each)
        mail = Mail.objects.filter(pk=int(found[1])).first() if found else None
        if mail and message_id(mail) == each:
            return mail
    return None


def _is_about(bounce: Bounce, mail: Mail) -> bool:
    """An address that forwards names the one behind it: then that one does not exist, ours does."""
    if not mail.recipient:
        return False
    if not bounce.recipient:
        return True
    try:
        return key_of(bounce.recipient) == key_of(mail.recipient)
    except NotAnAddress:
        return False
