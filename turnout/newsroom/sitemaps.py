"""What search engines are told to read: all public pages (sitemaps.org), and the news of two days."""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.template.loader import render_to_string

from turnout.accounts.models import Organisation
from turnout.events.models import Event, Stage
from turnout.interest.event_page import languages_of
from turnout.newsroom.addresses import EVENTS, FRONT, LANGUAGES, NEWS, in_language, tag_path, whole
from turnout.newsroom.models import Post, PostState, Tag

XML = "application/xml; charset=utf-8"
# The most that the protocol allows in one file is 50,000; a page counts once for each of its languages.
MOST_PAGES = 16_000
# As the protocol of news sitemaps wants it.
NEWS_FOR = dt.timedelta(days=2)
MOST_NEWS = 1_000


def sitemap() -> bytes:
    pages = [_page(path, LANGUAGES) for path in (FRONT, NEWS, EVENTS)]
    pages += [_page(f"/e/{event.slug}/", languages_of(event), event.published_at) for event in _events()]
    pages += [_page(f"/news/{post.slug}/", post.all_languages, _changed(post)) for post in _posts()]
    pages += [_page(tag_path(slug), LANGUAGES) for slug in _tags()]
    addresses = [address for page in pages[:MOST_PAGES] for address in page]
    return render_to_string("newsroom/sitemap.xml", {"addresses": addresses}).encode()


def news_sitemap(now: dt.datetime) -> bytes:
    hosts = dict(Organisation.objects.values_list("pk", "name"))
    found = latest_news(now)
    told = [
        {
            "address": whole(
                in_language(f"/news/{post.slug}/", "" if language == post.language else language)
            ),
            "host": hosts[post.organisation_id],
            # The protocol knows Chinese by the way it is written.
            "language": {"zh-hans": "zh-cn"}.get(language, language),
            "at": post.published_at.isoformat() if post.published_at else "",
            "title": post.in_language("headline", language),
        }
        for post in found
        for language in post.all_languages
    ]
    return render_to_string("newsroom/news_sitemap.xml", {"told": told[:MOST_NEWS]}).encode()


def latest_news(now: dt.datetime) -> list[Post]:
    """What still stands in the news sitemap, the oldest last."""
    recent = Post.objects.filter(state=PostState.PUBLISHED, published_at__gt=now - NEWS_FOR)
    return list(recent.order_by("-published_at", "-id")[:MOST_NEWS])


def _page(path: str, languages: list[str], changed: dt.datetime | None = None) -> list[dict[str, Any]]:
    """An entry for each language, which names all of them."""
    alternates = [
        (code, whole(in_language(path, "" if code == languages[0] else code))) for code in languages
    ]
    others = alternates if len(alternates) > 1 else []
    return [
        {"address": address, "alternates": others, "changed": changed.isoformat() if changed else ""}
        for _, address in alternates
    ]


def _events() -> Any:
    listed = Event.objects.exclude(stage=Stage.DRAFT).order_by("-published_at", "-id")
    return listed.only("slug", "language", "languages", "published_at")[:MOST_PAGES]


def _posts() -> Any:
    listed = Post.objects.filter(state=PostState.PUBLISHED).order_by("-published_at", "-id")
    columns = ("slug", "language", "languages", "published_at")
    return listed.only(*columns).annotate(corrected_at=Max("corrections__at"))[:MOST_PAGES]


def _changed(post: Any) -> dt.datetime:
    changed: dt.datetime = max(filter(None, (post.published_at, post.corrected_at)))
    return changed


def _tags() -> list[str]:
    used = Tag.objects.filter(posts__state=PostState.PUBLISHED)
    return sorted(set(used.values_list("slug", flat=True)))
