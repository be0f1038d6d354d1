"""The newsroom's public pages, where no leaf is in memory: at the start, what is old, and by query."""

from collections.abc import Callable

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from turnout.accounts.accent_sheet import accent_sheet
from turnout.accounts.guard import public
from turnout.design.policy import policy
from turnout.events.models import Event, Stage
from turnout.events.share_card import png_of
from turnout.interest.stored_page import language_for
from turnout.newsroom import feeds, list_pages, share_picture, sitemaps
from turnout.newsroom.addresses import LANGUAGES, NAMES
from turnout.newsroom.list_pages import ListPage, NoSuchPage
from turnout.newsroom.models import OldAddress, Post, PostState
from turnout.newsroom.post_page import page_html, policy_of, with_its_parts
from turnout.newsroom.search_page import search_page
from turnout.pages.models import Leaf
from turnout.pages.store import etag_of

HTML = "text/html; charset=utf-8"


@public
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    return _list(request, list_pages.front_page)


@public
@require_safe
def events(request: HttpRequest, number: int = 1) -> HttpResponseBase:
    return _list(request, lambda: list_pages.events_page(number))


@public
@require_safe
def news(request: HttpRequest, number: int = 1) -> HttpResponseBase:
    return _list(request, lambda: list_pages.news_page(number))


@public
@require_safe
def tag(request: HttpRequest, tag: str, number: int = 1) -> HttpResponseBase:
    return _list(request, lambda: list_pages.tag_page(tag, number))


@public
@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = Post.objects.select_related("organisation").filter(slug=slug).first()
    if found is None:
        return _moved(request, slug)
    if found.state == PostState.WITHDRAWN:
        return _gone(request, found)
    if not found.is_public:
        raise Http404
    language = language_for(request, found.all_languages, request.GET.get("lang", ""))
    leaf = Leaf.objects.filter(path=f"/news/{slug}/", language=language, is_gone=False).first()
    body = bytes(leaf.body) if leaf else _rendered(found, language)
    return _answer(request, body, language=language, allowing=policy_of(found, language))


def _rendered(post: Post, language: str) -> bytes:
    with translation.override(language):
        return page_html(with_its_parts(post), language).encode()


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Who comes by an old address is sent on, also to where it says that the post was withdrawn."""
    known = (PostState.PUBLISHED, PostState.WITHDRAWN)
    old = get_object_or_404(OldAddress.objects.select_related("post"), slug=slug, post__state__in=known)
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/news/{old.post.slug}/" + (f"?{query}" if query else ""))


def _gone(request: HttpRequest, post: Post) -> HttpResponse:
    context = {"host": post.organisation, "accent_sheet": accent_sheet(post.organisation.accent)}
    return render(request, "newsroom/gone.html", context, status=410)


@public
@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(
        Post.objects.select_related("organisation"), slug=slug, state=PostState.PUBLISHED
    )
    asked = request.GET.get("lang", "")
    drawn = share_picture.card_of(found, asked if asked in found.languages else found.language)
    answer = get_conditional_response(request, etag=drawn.etag) or HttpResponse(
        png_of(drawn), content_type="image/png"
    )
    answer.headers["ETag"], answer.headers["Cache-Control"] = drawn.etag, "public, max-age=300"
    return answer


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    return _data(request, lambda: feeds.atom(feeds.feed_of_all()), feeds.ATOM)


@public
@require_safe
def json_feed(request: HttpRequest) -> HttpResponseBase:
    return _data(request, lambda: feeds.json_feed(feeds.feed_of_all()), feeds.JSON_FEED)


@public
@require_safe
def tag_feed(request: HttpRequest, tag: str) -> HttpResponseBase:
    return _data(request, lambda: feeds.atom(feeds.feed_of_tag(tag)), feeds.ATOM)


@public
@require_safe
def event_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    event = get_object_or_404(Event.objects.exclude(stage=Stage.DRAFT), slug=slug)
    return _data(request, lambda: feeds.atom(feeds.feed_of_event(event)), feeds.ATOM)


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    return _data(request, sitemaps.sitemap, sitemaps.XML)


@public
@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponseBase:
    return _data(request, lambda: sitemaps.news_sitemap(timezone.now()), sitemaps.XML)


@public
@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    language = _reader(request)
    with translation.override(language):
        body = search_page(request.GET.get("q", ""), request.GET.get("page", ""), language)
    answer = _answer(request, body.encode(), language=language)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _reader(request: HttpRequest) -> str:
    """The language asked for by the address, else the browser's best of the program's own."""
    asked = request.GET.get("lang", "")
    best = translation.get_language() or LANGUAGES[0]
    return next((code for code in (asked, best) if code in NAMES), LANGUAGES[0])


def _list(request: HttpRequest, read: Callable[[], ListPage]) -> HttpResponseBase:
    language = _reader(request)
    try:
        body = read().html(language)
    except NoSuchPage:
        raise Http404 from None
    return _answer(request, body.encode(), language=language)


def _data(request: HttpRequest, render: Callable[[], bytes], content_type: str) -> HttpResponseBase:
    try:
        with translation.override(LANGUAGES[0]):
            return _answer(request, render(), content_type)
    except NoSuchPage:
        raise Http404 from None


def _answer(
    request: HttpRequest,
    body: bytes,
    content_type: str = HTML,
    language: str = LANGUAGES[0],
    allowing: str = "",
) -> HttpResponseBase:
    """As the rush path answers with a leaf."""
    allowing = allowing or policy()
    etag = etag_of(content_type, allowing, body)
    answer = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type=content_type)
    answer.headers["ETag"], answer.headers["Cache-Control"] = etag, "no-cache"
    answer.headers["Content-Language"] = language
    answer.headers["Content-Security-Policy"] = allowing
    patch_vary_headers(answer, ["Accept-Language"])
    return answer
