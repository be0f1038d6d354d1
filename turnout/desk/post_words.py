"""How the desk speaks of posts: their states, what a verb refused, and what a version says."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.event_journal import names_of
from turnout.desk.problem_words import refusal_sentence, say_problems
from turnout.newsroom import post_refusals as refusals
from turnout.newsroom.models import Comments, PostState
from turnout.rules.refusal import Refusal

STATES: dict[str, Promise] = {
    PostState.DRAFT: pgettext_lazy("post", "Draft"),
    PostState.REVIEW: pgettext_lazy("post", "In review"),
    PostState.SCHEDULED: pgettext_lazy("post", "Scheduled"),
    PostState.PUBLISHED: pgettext_lazy("post", "Published"),
    PostState.WITHDRAWN: pgettext_lazy("post", "Withdrawn"),
}
LOOKS = {
    PostState.REVIEW: "look",
    PostState.SCHEDULED: "accent",
    PostState.PUBLISHED: "good",
    PostState.WITHDRAWN: "bad",
}
COMMENTS: dict[str, Promise] = {
    Comments.OPEN: _("Everybody"),
    Comments.WAITLIST: _("Only people on the waitlist"),
    Comments.OFF: _("Nobody"),
}
FIELDS = {
    "headline": _("Headline"),
    "standfirst": _("Standfirst"),
    "text": _("Text"),
    "picture": _("Picture"),
    "picture_alt": _("What the picture shows"),
    "picture_caption": _("Caption"),
    "picture_credit": _("Who made the picture"),
    "author": _("Author"),
    "source_name": _("Source"),
    "source_link": _("Address of the source"),
    "read_more": _("Read more"),
    "tags": _("Tags"),
    "events": _("Events"),
    "shows_figures": _("Live figures"),
    "comments": _("Who may reply"),
    "comments_days": _("Closed after how many days"),
    "language": _("Language"),
    "languages": _("Further languages"),
}

_WORDS: dict[type[Refusal], Callable[[Any], str]] = {
    refusals.EditedMeanwhile: lambda refusal: _edited(refusal),
    refusals.StateRefused: lambda refusal: (
        gettext("Somebody else moved this post on meanwhile. This is how it stands now: %(state)s.")
        % {"state": STATES[refusal.state]}
    ),
    refusals.NotReady: lambda refusal: gettext("Write a text first."),
    refusals.NeedsReview: lambda refusal: gettext("Somebody else has to approve it first. Ask for a review."),
    refusals.OwnWork: lambda refusal: gettext("You wrote this. Somebody else has to approve it."),
    refusals.NotAhead: lambda refusal: gettext("This time is over. Choose a later one, or publish now."),
    refusals.NoSuchVersion: lambda refusal: gettext("There is no such version any more."),
    refusals.NotAnother: lambda refusal: gettext("Choose from posts of yours that are public."),
}


def post_sentence(refusal: Refusal) -> str:
    words = _WORDS.get(type(refusal))
    return words(refusal) if words else refusal_sentence(refusal)


def say_refusal(form: BaseForm, refusal: Refusal) -> None:
    """At the field that it is about, where there is one."""
    if type(refusal) in _WORDS:
        form.add_error(None, post_sentence(refusal))
    else:
        say_problems(form, refusal)


def _edited(refusal: Any) -> str:
    return gettext("%(who)s changed this post meanwhile.") % {"who": who_saved(refusal.version)}


def who_saved(version: Any) -> str:
    if version is None:
        return gettext("Somebody")
    return names_of([version.actor]).get(version.actor, gettext("Somebody"))


def readable(fields: Mapping[str, Any], names: Mapping[str, Mapping[int, str]]) -> dict[str, str]:
    """A version's fields by their labels, as people read them. `names` are those of tags and events."""
    plain = {str(label): _plain(name, fields.get(name), names) for name, label in FIELDS.items()}
    for code, texts in sorted((fields.get("translations") or {}).items()):
        plain |= {f"{FIELDS[name]} ({code})": str(text) for name, text in texts.items() if name in FIELDS}
    return plain


def _plain(name: str, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if name in names:
        return ", ".join(names[name].get(pk, gettext("gone by now")) for pk in value or [])
    if name == "read_more":
        return "\n".join(f"{link['label']}: {link['address']}" for link in value or [])
    if name == "comments":
        return str(COMMENTS.get(value, ""))
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
