"""One check of a posted form, against the version of it that was filled in."""

from collections.abc import Mapping, Sequence

from turnout.events.compile_form import compile_form
from turnout.events.models import Event
from turnout.interest.event_page import languages_of
from turnout.rules.form import Answer, Form, Unacceptable

Fields = Mapping[str, Sequence[str]]


def check_answer(event: Event, fields: Fields) -> Answer:
    """The answer, where its own version of the form takes it, or the present one does.

    Raises Unacceptable with the problems that the present form sees: it is the one shown again.
    """
    try:
        return _checked(event, _form_filled_in(event, fields), fields)
    except Unacceptable:
        return _checked(event, Form.of(compile_form(event)), fields)


def _form_filled_in(event: Event, fields: Fields) -> Form:
    given = (fields.get("form") or [""])[-1]
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else event.form_version
    kept = event.form_versions.filter(version=version).first()
    return Form.of(kept.compiled if kept else compile_form(event))


def _checked(event: Event, form: Form, fields: Fields) -> Answer:
    return form.check(
        fields,
        channels=[channel.code for channel in event.channels.all()],
        languages=languages_of(event),
        sources=event.channel_sources(),
    )
