"""Comments that wait for a member, and what became of the others; decided one by one or many at once."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of, member
from turnout.accounts.models import Membership, Organisation, Role
from turnout.desk.comment_lines import lines_of, token_of
from turnout.desk.event_journal import names_of
from turnout.journal.models import Entry
from turnout.newsroom.blocks import NothingToBlock, block_comments_like, block_word, unblock
from turnout.newsroom.decide_comment import (
    VERBS,
    DecidedMeanwhile,
    decide_comment,
    decide_many,
    undo_decision,
)
from turnout.newsroom.digest import digest_of, set_digest, waiting_for
from turnout.newsroom.models import Block, Comment, CommentState, Digest

PAGE = 25
MOST_AT_ONCE = 500
MODERATORS = (Role.EDITOR, Role.REVIEWER)
SHOWN = {
    "queue": gettext_lazy("To decide"),
    "shown": gettext_lazy("Appear"),
    "spam": gettext_lazy("Spam"),
    "deleted": gettext_lazy("Deleted"),
}
EVERY = {
    Digest.Every.HOUR: gettext_lazy("At most once an hour"),
    Digest.Every.DAY: gettext_lazy("At most once a day"),
    Digest.Every.NEVER: gettext_lazy("Never"),
}
KINDS = {
    Block.Kind.ADDRESS: gettext_lazy("Address"),
    Block.Kind.NETWORK: gettext_lazy("Connection (for that day)"),
    Block.Kind.WORD: gettext_lazy("Word"),
}


@member(*MODERATORS)
def comments(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    show = _show(request.GET.get("show", ""))
    found = _found(organisation, show)
    before = request.GET.get("before", "")
    page = list(
        (found.filter(pk__lt=int(before)) if _is_number(before) else found).order_by("-pk")[: PAGE + 1]
    )
    membership: Membership = request.membership  # type: ignore[attr-defined]
    undone = request.GET.get("undo", "")
    facts = {
        "organisation": organisation,
        "show": show,
        "views": [(code, label, code == show) for code, label in SHOWN.items()],
        "lines": lines_of(page[:PAGE]),
        "size": found.count(),
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "newer": _is_number(before),
        "undo": _undoable(organisation, undone) if _is_number(undone) else None,
        "every": _every(membership) if show == "queue" else [],
    }
    return render(request, "desk/comments/queue.html", facts)


@require_POST
@member(*MODERATORS)
def decide(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """One comment by its own button, or those ticked by a button for all of them."""
    show = _show(request.POST.get("show", ""))
    verb, _, token = request.POST.get("one", "").partition(":")
    if token:
        return _decide_one(request, organisation, show, verb, token)
    verb = request.POST.get("many", "")
    chosen = [each for each in (_seen(organisation, given) for given in _ticked(request)) if each]
    if verb not in {*VERBS, "undo"} or not chosen:
        messages.error(request, gettext("Choose at least one comment first."))
        return _back(organisation, show)
    done = decide_many(chosen, verb, actor_of(request), timezone.now())
    messages.success(request, _said_of_many(len(done)))
    if left := len(chosen) - len(done):
        messages.error(request, _left_alone(left))
    return _back(organisation, show)


def _decide_one(
    request: HttpRequest, organisation: Organisation, show: str, verb: str, token: str
) -> HttpResponse:
    comment = _seen(organisation, token)
    if comment is None or verb not in {*VERBS, "undo"}:
        raise Http404
    try:
        if verb == "undo":
            undo_decision(comment, actor_of(request), timezone.now())
        else:
            decide_comment(comment, verb, actor_of(request), timezone.now())
    except DecidedMeanwhile as refusal:
        messages.error(request, _meanwhile(refusal.comment))
        return _back(organisation, show)
    messages.success(request, SAID[verb])
    return _back(organisation, show, **({} if verb == "undo" else {"undo": str(comment.pk)}))


SAID = {
    "approve": gettext_lazy("The comment appears."),
    "spam": gettext_lazy("It is kept as spam, and the filter learns from it."),
    "delete": gettext_lazy("The comment is deleted."),
    "undo": gettext_lazy("Taken back: it stands as before."),
}


def _said_of_many(number: int) -> str:
    said = ngettext("Decided about %(number)s comment.", "Decided about %(number)s comments.", number)
    return said % {"number": number}


def _left_alone(number: int) -> str:
    said = ngettext(
        "%(number)s comment was left alone: somebody decided about it meanwhile, or it was changed.",
        "%(number)s comments were left alone: somebody decided about them meanwhile, or they were changed.",
        number,
    )
    return said % {"number": number}


def _meanwhile(comment: Comment) -> str:
    who = names_of([comment.decided_by]).get(comment.decided_by, "")
    if comment.decided_by.startswith("user:") and who:
        return gettext("%(name)s decided about it meanwhile. Nothing was changed.") % {"name": who}
    return gettext("It was changed or deleted by its author meanwhile. Nothing was decided.")


@member(*MODERATORS)
def comment(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """One comment with what stands around it, what its address wrote before, and what was done with it."""
    found = _of(organisation).filter(pk=number).first()
    if found is None:
        raise Http404
    thread = found.parent_id or found.pk
    around = _of(organisation).filter(post=found.post_id).exclude(pk=found.pk).exclude(text="")
    entries = list(Entry.objects.filter(noun="comment", noun_id=found.pk).order_by("-pk")[:50])
    names = names_of({entry.actor for entry in entries})
    facts = {
        "organisation": organisation,
        "line": lines_of([found])[0],
        "thread": lines_of(list(around.filter(parent=thread).order_by("pk")[:10]))
        + lines_of(list(around.filter(pk=thread)[:1])),
        "earlier": lines_of(_earlier(organisation, found)),
        "entries": [
            {
                "at": each.at,
                "who": names.get(each.actor) or str(ACTORS.get(each.actor, each.actor)),
                "what": str(WORDS.get(each.verb, each.verb)),
            }
            for each in entries
        ],
        "show": "queue",
    }
    return render(request, "desk/comments/comment.html", facts)


ACTORS = {"author": gettext_lazy("The author"), "reader": gettext_lazy("A reader")}
WORDS = {
    "show": gettext_lazy("Let it appear by itself"),
    "approve": gettext_lazy("Let it appear"),
    "spam": gettext_lazy("Called it spam"),
    "delete": gettext_lazy("Deleted it"),
    "undo": gettext_lazy("Took the decision back"),
    "change": gettext_lazy("Changed it"),
    "report": gettext_lazy("Reported it"),
    "hold": gettext_lazy("Held it after reports"),
    "tell": gettext_lazy("Told who was answered"),
}


def _earlier(organisation: Organisation, found: Comment) -> list[Comment]:
    if found.commenter_id is None:
        return []
    of_address = _of(organisation).filter(commenter=found.commenter_id).exclude(pk=found.pk)
    return list(of_address.exclude(text="").order_by("-pk")[:10])


@require_POST
@member(*MODERATORS)
def block(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """By a comment (`kind` and `comment`), or a word; from then on such comments are spam."""
    kind, number = request.POST.get("kind", ""), request.POST.get("comment", "")
    now = timezone.now()
    try:
        if kind == Block.Kind.WORD:
            made = block_word(organisation, request.POST.get("word", ""), actor_of(request), now)
        else:
            found = _of(organisation).filter(pk=int(number) if _is_number(number) else 0).first()
            if found is None:
                raise Http404
            made = block_comments_like(found, kind, actor_of(request), now)
    except NothingToBlock:
        messages.error(request, gettext("There is nothing to block. A word has 2 to 60 characters."))
    else:
        said = gettext("Blocked: %(what)s. New comments with it are kept as spam.")
        messages.success(request, said % {"what": made.hint or made.value})
    return redirect("desk:comment-blocks", organisation.slug)


@member(*MODERATORS)
def blocks(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    found = list(Block.objects.filter(organisation=organisation).order_by("-pk")[:500])
    names = names_of({each.made_by for each in found})
    facts = {
        "organisation": organisation,
        "blocks": [
            {"block": each, "kind": KINDS[Block.Kind(each.kind)], "who": names.get(each.made_by, "")}
            for each in found
        ],
    }
    return render(request, "desk/comments/blocks.html", facts)


@require_POST
@member(*MODERATORS)
def remove_block(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    found = Block.objects.filter(organisation=organisation, pk=number).first()
    if found is None:
        raise Http404
    unblock(found, actor_of(request))
    messages.success(request, gettext("It is no longer blocked."))
    return redirect("desk:comment-blocks", organisation.slug)


@require_POST
@member(*MODERATORS)
def by_mail(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    every = request.POST.get("every", "")
    if every in Digest.Every.values:
        membership: Membership = request.membership  # type: ignore[attr-defined]
        set_digest(membership, every, actor_of(request))
        messages.success(request, gettext("Saved."))
    return _back(organisation, "queue")


def _of(organisation: Organisation) -> QuerySet[Comment]:
    found = Comment.objects.filter(post__organisation=organisation)
    return found.select_related("post__organisation", "commenter", "parent")


def _found(organisation: Organisation, show: str) -> QuerySet[Comment]:
    if show == "queue":
        return waiting_for(organisation.pk).select_related("parent")
    # What was erased has no words that anybody could decide about.
    return _of(organisation).filter(state=CommentState(show)).exclude(text="")


def _undoable(organisation: Organisation, number: str) -> dict[str, Any] | None:
    found = _of(organisation).filter(pk=int(number)).exclude(decided_from="").first()
    return {"token": token_of(found), "name": found.name} if found else None


def _seen(organisation: Organisation, token: str) -> Comment | None:
    """As the member saw it."""
    number, _, revision = token.partition(".")
    if not (_is_number(number) and _is_number(revision)):
        return None
    found = _of(organisation).filter(pk=int(number)).first()
    if found:
        found.revision = int(revision)
    return found


def _ticked(request: HttpRequest) -> Sequence[str]:
    return request.POST.getlist("comment")[:MOST_AT_ONCE]


def _every(membership: Membership) -> list[tuple[str, Any, bool]]:
    chosen = digest_of(membership)
    return [(code, label, code == chosen) for code, label in EVERY.items()]


def _show(given: str) -> str:
    return given if given in SHOWN else "queue"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _back(organisation: Organisation, show: str, **query: str) -> HttpResponse:
    response = redirect("desk:comments", organisation.slug)
    given = ({} if show == "queue" else {"show": show}) | query
    if given:
        response["Location"] += f"?{urlencode(given)}"
    return response


_AT = "<slug:organisation>/news/comments/"
urls = [
    path(_AT, comments, name="comments"),
    path(f"{_AT}decide/", decide, name="decide-comments"),
    path(f"{_AT}block/", block, name="block-comments"),
    path(f"{_AT}blocks/", blocks, name="comment-blocks"),
    path(f"{_AT}blocks/<int:number>/remove/", remove_block, name="remove-block"),
    path(f"{_AT}by-mail/", by_mail, name="comments-by-mail"),
    path(f"{_AT}<int:number>/", comment, name="comment"),
]
