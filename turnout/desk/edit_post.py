"""Writing a post: a new one, its editor, what is saved while somebody types, pictures for its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of, member
from turnout.accounts.models import Organisation, Role
from turnout.desk.post_form import FigureForm, NewPostForm, PostForm, shown_as
from turnout.desk.post_preview import preview_of
from turnout.desk.post_words import LOOKS, STATES, post_sentence, readable, say_refusal, who_saved
from turnout.desk.posting import posted, problems_of, unjudged
from turnout.desk.problem_words import sentences_of
from turnout.events.refusals import Unfit
from turnout.newsroom.autosave import QUIET, autosave, typed_aside
from turnout.newsroom.create_post import create_post
from turnout.newsroom.guard import post_member
from turnout.newsroom.models import Post, PostState, PostVersion, Tag
from turnout.newsroom.needs_review import needs_review
from turnout.newsroom.post_fields import PostFields
from turnout.newsroom.post_refusals import EditedMeanwhile
from turnout.newsroom.save_post import save_post
from turnout.rules.refusal import Refusal
from turnout.rules.word_diff import Piece, shortened, word_diff


@dataclass(frozen=True)
class Clash:
    """What somebody else saved while this member was typing, beside what was typed."""

    who: str
    differences: list[tuple[str, list[Piece]]]


@member(Role.EDITOR)
def new_post(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    sent = posted(request)
    form = NewPostForm(organisation, sent.data)
    if sent.saves and form.is_valid():
        try:
            fields: PostFields = {**form.fields_of_post, "author": str(request.user)}
            made = create_post(organisation, actor_of(request), timezone.now(), **fields)
            return redirect("desk:edit-post", organisation.slug, made.pk)
        except Refusal as refusal:
            say_refusal(form, refusal)
    facts = {
        "organisation": organisation,
        "form": form,
        "restored": sent.restored,
        "problems": problems_of(form) if sent.saves else [],
    }
    return render(request, "desk/news/new.html", facts, status=422 if sent.saves else 200)


@post_member(Role.EDITOR)
def edit_post(request: HttpRequest, post: Post) -> HttpResponse:
    sent = posted(request)
    adds_figure = sent.saves and "figure" in request.POST
    said = None if sent.data is not None else _typed_aside(request, post)
    form = PostForm(post, sent.data, request.FILES or None, said)
    figure = FigureForm(request.POST, request.FILES) if adds_figure else FigureForm()
    clash, status = None, 200
    if adds_figure:
        form = _with_figure(form, figure, post)
        status = 200 if figure.is_valid() else 422
    elif sent.saves:
        clash = _save(form, request)
        if clash is None and not form.errors:
            return _saved(request, post)
        status = 409 if clash else 422
    elif sent.data is not None:
        unjudged(form)
    facts = _facts(form, figure) | {"restored": sent.restored, "clash": clash, "is_aside": said is not None}
    facts |= {"is_changed": status != 200 or adds_figure or sent.restored or said is not None}
    return render(request, "desk/news/edit.html", facts, status=status)


def _facts(form: PostForm, figure: FigureForm) -> dict[str, Any]:
    post = form.post
    return {
        "organisation": post.organisation,
        "post": post,
        "state": STATES[post.state],
        "look": LOOKS.get(PostState(post.state), ""),
        "form": form,
        "figure": figure,
        "problems": problems_of(form, figure) if form.is_bound or figure.is_bound else [],
        "is_quiet": post.state in QUIET,
        "loses_approval": bool(post.state == "review" and post.reviewed_by_id),
        "needs_review": needs_review(post.organisation),
    }


def _save(form: PostForm, request: HttpRequest) -> Clash | None:
    """None where it was saved, or where the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        save_post(form.post, actor_of(request), form.cleaned_data["edition"], timezone.now(), **form.typed)
    except EditedMeanwhile as refusal:
        clash = _clash(form, refusal)
        # What is sent next was typed by somebody who has seen the newer one.
        data = cast(QueryDict, form.data).copy()
        data["edition"] = str(refusal.post.edition)
        form.data = data
        return clash
    except Refusal as refusal:
        say_refusal(form, refusal)
    return None


def _clash(form: PostForm, refusal: EditedMeanwhile) -> Clash:
    names = names_for(form.post.organisation)
    tags = {name: pk for pk, name in names["tags"].items()}
    typed: dict[str, Any] = dict(form.typed)
    mine = readable(typed | {"tags": [tags.get(name, 0) for name in typed["tags"] if name]}, names)
    theirs = readable(refusal.version.fields if refusal.version else {}, names)
    return Clash(who_saved(refusal.version), differences(theirs, mine))


def names_for(organisation: Organisation) -> dict[str, dict[int, str]]:
    return {
        "tags": dict(Tag.objects.filter(organisation=organisation).values_list("pk", "name")),
        "events": dict(organisation.events.values_list("pk", "title")),
    }


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, list[Piece]]]:
    """Of readable fields: those that are not the same, with the words that differ."""
    labels = dict.fromkeys([*old, *new])
    return [
        (label, shortened(word_diff(old.get(label, ""), new.get(label, ""))))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def _saved(request: HttpRequest, post: Post) -> HttpResponse:
    messages.success(request, gettext("Saved. It is public now.") if post.is_public else gettext("Saved."))
    screen = "desk:post" if "then" in request.POST else "desk:edit-post"
    return redirect(screen, post.organisation.slug, post.pk)


def _with_figure(form: PostForm, figure: FigureForm, post: Post) -> PostForm:
    """What was typed, with the picture's line at the end of the text; nothing is saved."""
    if figure.is_valid():
        data = cast(QueryDict, form.data).copy()
        data["text"] = f"{data.get('text', '').rstrip()}\n\n{figure.line}\n".lstrip("\n")
        form = PostForm(post, data)
    unjudged(form)
    return form


def _typed_aside(request: HttpRequest, post: Post) -> dict[str, Any] | None:
    """What this member typed into a public post and did not save."""
    version: PostVersion | None = typed_aside(post, actor_of(request))
    if version is None:
        return None
    said = dict(version.fields)
    said["tags"] = list(Tag.objects.filter(pk__in=said.get("tags", [])).values_list("name", flat=True))
    return shown_as(said, post, post.edition)


@require_POST
@post_member(Role.EDITOR)
def autosave_post(request: HttpRequest, post: Post) -> HttpResponse:
    """For the editor's script: the new edition, or why it was not saved."""
    form = PostForm(post, request.POST)
    if not form.is_valid():
        return _told(422, gettext("Not saved yet: something is not finished."))
    try:
        kept = autosave(post, actor_of(request), form.cleaned_data["edition"], timezone.now(), **form.typed)
    except EditedMeanwhile as refusal:
        return _told(409, gettext("%s Press Save to see both.") % post_sentence(refusal))
    except Unfit as refusal:
        return _told(422, " ".join(sentence for _field, sentence in sentences_of(refusal)))
    at = date_format(timezone.now(), "TIME_FORMAT")
    said = (
        gettext("Saved at %s UTC")
        if post.state in QUIET
        else gettext("Kept for you at %s UTC, not public yet")
    )
    return JsonResponse({"edition": kept.edition, "said": said % at})


def _told(status: int, said: str) -> HttpResponse:
    return JsonResponse({"said": said}, status=status)


@require_POST
@post_member(Role.EDITOR)
def add_figure(request: HttpRequest, post: Post) -> HttpResponse:
    """For the editor's script: the line that stands for a picture in the text."""
    figure = FigureForm(request.POST, request.FILES)
    if not figure.is_valid():
        problems = [sentence for _id, sentence in problems_of(figure)]
        return _told(422, " ".join(problems))
    return JsonResponse({"line": figure.line, "said": gettext("The picture stands in the text.")})


@csp_replace({"form-action": [NONE]})
@post_member(Role.EDITOR, Role.REVIEWER)
def preview(request: HttpRequest, post: Post) -> HttpResponse:
    """The post as readers see it: as it is saved, or as it is typed; nothing is saved."""
    if request.method == "POST":
        form = PostForm(post, request.POST)
        form.is_valid()
        for name, value in form.as_read.items():
            setattr(post, name, value)
    wanted = request.GET.get("lang", "")
    return preview_of(request, post, wanted if wanted in post.all_languages else post.language)


_AT = "<slug:organisation>/news/"
urls = [
    path(f"{_AT}new/", new_post, name="new-post"),
    path(f"{_AT}<int:number>/edit/", edit_post, name="edit-post"),
    path(f"{_AT}<int:number>/autosave/", autosave_post, name="autosave-post"),
    path(f"{_AT}<int:number>/figures/", add_figure, name="post-figure"),
    path(f"{_AT}<int:number>/preview/", preview, name="post-preview"),
]
