"""The facts of the mails to who reads posts by mail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from turnout.newsroom.models import Post, PostState, Reader
from turnout.newsroom.reader_link import reader_link
from turnout.outbox.for_many import for_many, one_of_many
from turnout.outbox.render import NoLongerNeeded, resolves

Facts = Mapping[str, Any]


@resolves("newsroom/confirm_reader")
def confirm_reader(ids: Facts) -> Facts:
    """To an address that was typed. Nothing that was typed is said in it."""
    reader = _reader(ids)
    return {
        **_host(reader),
        "link": reader_link(reader),
        "is_on": reader.is_on,
        "is_weekly": reader.cadence == Reader.Cadence.WEEKLY,
    }


@resolves("newsroom/news")
def news(ids: Facts) -> Facts:
    return _facts(ids)


@resolves("newsroom/digest")
def digest(ids: Facts) -> Facts:
    return _facts(ids)


def _facts(ids: Facts) -> Facts:
    """Asked once more at the last moment whether this reader is to get it, and what can still be read."""
    reader = _reader(ids)
    if not reader.is_on:
        raise NoLongerNeeded("the reader wants no more of these mails")
    language = get_language() or reader.language
    pks = tuple(ids["posts"])
    written = for_many(("news", pks, language), lambda: _written(pks, language))
    link = reader_link(reader)
    return {**_host(reader), **written, "link": link, "unsubscribe_link": link}


def _reader(ids: Facts) -> Reader:
    found = one_of_many("reader", ids["reader"], Reader.objects.select_related("organisation").in_bulk)
    if found is None:
        raise NoLongerNeeded("the reader's address was erased")
    return found


def _host(reader: Reader) -> dict[str, Any]:
    return {"host": reader.organisation.name, "contact": reader.organisation.privacy_contact}


def _written(pks: Sequence[int], language: str) -> dict[str, Any]:
    """As texts, so that mails to many readers can share them. Raises NoLongerNeeded."""
    posts = Post.objects.filter(pk__in=pks, state=PostState.PUBLISHED).order_by("published_at", "pk")
    told = [_told(post, language) for post in posts]
    if not told:
        raise NoLongerNeeded("the post was withdrawn")
    return {
        "headline": told[0]["headline"],
        "number": len(told),
        "others": len(told) - 1,
        "as_text": "\n\n".join(f"{_lines(each)}{each['address']}" for each in told),
        "as_html": render_to_string("newsroom/mail/posts.html", {"posts": told}),
    }


def _lines(told: Mapping[str, str]) -> str:
    return "".join(f"{line}\n" for line in (told["headline"], told["standfirst"]) if line)


def _told(post: Post, language: str) -> dict[str, str]:
    query = f"?lang={language}" if language in post.languages else ""
    return {
        "headline": post.in_language("headline", language),
        "standfirst": post.in_language("standfirst", language),
        "address": f"{settings.TURNOUT_BASE_URL}/news/{post.slug}/{query}",
    }
