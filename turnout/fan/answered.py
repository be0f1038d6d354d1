"""What the fan answered, as the form asks it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from turnout.interest import in_words
from turnout.interest.answer_words import answered
from turnout.interest.as_typed import as_typed
from turnout.interest.form_fields import Field, Sight, form_fields
from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest
from turnout.interest.option_words import option_label

AGREEMENTS = frozenset({"age", "consent"})


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    withdrawn = interest.standing == Interest.Standing.WITHDRAWN
    return {
        "rows": list(_rows(interest)),
        "may_change": interest.event.stage in ALIVE and not withdrawn,
    }


def _rows(interest: Interest) -> Iterator[tuple[str, str]]:
    """Each question with its answer; what the form asks no longer comes last, in its own words of then."""
    fields = form_fields(Sight(interest.event, interest.language, as_typed(interest), timezone.localdate()))
    asked = set()
    for field in fields:
        asked.add(field.name)
        if field.name not in AGREEMENTS and (said := _said(field, interest)):
            yield field.label, said
    form = interest.event.form_versions.filter(version=interest.form_version).first()
    left = {name: value for name, value in interest.answers.items() if name not in asked}
    if form and left:
        yield from ((label, said) for label, said in answered(form, left, interest.language) if said)


def _said(field: Field, interest: Interest) -> str:
    if field.name == "option":
        return _options(interest)
    if field.choices:
        return in_words.listed([each.label for each in field.choices if each.chosen], interest.language)
    if field.kind == "date" and field.value:
        return in_words.date_of(field.value, interest.language)
    return field.value


def _options(interest: Interest) -> str:
    """Those that are offered no longer, too: they were chosen."""
    today, chosen = timezone.localdate(), set(interest.options)
    labels = [
        option_label(option, interest.event, interest.language, today)
        for option in interest.event.options.all()
        if option.pk in chosen
    ]
    return "\n".join(labels)
