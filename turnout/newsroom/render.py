"""The newsroom's pages as leaves, each group stored under the name of whose they are."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.utils import translation

from turnout.design.policy import policy
from turnout.events.models import Event, Stage
from turnout.newsroom import feeds, list_pages, sitemaps
from turnout.newsroom.addresses import LANGUAGES
from turnout.newsroom.list_pages import ListPage, NoSuchPage
from turnout.newsroom.models import Post
from turnout.newsroom.post_page import page_html, policy_of, with_its_parts
from turnout.pages.leaves import RenderedLeaf, store_leaves, withdraw_leaves

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


def store_post(post: Post) -> None:
    """Its page in each language; of a post that is not public none."""
    store_leaves(f"post:{post.pk}", list(_post_leaves(post)) if post.is_public else [])


def store_lists(now: dt.datetime) -> None:
    """The front page, the first page of the news, the feeds of all, and the sitemaps."""
    store_leaves("front", _each_language(list_pages.front_page()))
    store_leaves("news", [*_each_language(list_pages.news_page(1)), *_feeds_of_all()])
    store_leaves("sitemaps", list(_sitemaps(now)))


def store_tag(slug: str) -> None:
    _store_or_withdraw(f"tag:{slug}", lambda: list(_tag_leaves(slug)))


def store_event_feed(slug: str) -> None:
    _store_or_withdraw(f"event:{slug}", lambda: list(_event_feed(slug)))


def _store_or_withdraw(owner: str, render: Callable[[], list[RenderedLeaf]]) -> None:
    try:
        store_leaves(owner, render())
    except NoSuchPage:
        withdraw_leaves(owner)


def _post_leaves(post: Post) -> Iterator[RenderedLeaf]:
    post = with_its_parts(post)
    for language in post.all_languages:
        with translation.override(language):
            html = page_html(post, language)
        yield RenderedLeaf(f"/news/{post.slug}/", language, html.encode(), policy_of(post, language))


def _each_language(page: ListPage) -> list[RenderedLeaf]:
    return [RenderedLeaf(page.path, code, page.html(code).encode(), policy()) for code in LANGUAGES]


def _tag_leaves(slug: str) -> Iterator[RenderedLeaf]:
    page = list_pages.tag_page(slug, 1)
    for code in LANGUAGES:
        # The address as it arrives at the program, and not as it is written into a page.
        yield RenderedLeaf(f"/news/tags/{slug}/", code, page.html(code).encode(), policy())
    feed = feeds.feed_of_tag(slug)
    yield _data(f"/news/tags/{slug}/feed.atom", feeds.atom(feed), feeds.ATOM)


def _event_feed(slug: str) -> Iterator[RenderedLeaf]:
    event = Event.objects.exclude(stage=Stage.DRAFT).filter(slug=slug).first()
    if event is None:
        raise NoSuchPage
    yield _data(f"/e/{slug}/feed.atom", feeds.atom(feeds.feed_of_event(event)), feeds.ATOM)


def _feeds_of_all() -> list[RenderedLeaf]:
    with translation.override(LANGUAGES[0]):
        feed = feeds.feed_of_all()
        return [
            _data("/news/feed.atom", feeds.atom(feed), feeds.ATOM),
            _data("/news/feed.json", feeds.json_feed(feed), feeds.JSON_FEED),
        ]


def _sitemaps(now: dt.datetime) -> Iterator[RenderedLeaf]:
    yield _data("/sitemap.xml", sitemaps.sitemap(), sitemaps.XML)
    yield _data("/news/sitemap.xml", sitemaps.news_sitemap(now), sitemaps.XML)


def _data(path: str, body: bytes, content_type: str) -> RenderedLeaf:
    return RenderedLeaf(path, LANGUAGES[0], body, DATA_POLICY, content_type)
