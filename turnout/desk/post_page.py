"""One post at the desk: how it stands, what can be done with it next, and doing it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of, member_user
from turnout.accounts.models import Membership, Role
from turnout.desk.post_words import COMMENTS, LOOKS, STATES, post_sentence
from turnout.newsroom.approve_post import approve_post
from turnout.newsroom.autosave import forget_typed, typed_aside
from turnout.newsroom.delete_post import delete_post
from turnout.newsroom.guard import post_member
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.move_post import lacking
from turnout.newsroom.needs_review import may_go_out, needs_review, who_may_approve
from turnout.newsroom.publish_post import publish_post
from turnout.newsroom.related import related_posts
from turnout.newsroom.schedule_post import unschedule_post
from turnout.newsroom.submit_post import send_back, submit_post
from turnout.newsroom.withdraw_post import withdraw_post
from turnout.rules.refusal import Refusal

WRITERS = {Role.OWNER, Role.EDITOR}
Doing = Callable[[], object]


def may_write(request: HttpRequest) -> bool:
    return request.membership.role in WRITERS  # type: ignore[attr-defined]


@post_member(Role.EDITOR, Role.REVIEWER)
@require_safe
def post_page(request: HttpRequest, post: Post) -> HttpResponse:
    facts = {
        "organisation": post.organisation,
        "post": post,
        "state": STATES[post.state],
        "look": LOOKS.get(PostState(post.state), ""),
        "address": address_of(post),
        "may_write": may_write(request),
        "is_mine": post.written_by_id == member_user(request).pk,
        "needs_review": needs_review(post.organisation),
        "may_go_out": may_go_out(post) or post.published_at is not None,
        "lacking": lacking(post),
        "reviewers": _reviewers(post) if post.state == PostState.REVIEW else [],
        "aside": typed_aside(post, actor_of(request)),
        "corrections": post.corrections.all(),
        "related": related_posts(post),
        "tags": post.tags.all(),
        "events": post.events.all(),
        "comments": COMMENTS[post.comments],
        "versions": post.versions.count(),
    }
    return render(request, "desk/news/post.html", facts)


def _reviewers(post: Post) -> list[str]:
    who = Membership.objects.filter(who_may_approve(post)).select_related("user")
    return [str(membership.user) for membership in who]


def address_of(post: Post) -> str:
    return f"{settings.TURNOUT_BASE_URL}/news/{post.slug}/"


@require_POST
@post_member(Role.EDITOR, Role.REVIEWER)
def do_post(request: HttpRequest, post: Post, name: str) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    reviewing: dict[str, tuple[Doing, str]] = {
        "approve": (
            lambda: approve_post(post, member_user(request), edition_of(request)),
            gettext("Approved. It can be published now."),
        ),
        "send-back": (lambda: send_back(post, actor), gettext("It is a draft again.")),
    }
    writing: dict[str, tuple[Doing, str]] = {
        "submit": (lambda: submit_post(post, actor), gettext("Somebody else can look at it now.")),
        "publish": (
            lambda: publish_post(post, actor, now),
            gettext("Published. Everybody can read it now."),
        ),
        "unschedule": (
            lambda: unschedule_post(post, actor),
            gettext("Taken off the schedule. It is not published by itself."),
        ),
        "forget-typed": (
            lambda: forget_typed(post, actor),
            gettext("What you had typed is thrown away. What is public stays."),
        ),
    }
    if name in writing and not may_write(request):
        raise PermissionDenied
    if name not in (verbs := reviewing | writing):
        raise Http404
    return _answered(request, post, *verbs[name])


def edition_of(request: HttpRequest) -> int:
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _answered(request: HttpRequest, post: Post, verb: Doing, said: str) -> HttpResponse:
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, post_sentence(refusal))
    else:
        messages.success(request, said)
    return back(post)


def back(post: Post) -> HttpResponse:
    return redirect("desk:post", post.organisation.slug, post.pk)


@post_member(Role.EDITOR)
def withdraw(request: HttpRequest, post: Post) -> HttpResponse:
    """The question first."""
    if request.method == "POST":
        said = gettext("Withdrawn: only members see it. Publish it again to take that back.")
        return _answered(request, post, lambda: withdraw_post(post, actor_of(request), timezone.now()), said)
    if not post.is_public:
        return back(post)
    return render(request, "desk/news/withdraw.html", _facts(post) | {"address": address_of(post)})


@post_member(Role.EDITOR)
def delete(request: HttpRequest, post: Post) -> HttpResponse:
    """The question first."""
    if post.published_at or post.state == PostState.SCHEDULED:
        return back(post)
    if request.method != "POST":
        return render(request, "desk/news/delete.html", _facts(post))
    try:
        delete_post(post, actor_of(request))
    except Refusal as refusal:
        messages.error(request, post_sentence(refusal))
        return back(post)
    messages.success(request, gettext("The draft is deleted."))
    return redirect("desk:posts", post.organisation.slug)


def _facts(post: Post) -> dict[str, Any]:
    return {"organisation": post.organisation, "post": post}


_AT = "<slug:organisation>/news/<int:number>/"
urls = [
    path(_AT, post_page, name="post"),
    path(f"{_AT}withdraw/", withdraw, name="withdraw-post"),
    path(f"{_AT}delete/", delete, name="delete-post"),
    path(f"{_AT}<slug:name>/", do_post, name="do-post"),
]
