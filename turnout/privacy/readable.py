"""What is held about a person, as a page: headings, and under each pairs of what and what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnout.events.models import Event
from turnout.events.when_and_where import locale_of, with_time
from turnout.forecasts.models import Step
from turnout.interest import in_words
from turnout.interest.ask_for_address import WISHED
from turnout.interest.models import Interest
from turnout.privacy.words import ANOTHER_MAIL, BY, DONE, MAILS, SOMETHING_ELSE, STANDINGS, STATES, STEPS

Pair = tuple[str, str]


@dataclass(frozen=True)
class Part:
    heading: str
    pairs: list[Pair]


def readable(interest: Interest, held: Mapping[str, Any]) -> list[Part]:
    """In the active language, which must be the answer's; `held` is what export_person gives."""
    when = Moments(interest.event, interest.language)
    rooms = held["held"]
    parts = [
        Part(_("What you answered"), [(each["question"], each["answer"]) for each in held["answered"]]),
        Part(_("What you agreed to"), list(_agreed(held["agreed"], rooms["interest"]["news"], when))),
        Part(_("What became of it"), [*_became(interest, rooms["interest"], when), *_steps(rooms, when)]),
        Part(_("Random draws"), list(_drawn(rooms["draws"]))),
        Part(_("What was done with it"), [_done(entry, when) for entry in rooms["journal"]]),
        Part(_("Your tickets"), [_ticket(each, when) for each in rooms["tickets"]]),
        Part(_("News by mail"), [_reader(each, when) for each in rooms["readers"]]),
        Part(_("Your comments"), [_comment(each, when) for each in rooms["newsroom"]["comments"]]),
        Part(_("Mails to you"), [_mail(mail, when) for mail in rooms["outbox"]["mails"]]),
    ]
    return [part for part in parts if part.pairs]


@dataclass(frozen=True)
class Moments:
    """Instants as the event's clock shows them."""

    event: Event
    language: str

    def __call__(self, given: str | datetime) -> str:
        at = datetime.fromisoformat(given) if isinstance(given, str) else given
        day, time = in_words.moment(at, self.event, self.language, timezone.localdate())
        return with_time(day, time, locale_of(self.language, self.event.country))


def _reader(held: Mapping[str, Any], when: Moments) -> Pair:
    if held["ended"]:
        return when(held["ended"]), _("Stopped for %(email)s") % held
    if held["confirmed"]:
        return when(held["confirmed"]), _("Confirmed for %(email)s") % held
    return when(held["asked"]), _("Asked for with %(email)s, and not confirmed") % held


def _agreed(agreed: Mapping[str, Any], news: list[dict[str, Any]], when: Moments) -> Iterator[Pair]:
    version = _("version %(number)s of the form") % {"number": agreed["version"]}
    yield f"{when(agreed['at'])}, {version}", agreed["text"]
    for each in news:
        yield when(each["since"]), each["wording"]
        if each["ended_at"]:
            yield when(each["ended_at"]), _("You stopped the news.")


def _became(interest: Interest, held: Mapping[str, Any], when: Moments) -> Iterator[Pair]:
    yield _("Answered"), when(interest.created_at)
    yield _("Address confirmed"), when(interest.verified_at) if interest.verified_at else _("not yet")
    yield _("How it stands"), str(STANDINGS[Interest.Standing(interest.standing)])
    if came := _channel(interest) or interest.source:
        yield _("Where you came from"), came
    if interest.mailings_off_at:
        yield _("Mails about the event stopped"), when(interest.mailings_off_at)
    for repeat in held["answered_again"]:
        times = ngettext("%(times)s time", "%(times)s times", repeat["times"]) % {"times": repeat["times"]}
        yield _("Answered again under your address, without effect"), times
    for pending in held["address_asked_for"]:
        yield _("Address asked for, not confirmed yet"), pending["email"]


def _steps(rooms: Mapping[str, Any], when: Moments) -> Iterator[Pair]:
    for each in rooms["forecasts"]["steps"]:
        yield str(STEPS[Step(each["step"])]), when(each["at"])
    if any(each["state"] == "waiting" for each in rooms["invitations"]):
        yield _("Invitation"), _("You are in line for a place that comes free.")


def _drawn(held: Mapping[str, Any]) -> Iterator[Pair]:
    for each in held["entries"]:
        rank = _("rank %(rank)s") % {"rank": each["rank"]} if each["rank"] else ""
        yield _("Your entry"), ", ".join(filter(None, (each["code"], rank)))
    for each in held["friends"]:
        yield _("Your group of friends"), each["code"]


def _channel(interest: Interest) -> str:
    found = interest.event.channels.filter(code=interest.via).first() if interest.via else None
    return found.name if found else interest.via


def _done(entry: Mapping[str, Any], when: Moments) -> Pair:
    what = str(DONE.get(entry["done"], SOMETHING_ELSE))
    by = BY.get(entry["by"])
    words = [f"{what} ({by})" if by else what]
    words += [_value(name, value) for name, value in sorted(entry["before"].items())]
    return when(entry["at"]), "\n".join(words)


def _ticket(ticket: Mapping[str, Any], when: Moments) -> Pair:
    words = [ticket["name"] or _("Guest")]
    if ticket["passed_on"]:
        words = [_("Passed on to a friend: %(moment)s") % {"moment": when(ticket["passed_on"])}]
    if ticket["ended"]:
        words.append(_("No longer good: %(moment)s") % {"moment": when(ticket["ended"])})
    return when(ticket["issued"]), "\n".join(words)


def _comment(comment: Mapping[str, Any], when: Moments) -> Pair:
    return when(comment["at"]), "\n".join([comment["post"], comment["name"], comment["text"]])


def _value(name: str, value: Any) -> str:
    return str(value) if name == WISHED else _("before: %(value)s") % {"value": _plain(value)}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_plain(each) for each in value.values())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _mail(mail: Mapping[str, Any], when: Moments) -> Pair:
    what, state = MAILS.get(mail["template"], ANOTHER_MAIL), STATES[mail["state"]]
    return when(mail["sent"] or mail["queued"]), f"{what}\n{state}: {mail['to']}"
