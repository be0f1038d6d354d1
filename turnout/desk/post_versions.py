"""What a post said each time it was saved, what changed between, and bringing it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.edit_post import differences, names_for
from turnout.desk.event_journal import names_of
from turnout.desk.post_page import back, edition_of, may_write
from turnout.desk.post_words import FIELDS, post_sentence, readable
from turnout.newsroom.guard import post_member
from turnout.newsroom.keep_version import said_by
from turnout.newsroom.models import Post, PostVersion
from turnout.newsroom.restore_version import restore_version
from turnout.rules.refusal import Refusal

PAGE = 50


@post_member(Role.EDITOR, Role.REVIEWER)
@require_safe
def versions(request: HttpRequest, post: Post) -> HttpResponse:
    found = list(post.versions.order_by("-number")[: PAGE + 1])
    who = names_of({version.actor for version in found})
    pairs = zip(found, [*found, None][1:], strict=True)
    facts = {
        "organisation": post.organisation,
        "post": post,
        "lines": [
            {
                "version": version,
                "who": who.get(version.actor, version.actor),
                "changed": _changed(version, before) if before else [],
            }
            for version, before in pairs
        ][:PAGE],
        "has_more": len(found) > PAGE,
    }
    return render(request, "desk/news/versions.html", facts)


def _changed(version: PostVersion, before: PostVersion) -> list[str]:
    """Names of the fields that say something else than in the version before."""
    names = {**FIELDS, "translations": gettext("Translations")}
    return [
        str(name) for field, name in names.items() if version.fields.get(field) != before.fields.get(field)
    ]


@post_member(Role.EDITOR, Role.REVIEWER)
@require_safe
def version(request: HttpRequest, post: Post, version: int) -> HttpResponse:
    """What it changed; or, with `?with=now`, what has changed since."""
    found = _version(post, version)
    since = request.GET.get("with") == "now"
    names = names_for(post.organisation)
    before = post.versions.filter(number__lt=version).order_by("-number").first()
    said = readable(found.fields, names)
    if since:
        old, new = said, readable(said_by(post), names)
    else:
        old, new = readable(before.fields, names) if before else {}, said
    facts: dict[str, Any] = {
        "organisation": post.organisation,
        "post": post,
        "version": found,
        "who": names_of([found.actor]).get(found.actor, found.actor),
        "since": since,
        "is_first": before is None,
        "differences": differences(old, new),
        "differs_now": readable(said_by(post), names) != said,
        "may_write": may_write(request),
    }
    return render(request, "desk/news/version.html", facts)


def _version(post: Post, number: int) -> PostVersion:
    found = post.versions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@require_POST
@post_member(Role.EDITOR)
def restore(request: HttpRequest, post: Post, version: int) -> HttpResponse:
    try:
        restore_version(post, actor_of(request), version, edition_of(request), timezone.now())
    except Refusal as refusal:
        messages.error(request, post_sentence(refusal))
    else:
        said = gettext("Version %(number)s is back. What stood there before is a version too.")
        messages.success(request, said % {"number": version})
    return back(post)


_AT = "<slug:organisation>/news/<int:number>/versions/"
urls = [
    path(_AT, versions, name="post-versions"),
    path(f"{_AT}<int:version>/", version, name="post-version"),
    path(f"{_AT}<int:version>/restore/", restore, name="restore-post"),
]
