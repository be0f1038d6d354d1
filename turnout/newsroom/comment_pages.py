"""The small pages around the form for comments: the same for every post, made once for each language."""

import gzip
import hashlib
from functools import cache

import brotli
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from turnout.design.policy import policy
from turnout.newsroom.comment_not_taken import CHECKS, NOT_TAKEN
from turnout.pages.deliver import everywhere
from turnout.rush.comments import THANKS
from turnout.rush.page import KEPT, QUESTION, Page


@cache
def comment_pages() -> dict[tuple[str, str], Page]:
    """By language, and by what each is for: the thanks, and why something is not taken."""
    return {
        (language, what): _page(language, what)
        for language, _name in settings.LANGUAGES
        for what in (THANKS, *NOT_TAKEN)
    }


def _page(language: str, what: str) -> Page:
    with translation.override(language):
        body = _html(what).encode()
    return Page(
        body=body,
        gzip=gzip.compress(body, mtime=0),
        brotli=brotli.compress(body),
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
        headers=[
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-language", language.encode()),
            (b"content-security-policy", policy().encode()),
            (b"x-frame-options", b"DENY"),
            (b"x-robots-tag", b"noindex"),
            *everywhere(),
        ],
    )


def _html(what: str) -> str:
    if what == THANKS:
        facts = {"sender": settings.DEFAULT_FROM_EMAIL, "sends_mail": settings.MAIL is not None}
        return render_to_string("newsroom/comment_thanks.html", facts)
    context = {"not_taken": NOT_TAKEN[what], "kept_mark": mark_safe(KEPT.decode())}  # noqa: S308
    if what in CHECKS:
        context["question_mark"] = mark_safe(QUESTION.decode())  # noqa: S308
    return render_to_string("newsroom/comment_not_taken.html", context)
