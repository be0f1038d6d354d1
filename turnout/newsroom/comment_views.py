"""The form for comments, where the rush path hands on or is not in front; answering, and reporting."""

from time import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from turnout.accounts.guard import public
from turnout.interest.host_page import host_page
from turnout.interest.how_sent import how_sent, network_key
from turnout.interest.human_check import human_check
from turnout.interest.register import CheckSpent
from turnout.interest.stored_page import language_for
from turnout.interest.views import MOST_BYTES, origin_of
from turnout.newsroom.comment_html import comment_html
from turnout.newsroom.comment_pages import comment_pages
from turnout.newsroom.comments_shown import comment_form
from turnout.newsroom.models import Comment, CommentState, Post, PostState, Report
from turnout.newsroom.register_comments import register_comment
from turnout.newsroom.report_comment import REASONS, report_comment
from turnout.newsroom.show_board import takes_comments
from turnout.pages.models import Page
from turnout.rules.comment import check, last
from turnout.rules.form import Malformed, Problem, Unacceptable, parse
from turnout.rush.comments import THANKS
from turnout.rush.human import CheckNeeded
from turnout.rush.origin import is_foreign
from turnout.rush.refusal import check_on, refusal_on
from turnout.rush.reply import Reply

Fields = dict[str, list[str]]
_FRESH = {"Cache-Control": "no-store"}


# It reads no cookie and so needs no token; where it comes from is looked at instead.
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """303 to the thanks, or the page that says what is to be mended."""
    post = _published(slug)
    if request.method != "POST":
        return redirect(f"/news/{slug}/#comments")
    language = language_for(request, post.all_languages, "")
    if is_foreign(origin_of(request), {urlsplit(settings.TURNOUT_BASE_URL).netloc}, ()):
        return _not_taken(language, Page.State.FOREIGN, {})
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _not_taken(language, Page.State.LARGE, {})
    return _take(request, post, fields_in(request))


@public
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    post = _published(slug)
    language = language_for(request, post.all_languages, request.GET.get("lang", ""))
    return _http(comment_pages()[language, THANKS].reply({}))


@public
@require_safe
def opened(request: HttpRequest, slug: str) -> HttpResponse:
    """The form is touched for the first time: what its script sends with the comment."""
    token = human_check().opened(-_published(slug).pk, time())
    return HttpResponse(token, content_type="text/plain; charset=utf-8", headers=_FRESH)


@public
@require_safe
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """A proof of work for a visitor's script."""
    work = human_check().challenge(-_published(slug).pk, time())
    return HttpResponse(work, content_type="application/json", headers=_FRESH)


@public
@require_safe
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The form under the comment that is answered: without a script, a page of its own."""
    post = _published(slug)
    found = _shown(post, public_id)
    language = language_for(request, post.all_languages, request.GET.get("lang", ""))
    return _form_page(request, post, language, {}, answered=found)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A form of its own, so that no crawler and no slip of a finger reports anybody."""
    post = _published(slug)
    found = _shown(post, public_id)
    language = language_for(request, post.all_languages, request.GET.get("lang", ""))
    done = False
    if request.method == "POST":
        if is_foreign(origin_of(request), {urlsplit(settings.TURNOUT_BASE_URL).netloc}, ()):
            return _not_taken(language, Page.State.FOREIGN, {})
        why = last(fields_in(request), "why")
        now = timezone.now()
        if done := why in Report.Why.values:
            report_comment(found, why, human_check().network(network_key(request), now.timestamp()), now)
    return host_page(
        request,
        "newsroom/report.html",
        post.organisation,
        language,
        status=422 if request.method == "POST" and not done else 200,
        comment=found,
        html=comment_html(found.text),
        post=post,
        reasons=REASONS.items(),
        done=done,
        missing=request.method == "POST" and not done,
    )


def fields_in(request: HttpRequest) -> Fields:
    try:
        return parse(request.body)
    except Malformed:
        # What no page sends is as good as nothing: every field is missing.
        return {}


def _published(slug: str) -> Post:
    post = Post.objects.select_related("organisation").filter(slug=slug, state=PostState.PUBLISHED).first()
    if post is None:
        raise Http404
    return post


def _shown(post: Post, public_id: str) -> Comment:
    found = Comment.objects.filter(post=post, public_id=public_id, state=CommentState.SHOWN).first()
    if found is None:
        raise Http404
    return found


def _take(request: HttpRequest, post: Post, fields: Fields) -> HttpResponse:
    language = language_for(request, post.all_languages, last(fields, "lang"))
    now = timezone.now()
    if not takes_comments(post, now):
        return host_page(
            request, "newsroom/comments_closed.html", post.organisation, language, status=409, post=post
        )
    try:
        said = check(fields, post.all_languages)
        register_comment(post, said, now, how_sent(request, -post.pk, fields))
    except (CheckNeeded, CheckSpent) as problem:
        is_first = isinstance(problem, CheckNeeded) and not problem.failed
        why = Page.State.CHECK if is_first else Page.State.WRONG
        asked = human_check().question(-post.pk, language, time())
        return _http(check_on(comment_pages()[language, why], why, fields, asked))
    except Unacceptable as unacceptable:
        return _form_page(request, post, language, fields, unacceptable.problems)
    except OperationalError:
        return _not_taken(language, Page.State.FULL, fields)
    query = "?" + urlencode({"lang": said.language}) if len(post.all_languages) > 1 else ""
    return HttpResponse(status=303, headers={"Location": f"/news/{post.slug}/comments/{THANKS}{query}"})


def _form_page(
    request: HttpRequest,
    post: Post,
    language: str,
    typed: Fields,
    problems: tuple[Problem, ...] = (),
    answered: Comment | None = None,
) -> HttpResponse:
    answered = answered or _answered_in(post, typed)
    with translation.override(language):
        form = comment_form(post, language, typed, problems, answered.public_id if answered else "")
    return host_page(
        request,
        "newsroom/comment_page.html",
        post.organisation,
        language,
        status=422 if problems else 200,
        post=post,
        headline=post.in_language("headline", language),
        is_open=takes_comments(post, timezone.now()),
        form=form,
        answered=answered,
        answered_html=comment_html(answered.text) if answered else "",
    )


def _answered_in(post: Post, typed: Fields) -> Comment | None:
    public_id = last(typed, "answers_to")
    if not public_id:
        return None
    return Comment.objects.filter(post=post, public_id=public_id, state=CommentState.SHOWN).first()


def _not_taken(language: str, why: str, fields: Fields) -> HttpResponse:
    return _http(refusal_on(comment_pages()[language, why], why, fields))


def _http(reply: Reply) -> HttpResponse:
    """What the rush path would send, through Django."""
    response = HttpResponse(reply.body["body"], status=reply.start["status"])
    for name, value in reply.start["headers"]:
        response[name.decode()] = value.decode("latin-1")
    return response
