"""Another place becomes an event of its own, with the people who named it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from turnout.events.duplicate_event import duplicate_event
from turnout.events.models import Event, FormVersion, Option
from turnout.interest import tallies
from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id
from turnout.invitations.models import Decision, Invitation
from turnout.journal.record import record

_AT_ONCE = 500
_COUNTED = [Interest.Standing.COUNTED, Interest.Standing.SUSPECT]
_MOVED = ("event", "options", "answers", "via")


@dataclass(frozen=True)
class Ids:
    """Old → new, of what the copy has of its own."""

    options: Mapping[int, int]
    questions: Mapping[int, int]
    channels: Mapping[str, str]


@transaction.atomic
def second_event(decision: Decision, option: Option, actor: str, title: str) -> Event:
    """A draft for that option's place, with all days that were possible there.

    Who named it and not the place that was settled moves along; who named both, or was invited here already,
    stays, and is there as well. Their consent goes with them, in the version that they gave it to.
    """
    event = decision.event
    others = event.options.filter(pk__in=decision.before["others"])
    there = [each for each in others if each.pk == option.pk or (each.place and each.place == option.place)]
    copy = duplicate_event(event, actor, title, options=there)
    ids = _ids(event, copy, there)
    moved: list[Interest] = []
    copied: list[Interest] = []
    for person in _who_named(event, {each.pk for each in there}):
        stays = decision.option_id in person.options
        (copied if stays else moved).append(person)
    _take_forms_along(event, copy, ids, {each.form_version for each in [*moved, *copied]})
    invited = set(Invitation.objects.filter(event=event).values_list("interest_id", flat=True))
    copied += [each for each in moved if each.pk in invited]
    moved = [each for each in moved if each.pk not in invited]
    for batch in _batches(moved):
        _move(batch, copy, ids)
    for batch in _batches(copied):
        _copy(batch, copy, ids, timezone.now())
    record(
        actor,
        "second",
        "event",
        copy.pk,
        organisation_id=copy.organisation_id,
        event_id=copy.pk,
        old={"from": event.pk, "moved": len(moved), "copied": len(copied)},
    )
    return Event.objects.select_related("organisation").get(pk=copy.pk)


def _who_named(event: Event, options: set[int]) -> list[Interest]:
    """In the order of their arrival; their rows are held until the end."""
    found = Interest.objects.filter(event=event, standing__in=_COUNTED).select_for_update().order_by("pk")
    return [each for each in found.iterator(2_000) if not options.isdisjoint(each.options)]


def _ids(event: Event, copy: Event, options: Sequence[Option]) -> Ids:
    """What was copied in order is found by its order."""
    questions = zip(event.open_questions(), copy.open_questions(), strict=True)
    channels = zip(event.open_channels(), copy.open_channels(), strict=True)
    own = sorted(copy.options.all(), key=lambda each: each.pk)
    return Ids(
        options={old.pk: new.pk for old, new in zip(options, own, strict=True)},
        questions={old.pk: new.pk for old, new in questions},
        channels={old.code: new.code for old, new in channels},
    )


def _take_forms_along(event: Event, copy: Event, ids: Ids, versions: Iterable[int]) -> None:
    """An answer is read against the form, and the consent, that it was given to."""
    forms = list(event.form_versions.filter(version__in=list(versions)))
    FormVersion.objects.bulk_create(
        FormVersion(
            event=copy,
            version=form.version,
            compiled=_compiled(form.compiled, copy, ids),
            consent=form.consent,
            wording={_renamed(name, ids): words for name, words in form.wording.items()},
        )
        for form in forms
    )
    if forms:
        copy.form_version = max(form.version for form in forms)
        copy.save(update_fields=["form_version"])


def _compiled(compiled: Mapping[str, Any], copy: Event, ids: Ids) -> dict[str, Any]:
    return {
        **compiled,
        "event": copy.pk,
        "option_ids": [ids.options[each] for each in compiled["option_ids"] if each in ids.options],
        "questions": [_question(each, ids) for each in compiled["questions"]],
    }


def _question(plain: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    condition = plain.get("show_if") or {}
    if condition:
        condition = {**condition, "question": _number(condition["question"], ids)}
    return {**plain, "id": _number(plain["id"], ids), "show_if": condition}


def _number(question: int, ids: Ids) -> int:
    """What is asked no longer keeps its number, and its words."""
    return ids.questions.get(question, question)


def _renamed(name: str, ids: Ids) -> str:
    """Of wording and answers: q7, q7.c1, option3."""
    head, dot, choice = name.partition(".")
    if head.startswith("option"):
        number = int(head.removeprefix("option"))
        return f"option{ids.options.get(number, number)}"
    return f"q{_number(int(head[1:]), ids)}{dot}{choice}"


def _move(batch: Sequence[Interest], copy: Event, ids: Ids) -> None:
    tallies.subtract(batch)
    for person in batch:
        _settle_in(person, copy, ids)
    Interest.objects.bulk_update(batch, _MOVED)
    tallies.add(batch, 0)


def _copy(batch: Sequence[Interest], copy: Event, ids: Ids, now: datetime) -> None:
    """With a personal link of its own: what they do there is nothing to the place they are in here."""
    for person in batch:
        _settle_in(person, copy, ids)
        person.pk, person.public_id, person.submission = None, new_public_id(now), None
        person.generation, person._state.adding = 0, True
    tallies.add(Interest.objects.bulk_create(batch), 0)


def _settle_in(person: Interest, copy: Event, ids: Ids) -> None:
    person.event = copy
    person.options = [ids.options[each] for each in person.options if each in ids.options]
    person.answers = {_renamed(name, ids): value for name, value in person.answers.items()}
    person.via = ids.channels.get(person.via, person.via)


def _batches(people: Sequence[Interest]) -> Iterable[list[Interest]]:
    for start in range(0, len(people), _AT_ONCE):
        yield list(people[start : start + _AT_ONCE])
