"""All posts of the organisation: by state, found by their words."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from turnout.accounts.guard import member
from turnout.accounts.models import Organisation, Role
from turnout.desk.post_words import LOOKS, STATES
from turnout.newsroom.models import Post, PostState

PAGE = 25


@member(Role.EDITOR, Role.REVIEWER)
@require_safe
def posts(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    state, search = request.GET.get("state", ""), request.GET.get("q", "").replace("\0", "").strip()[:100]
    state = state if state in STATES else ""
    counts = dict(
        Post.objects.filter(organisation=organisation).order_by().values_list("state").annotate(Count("pk"))
    )
    page = Paginator(_found(organisation, state, search), PAGE).get_page(request.GET.get("page"))
    shown = Post.objects.in_bulk(list(page.object_list))
    facts = {
        "organisation": organisation,
        "counts": [
            {"label": label, "count": counts[each], "query": _query(each, search), "current": each == state}
            for each, label in STATES.items()
            if each in counts or each == state
        ],
        "any": bool(counts),
        "all": _query("", search),
        "state": state,
        "search": search,
        "lines": [_line(shown[pk]) for pk in page.object_list if pk in shown],
        "page": page,
        "query": _query(state, search),
        "may_write": _may_write(request),
    }
    return render(request, "desk/news/list.html", facts)


def _found(organisation: Organisation, state: str, search: str) -> list[int]:
    """Compared here, not by the database: SQLite knows no letters' cases but the English ones'."""
    posts = Post.objects.filter(organisation=organisation).order_by("-changed_at", "-pk")
    if state:
        posts = posts.filter(state=state)
    if not search:
        return list(posts.values_list("pk", flat=True))
    words = search.casefold().split()
    said = posts.values_list("pk", "headline", "standfirst", "author", "slug")
    texts = ((pk, " ".join(texts).casefold()) for pk, *texts in said)
    return [pk for pk, text in texts if all(word in text for word in words)]


def _query(state: str, search: str) -> str:
    return urlencode({name: value for name, value in (("state", state), ("q", search)) if value})


def _line(post: Post) -> dict[str, Any]:
    return {
        "post": post,
        "state": STATES[post.state],
        "look": LOOKS.get(PostState(post.state), ""),
        "at": post.published_at if post.is_public else post.changed_at,
    }


def _may_write(request: HttpRequest) -> bool:
    return request.membership.role in {Role.OWNER, Role.EDITOR}  # type: ignore[attr-defined]


urls = [path("<slug:organisation>/news/", posts, name="posts")]
