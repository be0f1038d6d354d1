from collections.abc import Sequence

from django.db import transaction

from turnout.events.channel_code import save_with_free_code
from turnout.events.create_event import save_with_free_slug
from turnout.events.event_fields import CHECKS
from turnout.events.fit import fit
from turnout.events.models import Channel, Event, Option, Question, Stage
from turnout.journal.record import record


@transaction.atomic
def duplicate_event(
    event: Event, actor: str, title: str, *, options: Sequence[Option] | None = None
) -> Event:
    """A draft with everything but the answers and what they hang on: channels get fresh codes, form
    versions begin anew, and what was retired stays behind. `options` are those it takes instead of all that
    are open. Raises Unfit."""
    source = Event.objects.select_related("organisation").get(pk=event.pk)
    copy = Event.objects.get(pk=event.pk)
    copy.pk, copy.slug, copy.stage, copy.title = (
        None,
        "",
        Stage.DRAFT,
        str(fit({"title": title}, CHECKS)["title"]),
    )
    copy.form_version, copy.edition, copy.published_at = 0, 0, None
    copy.opens_at = copy.closes_at = None
    copy._state.adding = True
    save_with_free_slug(copy)
    _copy_options(source.open_options() if options is None else options, copy)
    _copy_questions(source, copy)
    for channel in source.open_channels():
        save_with_free_code(Channel(event=copy, name=channel.name, kind=channel.kind, source=channel.source))
    record(
        actor,
        "duplicate",
        "event",
        copy.pk,
        organisation_id=copy.organisation_id,
        event_id=copy.pk,
        fields=[],
        old={"from": event.pk},
    )
    return Event.objects.select_related("organisation").get(pk=copy.pk)


def _copy_options(options: Sequence[Option], copy: Event) -> None:
    for each in options:
        option = Option.objects.get(pk=each.pk)
        option.pk, option.event, option.retired_at = None, copy, None
        option._state.adding = True
        option.save()


def _copy_questions(source: Event, copy: Event) -> None:
    """In their order, so that a condition finds the copy of the question that it depends on."""
    copies: dict[int, int] = {}
    for question in source.open_questions():
        was = question.pk
        question.pk, question.event = None, copy
        question._state.adding = True
        question.choices = question.open_choices()
        question.show_if = _pointing(question, copies)
        question.save()
        copies[was] = question.pk


def _pointing(question: Question, copies: dict[int, int]) -> dict[str, object]:
    if not question.show_if:
        return {}
    return {**question.show_if, "question": copies[question.show_if["question"]]}
