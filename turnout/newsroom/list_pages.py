"""The front page, and the lists of events and posts: each in every language of the program."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from turnout.accounts.accent_sheet import accent_sheet
from turnout.accounts.models import Organisation
from turnout.events.models import Stage
from turnout.interest.shown_pictures import smallest
from turnout.newsroom.addresses import (
    EVENTS,
    FRONT,
    LANGUAGES,
    NEWS,
    languages_of_page,
    page_path,
    tag_path,
)
from turnout.newsroom.by_mail_form import by_mail_form, hosts_with_news
from turnout.newsroom.cards import event_card, post_card
from turnout.newsroom.models import Tag
from turnout.newsroom.public_lists import (
    NEWS_ON_FRONT_PAGE,
    NOW,
    ON_FRONT_PAGE,
    PAST_ON_FRONT_PAGE,
    PER_PAGE,
    events,
    posts,
    posts_of_tag,
)

Context = dict[str, Any]
# Gives a page's context in the active language, which is the one that it is called with.
Describe = Callable[[str], Context]


class NoSuchPage(Exception):
    """The list is not so long, or there is none of that name."""


class ListPage:
    """A page that is read once from the database and then written in each language."""

    def __init__(self, path: str, template: str, describe: Describe) -> None:
        self.path, self.template, self._describe = path, template, describe

    def html(self, language: str) -> str:
        with translation.override(language):
            frame = languages_of_page(self.path, LANGUAGES, language)
            return render_to_string(self.template, {**frame, **self._describe(language)})


def front_page() -> ListPage:
    listed = events()
    now = listed.filter(stage__in=NOW)
    shown, past = list(now[:ON_FRONT_PAGE]), list(listed.filter(stage=Stage.PAST)[:PAST_ON_FRONT_PAGE])
    latest = list(posts()[:NEWS_ON_FRONT_PAGE])
    more = now.count() if len(shown) == ON_FRONT_PAGE else len(shown)
    host = only_host()

    def describe(language: str) -> Context:
        return {
            **branded(host),
            "title": host.name if host else _("What is on"),
            "description": _described(host),
            "now": [event_card(event, language) for event in shown],
            "all_now": more if more > len(shown) else 0,
            "past": [event_card(event, language) for event in past],
            "posts": [post_card(post, language) for post in latest],
            "here": "front",
        }

    return ListPage(FRONT, "newsroom/front.html", describe)


def events_page(number: int) -> ListPage:
    """All that are public and were not called off: the coming ones and those that were."""
    page, host = _page(events().exclude(stage=Stage.CANCELLED), number), only_host()

    def describe(language: str) -> Context:
        return {
            **branded(host),
            "title": _("All events"),
            "description": _("All events that are announced here, the latest first."),
            "cards": [event_card(event, language) for event in page],
            **_turning(EVENTS, page, language),
            "here": "events",
        }

    return ListPage(page_path(EVENTS, number), "newsroom/events.html", describe)


def news_page(number: int) -> ListPage:
    page, host, hosts = _page(posts(), number), only_host(), hosts_with_news()

    def describe(language: str) -> Context:
        return {
            **branded(host),
            "title": _("News"),
            "description": _("What the hosts tell of their events, the latest first."),
            "cards": [post_card(post, language) for post in page],
            **_turning(NEWS, page, language),
            "feed": "/news/feed.atom",
            "by_mail": by_mail_form(hosts, language) if hosts else None,
            "here": "news",
        }

    return ListPage(page_path(NEWS, number), "newsroom/news.html", describe)


def tag_page(slug: str, number: int) -> ListPage:
    """Raises NoSuchPage where no published post has the tag."""
    page, host = _page(posts_of_tag(slug), number), only_host()
    tag = Tag.objects.filter(slug=slug).order_by("id").first()
    if tag is None or not page.object_list:
        raise NoSuchPage

    def describe(language: str) -> Context:
        return {
            **branded(host),
            "title": tag.name,
            "description": _("News about “%(tag)s”, the latest first.") % {"tag": tag.name},
            "cards": [post_card(post, language) for post in page],
            **_turning(tag_path(slug), page, language),
            "feed": f"{tag_path(slug)}feed.atom",
            "is_tag": True,
            "here": "tag",
        }

    return ListPage(page_path(tag_path(slug), number), "newsroom/news.html", describe)


def _page(listed: "QuerySet[Any]", number: int) -> Any:
    try:
        page = Paginator(listed, PER_PAGE).page(number)
    except EmptyPage:
        raise NoSuchPage from None
    # Read once, for every language.
    page.object_list = list(page.object_list)
    return page


def _turning(path: str, page: Any, language: str) -> Context:
    def address(number: int) -> str:
        return f"{page_path(path, number)}?lang={language}"

    return {
        "page": page,
        "newer": address(page.previous_page_number()) if page.has_previous() else "",
        "older": address(page.next_page_number()) if page.has_next() else "",
    }


def only_host() -> Organisation | None:
    """Who hosts here, where it is one alone: then the pages are theirs."""
    hosts = {
        *events().order_by().values_list("organisation_id", flat=True).distinct()[:2],
        *posts().order_by().values_list("organisation_id", flat=True).distinct()[:2],
    }
    return Organisation.objects.get(pk=hosts.pop()) if len(hosts) == 1 else None


def branded(host: Organisation | None) -> Context:
    return {
        "host": host,
        "logo": smallest(host.logo) if host else None,
        "accent_sheet": accent_sheet(host.accent) if host else "",
    }


def _described(host: Organisation | None) -> str:
    if host:
        return _("Events and news of %(host)s: what is planned, who would come, and how it was.") % {
            "host": host.name
        }
    return _("Events that are planned here, and the news about them.")
