"""Who has opened a personal link in this browser: a signed cookie that is good for that one page.

The server keeps nothing of it. It names the link's generation, so that renewing the link ends it as well.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from turnout.interest.models import Interest

# It is also gone when the browser is closed; a page that stays open for a day can still send its form.
LIFETIME = timedelta(days=30)
NAME = "turnout-my"
_signer = signing.TimestampSigner(salt="fan.own_page")


def give_cookie(answer: HttpResponseBase, interest: Interest) -> None:
    answer.set_cookie(
        NAME,
        cookie_value(interest),
        path=path_of(interest),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def cookie_value(interest: Interest) -> str:
    return _signer.sign(_named(interest))


def take_cookie(answer: HttpResponseBase, interest: Interest) -> None:
    answer.delete_cookie(NAME, path=path_of(interest), samesite="Lax")


def has_cookie(request: HttpRequest, interest: Interest) -> bool:
    try:
        given = _signer.unsign(request.COOKIES.get(NAME, ""), max_age=LIFETIME)
    except signing.BadSignature:
        return False
    return given == _named(interest)


def opened_generation(public_id: str, given: str) -> int | None:
    """Of the link by which that answer's page was opened; None where it was not, or too long ago."""
    try:
        named, _, generation = _signer.unsign(given, max_age=LIFETIME).partition(".")
    except signing.BadSignature:
        return None
    return int(generation) if named == public_id and generation.isdecimal() else None


def path_of(interest: Interest) -> str:
    return f"/my/{interest.public_id}/"


def _named(interest: Interest) -> str:
    return f"{interest.public_id}.{interest.generation}"
