"""The facts of the mails to those who answered.

None of them says anything that was typed into the form: until an address is confirmed it may be a stranger's,
and nobody shall have their words mailed to strangers.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from turnout.events.models import Event
from turnout.interest import in_words, option_words
from turnout.interest.event_page import with_its_parts
from turnout.interest.expire import counts_until
from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest
from turnout.interest.personal_link import personal_link
from turnout.interest.send_links import answers_of
from turnout.interest.welcome import is_written_to
from turnout.outbox.for_many import for_many, one_of_many
from turnout.outbox.render import NoLongerNeeded, resolves

Facts = Mapping[str, Any]


@resolves("interest/confirm")
def confirm(ids: Facts) -> Facts:
    return _asks(ids)


@resolves("interest/remind")
def remind(ids: Facts) -> Facts:
    return _asks(ids)


@resolves("interest/answered_before")
def answered_before(ids: Facts) -> Facts:
    interest = _interest(ids)
    return _facts(interest) | {"taken_back": interest.standing == Interest.Standing.WITHDRAWN}


@resolves("interest/links")
def links(ids: Facts) -> Facts:
    mine = _found(ids)
    others = answers_of(mine.email_key).exclude(pk=mine.pk).select_related("event__organisation")
    with translation.override(mine.language):
        lines = [_line(each, mine.language) for each in [mine, *others.order_by("-pk")]]
    return {"answers": lines, "renewed": ids.get("renewed", False)}


def _line(interest: Interest, language: str) -> Facts:
    event = interest.event
    return {
        "title": event.in_language("title", language),
        "host": event.organisation.name,
        "link": personal_link(interest),
    }


def _asks(ids: Facts) -> Facts:
    """Of a mail that asks to confirm."""
    interest = _interest(ids)
    if interest.verified_at:
        raise NoLongerNeeded("the address was confirmed meanwhile")
    if interest.standing == Interest.Standing.WITHDRAWN or not is_written_to(interest):
        raise NoLongerNeeded("the answer counts no longer")
    return _facts(interest) | {"day": _last_day(interest)}


def _interest(ids: Facts) -> Interest:
    interest = _found(ids)
    if interest.event.stage not in ALIVE:
        raise NoLongerNeeded("the event is over")
    return interest


def _found(ids: Facts) -> Interest:
    interest = one_of_many("interest", ids["interest"], Interest.objects.in_bulk)
    if interest is None or interest.generation != ids["generation"]:
        raise NoLongerNeeded("the answer was erased, or its link renewed")
    interest.event = for_many(("event", interest.event_id), lambda: _event(interest.event_id))
    return interest


def _event(pk: int) -> Event:
    return with_its_parts(Event.objects.select_related("organisation").get(pk=pk))


def _facts(interest: Interest) -> dict[str, Any]:
    event, language = interest.event, interest.language
    of_event = for_many(("facts", event.pk, language), lambda: _of_event(event, language))
    return {**of_event, "link": personal_link(interest)}


def _of_event(event: Event, language: str) -> dict[str, Any]:
    today = timezone.localdate()
    with translation.override(language):
        when, where = option_words.when(event, language, today), option_words.where(event, language)
    return {
        "title": event.in_language("title", language),
        "host": event.organisation.name,
        "contact": event.organisation.privacy_contact,
        "event_address": f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/",
        "when": _joined(when),
        "where": _joined(where),
    }


def _joined(words: tuple[str, str]) -> str:
    return ", ".join(filter(None, words))


def _last_day(interest: Interest) -> str:
    """In words that answers of the same minute share."""
    event, language = interest.event, interest.language
    at = counts_until(interest, timezone.now()).replace(second=0, microsecond=0)
    return for_many(
        ("last day", event.pk, language, at),
        lambda: in_words.moment(at, event, language, timezone.localdate())[0],
    )
