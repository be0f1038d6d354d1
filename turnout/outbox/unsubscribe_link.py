"""The link that ends mails of one purpose: derived when a mail is written, stored nowhere, good for ever."""

from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse

from turnout.rules.refusal import Refusal

_signer = signing.Signer(salt="outbox.unsubscribe", sep=".")


class Purpose(StrEnum):
    """What the mails are for that somebody may want no more of.

    News are of an organisation's next events, and `public_id` is the subscriber's; mailings are about one
    event that was answered to, and `public_id` is the answer's; answers are to a reader's comments, and
    `public_id` is the commenter's.
    """

    NEWS = "news"
    EVENT = "event"
    ANSWERS = "answers"


class NoSuchLink(Refusal):
    """Nobody was ever given that link."""


def unsubscribe_link(purpose: str, public_id: str) -> str:
    """For List-Unsubscribe (a POST to it ends the mails, RFC 8058), and for the mail's own text."""
    token = _signer.sign(f"{Purpose(purpose)}-{public_id}")
    return settings.TURNOUT_BASE_URL + reverse("unsubscribe", args=[token])


def meant_by(token: str) -> tuple[Purpose, str]:
    """Purpose and public id that the link was made of. Raises NoSuchLink."""
    try:
        purpose, _, public_id = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        raise NoSuchLink from None
    return Purpose(purpose), public_id
