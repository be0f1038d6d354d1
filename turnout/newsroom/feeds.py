"""Feeds with the whole text: Atom (RFC 4287) of all posts, of a tag and of an event; JSON Feed 1.1 of all."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from turnout.events.models import Event
from turnout.interest.shown_pictures import shown
from turnout.newsroom.addresses import post_path, tag_path, tag_uri, whole
from turnout.newsroom.list_pages import NoSuchPage
from turnout.newsroom.models import Post, Tag
from turnout.newsroom.post_text import post_html
from turnout.newsroom.public_lists import posts, posts_of_event, posts_of_tag

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
MOST_ENTRIES = 30
# When the names of the feeds were given out; they stay as they are.
_NAMED_ON = "2026"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN_ADDRESS = re.compile(r'((?:src|href)=")(/[^/"][^"]*)')
_SRCSET = re.compile(r'(srcset=")([^"]*)')


@dataclass(frozen=True)
class Feed:
    """What is in it, and where it and its page are."""

    name: str
    title: str
    path: str
    page: str
    posts: Sequence[Post]

    @property
    def updated(self) -> dt.datetime:
        return max((changed_at(post) for post in self.posts), default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def feed_of_all() -> Feed:
    return Feed("news", _("News"), "/news/feed.atom", "/news/", _latest(posts()))


def feed_of_tag(slug: str) -> Feed:
    """Raises NoSuchPage where no published post has the tag."""
    found = _latest(posts_of_tag(slug))
    tag = Tag.objects.filter(slug=slug).order_by("id").first()
    if tag is None or not found:
        raise NoSuchPage
    page = tag_path(slug)
    return Feed(f"news/tags/{slug}", tag.name, f"{page}feed.atom", page, found)


def feed_of_event(event: Event) -> Feed:
    page = f"/e/{event.slug}/"
    return Feed(f"e/{event.pk}", event.title, f"{page}feed.atom", page, _latest(posts_of_event(event)))


def atom(feed: Feed) -> bytes:
    context = {
        "id": tag_uri(_NAMED_ON, feed.name),
        "title": feed.title,
        "self": whole(feed.path),
        "page": whole(feed.page),
        "updated": feed.updated.isoformat(),
        "entries": [_entry(post) for post in feed.posts],
    }
    return _NOT_XML.sub("", render_to_string("newsroom/feed.atom", context)).encode()


def json_feed(feed: Feed) -> bytes:
    plain = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": whole(feed.page),
        "feed_url": whole("/news/feed.json"),
        "language": settings.LANGUAGE_CODE,
        "items": [_item(post) for post in feed.posts],
    }
    return json.dumps(plain, ensure_ascii=False).encode()


def changed_at(post: Post) -> dt.datetime:
    """When readers got to see something else: published, or corrected; uses what was prefetched."""
    return max([_published(post), *(each.at for each in post.corrections.all())])


def _published(post: Post) -> dt.datetime:
    """The database holds that what is published has it."""
    return cast(dt.datetime, post.published_at)


def _latest(found: Any) -> list[Post]:
    latest = list(found[:MOST_ENTRIES])
    prefetch_related_objects(latest, "tags", "corrections")
    return latest


def _entry(post: Post) -> dict[str, Any]:
    return {
        "id": tag_uri(_published(post).date().isoformat(), f"news/{post.pk}"),
        "title": post.headline,
        "address": whole(post_path(post)),
        "language": post.language,
        "published": _published(post).isoformat(),
        "updated": changed_at(post).isoformat(),
        "author": post.author or post.organisation.name,
        "summary": post.standfirst,
        "html": content(post),
        "tags": [tag.name for tag in post.tags.all()],
        "source": post.source_link,
    }


def _item(post: Post) -> dict[str, Any]:
    entry, picture = _entry(post), shown(post.picture)
    item = {
        "id": entry["id"],
        "url": entry["address"],
        "external_url": entry["source"],
        "title": entry["title"],
        "content_html": entry["html"],
        "summary": entry["summary"],
        "image": whole(picture.src) if picture else "",
        "date_published": entry["published"],
        "date_modified": entry["updated"],
        "authors": [{"name": entry["author"]}],
        "tags": entry["tags"],
        "language": entry["language"],
    }
    return {name: value for name, value in item.items() if value}


def content(post: Post) -> str:
    """The whole text as it may stand anywhere: every address in it names this house."""
    with translation.override(post.language):
        html = render_to_string(
            "newsroom/feed_content.html",
            {"post": post, "picture": shown(post.picture), "text": post_html(post, post.language)},
        )
    return absolute(html)


def absolute(html: str) -> str:
    base = settings.TURNOUT_BASE_URL
    named = _OWN_ADDRESS.sub(rf"\g<1>{base}\g<2>", html)
    return _SRCSET.sub(lambda found: found[1] + re.sub(r"(^|, )/", rf"\g<1>{base}/", found[2]), named)
