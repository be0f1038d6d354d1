from collections.abc import Sequence
from typing import Unpack

from django.db import IntegrityError, transaction
from django.utils import translation

from turnout.accounts.models import Organisation
from turnout.events.add_option import add_option
from turnout.events.add_question import add_question
from turnout.events.edit_event import refuse_contradictions
from turnout.events.event_fields import CHECKS, NewEventFields
from turnout.events.fit import fit
from turnout.events.models import Event
from turnout.events.option_fields import OptionFields
from turnout.events.refusals import Problem, Unfit
from turnout.events.slugs import by_chance, free_slug
from turnout.events.starting_points import STARTING_POINTS, StartingPoint
from turnout.journal.record import record


@transaction.atomic
def create_event(
    organisation: Organisation,
    actor: str,
    template: str,
    title: str,
    options: Sequence[OptionFields] = (),
    **given: Unpack[NewEventFields],
) -> Event:
    """A draft with the template's texts and questions, and what was given before them.

    Without a slug it gets one from its title. Raises Unfit, NoSuchTime, TooMany.
    """
    if template not in STARTING_POINTS:
        raise Unfit(Problem("template", "not_a_choice"))
    start = STARTING_POINTS[template]
    wanted = fit({"language": organisation.language, **given, "title": title}, CHECKS)
    with translation.override(wanted["language"]):
        texts = {"strapline": str(start.strapline), "text": "\n\n".join(map(str, start.text))}
        event = Event(organisation=organisation, template=template, **{**texts, **wanted})
        refuse_contradictions(event, ())
        save_with_free_slug(event)
        _journal(event, actor)
        for option in options:
            add_option(event, actor, **option)
        _ask(event, actor, start)
    return Event.objects.select_related("organisation").get(pk=event.pk)


def save_with_free_slug(event: Event) -> None:
    """With an address that no other event has, though many are made at once."""
    wanted = event.slug
    for attempt in range(5):
        event.slug = wanted or (free_slug(event.title) if attempt < 4 else f"event-{by_chance()}")
        try:
            with transaction.atomic():
                event.save(force_insert=True)
            return
        except IntegrityError:
            if wanted and Event.objects.filter(slug=wanted).exists():
                raise Unfit(Problem("slug", "taken")) from None
    raise Unfit(Problem("slug", "taken"))


def _ask(event: Event, actor: str, start: StartingPoint) -> None:
    for asked in start.questions:
        add_question(
            event,
            actor,
            asked.kind,
            str(asked.label),
            hint=str(asked.hint),
            choices=[{"label": str(choice)} for choice in asked.choices],
            limits=asked.limits,
        )


def _journal(event: Event, actor: str) -> None:
    record(actor, "create", "event", event.pk, organisation_id=event.organisation_id, event_id=event.pk)
