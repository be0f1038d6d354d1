"""No model that tells of a person is forgotten when somebody asks for their data or to be erased."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from turnout.interest.models import Interest, Repeat, Subscriber, Tally
from turnout.privacy.not_of_fans import NOT_OF_FANS
from turnout.privacy.rooms import ROOMS

PERSONAL = re.compile(
    r"name|mail|address|recipient|sender|phone|postcode|agent|network|(?:^|_)ip(?:_|$)|query|note|comment"
)
FREE = (models.EmailField, models.TextField, models.JSONField, models.GenericIPAddressField)
HELD = {model for room in ROOMS.values() for model in room.HOLDS}


def about_a_person(model: type[models.Model]) -> list[str]:
    """The fields that could hold something about one."""
    return [field.name for field in model._meta.get_fields() if _is_personal(field)]


def _is_personal(field: Any) -> bool:
    if field.auto_created or not isinstance(field, models.Field):
        return False
    if field.is_relation:
        return field.related_model in {Interest, Subscriber}
    return isinstance(field, FREE) or (
        isinstance(field, models.CharField) and PERSONAL.search(field.name) is not None
    )


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_model_that_could_tell_of_a_person_is_listed_once(model: type[models.Model]) -> None:
    fields = about_a_person(model)
    listed = (model in HELD) + (model._meta.label in NOT_OF_FANS)

    assert listed <= 1
    assert listed == 1 or not fields, f"add {model._meta.label} to a room's HOLDS or to not_of_fans: {fields}"


def test_a_model_that_is_not_listed_is_noticed() -> None:
    assert about_a_person(Interest) == [
        "name",
        "email",
        "email_key",
        "postcode",
        "options",
        "answers",
        "network",
    ]
    assert about_a_person(Repeat) == ["interest"]
    assert about_a_person(Tally) == []


def test_the_list_of_what_holds_nothing_names_only_what_there_is() -> None:
    there = {model._meta.label for model in apps.get_models()}

    assert NOT_OF_FANS.keys() - there == set()


def test_every_room_that_is_listed_can_tell_and_erase() -> None:
    for room in ROOMS.values():
        assert callable(room.held_of)
        assert callable(room.erase)
        assert room.HOLDS
