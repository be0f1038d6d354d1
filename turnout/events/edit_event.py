from typing import Any, Unpack

from django.db import IntegrityError, transaction

from turnout.events.change import begin_change, end_change
from turnout.events.event_fields import CHECKS, EventFields
from turnout.events.fit import fit
from turnout.events.models import Event
from turnout.events.option_fields import starts_at
from turnout.events.refusals import Problem, Unfit


def edit_event(event: Event, actor: str, **given: Unpack[EventFields]) -> Event:
    """Change what was given and give the event as it stands then. Raises Unfit; then nothing changed.

    The address is fixed once the event was published: links to it are out in the world.
    """
    wanted = fit(given, CHECKS)
    try:
        with transaction.atomic():
            return _changed(begin_change(event), actor, wanted)
    except IntegrityError:
        if Event.objects.filter(slug=wanted.get("slug")).exclude(pk=event.pk).exists():
            raise Unfit(Problem("slug", "taken")) from None
        raise


def _changed(event: Event, actor: str, wanted: dict[str, Any]) -> Event:
    old = {name: getattr(event, name) for name, value in wanted.items() if getattr(event, name) != value}
    if not old:
        return event
    for name in old:
        setattr(event, name, wanted[name])
    event.languages = [code for code in event.languages if code != event.language]
    refuse_contradictions(event, old)
    event.save(update_fields=[*old, "languages"])
    if "time_zone" in old:
        _move_options(event)
    end_change(event, actor, "change", "event", event.pk, old=old)
    return event


def refuse_contradictions(event: Event, changed: Any) -> None:
    """What no field can know by itself."""
    problems = []
    if "slug" in changed and event.was_asked:
        problems.append(Problem("slug", "fixed"))
    for picture, alt in (("cover", "cover_alt"), ("supporter_picture", "supporter_alt")):
        if getattr(event, picture) and not getattr(event, alt):
            problems.append(Problem(alt, "needs_alternative_text"))
    if event.supporter_picture and not event.supporter:
        problems.append(Problem("supporter", "missing"))
    if event.opens_at and event.closes_at and event.closes_at <= event.opens_at:
        problems.append(Problem("closes_at", "closes_first", {"opens_at": event.opens_at}))
    if problems:
        raise Unfit(*problems)


def _move_options(event: Event) -> None:
    """Options without a zone of their own keep their local time, which is another instant now."""
    for option in event.options.filter(time_zone="").exclude(date=None):
        option.starts_at = starts_at(option, event.time_zone)
        option.save(update_fields=["starts_at"])
