"""A one-time way in that the program prints. Only its SHA-256 is kept, and it works once, for an hour."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from turnout.accounts.models import SignInLink, User
from turnout.accounts.refusals import LinkGone, NotAMember

LIFETIME = timedelta(hours=1)


def make_sign_in_link(email: str, *, now: datetime, destination: str = "") -> str:
    """The full address of a new link for a member, leading to `destination` (a path) or to the desk.

    While there are no members it is for the first owner, and `email` may be empty: the link's page
    asks for it. Raises NotAMember.
    """
    if User.objects.exists() and _member(email) is None:
        raise NotAMember(email)
    SignInLink.objects.filter(expires_at__lt=now).delete()
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        email=email, token_hash=_hash(token), expires_at=now + LIFETIME, destination=destination
    )
    # This room's addresses begin at the root; every other's views need not be loaded to know them.
    return settings.TURNOUT_BASE_URL + reverse("sign-in-link", urlconf="turnout.accounts.urls", args=[token])


def find_sign_in_link(token: str, now: datetime) -> SignInLink:
    """The link as long as it can be followed. Raises LinkGone."""
    link = SignInLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=now).first()
    if link is None:
        raise LinkGone
    return link


@transaction.atomic
def follow_sign_in_link(link: SignInLink, email: str, now: datetime) -> User:
    """Uses the link up and answers who signs in: its member, or the first owner, who is made here.

    `email` counts only where the link names nobody. Raises LinkGone, also for a first owner's link
    when somebody else came first.
    """
    if not SignInLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise LinkGone
    if not User.objects.exists():
        return User.objects.create(email=link.email or email)
    user = _member(link.email)
    if user is None:
        raise LinkGone
    return user


def _member(email: str) -> User | None:
    return User.objects.filter(email__iexact=email, is_active=True).first()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
