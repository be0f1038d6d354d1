"""Mails to many, as people read of them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.words import LIKELIHOODS
from turnout.interest.option_words import option_label
from turnout.mailings.models import Mailing
from turnout.outbox.bundle import states_of
from turnout.outbox.models import Mail

STATES: dict[str, Promise] = {
    "draft": pgettext_lazy("mailing", "Draft"),
    "sending": pgettext_lazy("mailing", "Being sent"),
    "paused": pgettext_lazy("mailing", "Paused"),
    "sent": pgettext_lazy("mailing", "Sent"),
    "cancelled": pgettext_lazy("mailing", "Stopped"),
}
ENDED = {
    Mail.State.SENT: _("sent"),
    Mail.State.FAILED: _("not delivered"),
    Mail.State.UNKNOWN: _("perhaps sent"),
    Mail.State.DROPPED: _("not sent: taken back, unsubscribed or stopped meanwhile"),
}
_WAITING = (Mail.State.QUEUED, Mail.State.HELD)


@dataclass(frozen=True)
class Progress:
    """Of `whole` so many have `ended`; `parts` says how, and `waiting` are written and wait their turn."""

    whole: int
    ended: int
    waiting: int
    parts: list[tuple[int, str]]


def progress_of(mailing: Mailing) -> Progress:
    states = states_of(mailing.bundle)
    ended = sum(count for state, count in states.items() if state not in _WAITING)
    waiting = sum(states.get(state, 0) for state in _WAITING)
    # People come and go meanwhile: what is left can be more or less than was counted.
    whole = max(mailing.size, mailing.queued) if not mailing.is_exhausted else mailing.queued
    parts = [(states[state], str(words)) for state, words in ENDED.items() if states.get(state)]
    return Progress(max(whole, ended), ended, waiting, parts)


def whom(mailing: Mailing) -> list[str]:
    """Its recipients in words, part by part."""
    if mailing.about == Mailing.About.NEWS:
        return [gettext("Everybody who asked for your news")]
    asked: dict[str, Any] = mailing.narrowing
    words = [gettext("People who answered")]
    if asked.get("verified"):
        confirmed = {"yes": gettext("e-mail confirmed"), "no": gettext("e-mail not confirmed")}
        words.append(confirmed[asked["verified"]])
    if asked.get("likelihood"):
        words.append(str(LIKELIHOODS[asked["likelihood"]]))
    return [*words, *_place(mailing, asked.get("option", "")), *_channel(mailing, asked.get("via", ""))]


def _place(mailing: Mailing, option: str) -> list[str]:
    found = mailing.event.options.filter(pk=int(option)).first() if option else None
    language = get_language() or mailing.event.language
    return [option_label(found, mailing.event, language, found.event.created_at.date())] if found else []


def _channel(mailing: Mailing, code: str) -> list[str]:
    if code == "-":
        return [gettext("Directly")]
    found = mailing.event.channels.filter(code=code).first() if code else None
    return [found.name if found else code] if code else []
