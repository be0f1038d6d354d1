"""The link to a commenter's own page: derived when it is mailed, stored nowhere; and its cookie."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from turnout.newsroom.models import Commenter
from turnout.outbox.secret_part import secret_part
from turnout.rules.refusal import Refusal

NAME = "turnout-said"
LIFETIME = timedelta(days=30)
_links = signing.Signer(salt="newsroom.commenter_link", sep=".")
_cookies = signing.TimestampSigner(salt="newsroom.commenter_cookie")


class NoSuchCommenter(Refusal):
    """Unknown, tampered with, or erased since: all the same to whoever asks."""


def commenter_link(commenter: Commenter) -> str:
    """The full address, for a mail to the commenter and nobody else."""
    return f"{settings.TURNOUT_BASE_URL}/news/comments/{secret_part(token_of(commenter))}/"


def token_of(commenter: Commenter) -> str:
    return _links.sign(_named(commenter))


def commenter_of(token: str) -> Commenter:
    """Whose token it is, with the organisation. Raises NoSuchCommenter."""
    try:
        public_id, _, generation = _links.unsign(token).partition("-")
    except signing.BadSignature:
        raise NoSuchCommenter from None
    found = Commenter.objects.select_related("organisation").filter(public_id=public_id).first()
    if found is None or str(found.generation) != generation:
        raise NoSuchCommenter
    return found


def give_cookie(answer: HttpResponseBase, commenter: Commenter) -> None:
    answer.set_cookie(
        NAME,
        _cookies.sign(_named(commenter)),
        path=path_of(commenter),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def has_cookie(request: HttpRequest, commenter: Commenter) -> bool:
    try:
        given = _cookies.unsign(request.COOKIES.get(NAME, ""), max_age=LIFETIME)
    except signing.BadSignature:
        return False
    return given == _named(commenter)


def path_of(commenter: Commenter) -> str:
    return f"/news/comments/{commenter.public_id}/"


def _named(commenter: Commenter) -> str:
    return f"{commenter.public_id}-{commenter.generation}"
