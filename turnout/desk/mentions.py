"""Pages elsewhere that link to a post or an event: each is looked at before readers see it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of, member
from turnout.accounts.models import Organisation, Role
from turnout.newsroom.decide_mention import approve_mention, block_site, refuse_mention, undo_decision
from turnout.newsroom.models import Mention

State = Mention.State
ON_A_PAGE = 50
PILES: dict[str, tuple[str | Promise, tuple[State, ...]]] = {
    "": (pgettext_lazy("mentions", "To look at"), (State.HELD,)),
    "shown": (pgettext_lazy("mentions", "Shown"), (State.SHOWN,)),
    "refused": (pgettext_lazy("mentions", "Not shown"), (State.REFUSED, State.GONE)),
}


@member(Role.EDITOR, Role.REVIEWER)
@require_safe
def mentions(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    pile = request.GET.get("state", "") if request.GET.get("state", "") in PILES else ""
    of_all = Mention.objects.filter(organisation=organisation).order_by().values_list("state")
    counts = dict(of_all.annotate(Count("pk")))
    found = Mention.objects.filter(organisation=organisation, state__in=PILES[pile][1])
    page = Paginator(
        found.select_related("post", "event").order_by("-received_at", "-pk"), ON_A_PAGE
    ).get_page(request.GET.get("page"))
    facts = {
        "organisation": organisation,
        "pile": pile,
        "piles": [
            (name, label, sum(counts.get(state, 0) for state in of), name == pile)
            for name, (label, of) in PILES.items()
        ],
        "any": bool(counts.keys() - {State.WAITING}),
        "page": page,
    }
    return render(request, "desk/news/mentions.html", facts)


@member(Role.EDITOR, Role.REVIEWER)
@require_POST
def decide_mention(request: HttpRequest, organisation: Organisation, number: int, what: str) -> HttpResponse:
    mention = get_object_or_404(Mention, organisation=organisation, pk=number)
    if what not in _WAYS:
        raise Http404
    messages.success(request, _WAYS[what](mention, actor_of(request)))
    answer = redirect("desk:mentions", organisation.slug)
    pile = request.POST.get("state", "")
    if pile in PILES and pile:
        answer["Location"] += f"?state={pile}"
    return answer


def _approve(mention: Mention, actor: str) -> str:
    approve_mention(mention, actor, timezone.now())
    return gettext("Readers see “%(title)s” now.") % {"title": mention}


def _refuse(mention: Mention, actor: str) -> str:
    refuse_mention(mention, actor, timezone.now())
    return gettext("“%(title)s” is not shown.") % {"title": mention}


def _block(mention: Mention, actor: str) -> str:
    number = block_site(mention, actor, timezone.now())
    words = ngettext(
        "%(number)s mention of %(host)s is not shown, and nothing more is taken from there.",
        "%(number)s mentions of %(host)s are not shown, and nothing more is taken from there.",
        number,
    )
    return words % {"number": number, "host": mention.host}


def _undo(mention: Mention, actor: str) -> str:
    undo_decision(mention, actor)
    return gettext("“%(title)s” is back in the queue.") % {"title": mention}


_WAYS: dict[str, Callable[[Mention, str], str]] = {
    "approve": _approve,
    "refuse": _refuse,
    "block": _block,
    "undo": _undo,
}
_AT = "<slug:organisation>/news/mentions/"
urls: list[Any] = [
    path(_AT, mentions, name="mentions"),
    path(f"{_AT}<int:number>/<slug:what>/", decide_mention, name="decide-mention"),
]
