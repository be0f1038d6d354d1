"""Where the newsroom's pages are, and how a page in several languages says so."""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from turnout.newsroom.models import Post

LANGUAGES = [code for code, _ in settings.LANGUAGES]
NAMES = dict(settings.LANGUAGES)
FRONT, NEWS, EVENTS = "/", "/news/", "/events/"


def whole(path: str) -> str:
    """The address as others write it down."""
    return f"{settings.TURNOUT_BASE_URL}{path}"


def post_path(post: Post, language: str = "") -> str:
    return in_language(f"/news/{post.slug}/", "" if language == post.language else language)


def tag_path(slug: str, language: str = "") -> str:
    return in_language(f"/news/tags/{quote(slug)}/", language)


def page_path(path: str, number: int) -> str:
    return path if number == 1 else f"{path}page/{number}/"


def in_language(path: str, language: str) -> str:
    return f"{path}?{urlencode({'lang': language})}" if language else path


def oembed_path(page: str) -> str:
    return f"/oembed?{urlencode({'url': page, 'format': 'json'})}"


def tag_uri(date: str, name: str) -> str:
    """A name that stays when an address changes (RFC 4151)."""
    return f"tag:{urlsplit(settings.TURNOUT_BASE_URL).hostname},{date}:{name}"


def languages_of_page(path: str, languages: list[str], current: str) -> dict[str, Any]:
    """The first language has the plain address."""
    own = {code: in_language(path, "" if code == languages[0] else code) for code in languages}
    return {
        "language": current,
        "canonical": whole(own[current]),
        "languages": [
            {
                "code": code,
                "name": NAMES.get(code, code),
                "address": in_language(path, code),
                "current": code == current,
            }
            for code in languages
        ],
        "alternates": [(code, whole(address)) for code, address in own.items()],
    }
