"""Rooms follow the journey: a room may know only the rooms before it."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model

ROOT = Path(__file__).parent.parent
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def layers() -> list[set[str]]:
    """The rooms, latest first, as pyproject.toml orders them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (contract,) = [contract for contract in contracts if contract["type"] == "layers"]
    return [{room.strip() for room in layer.split("|")} for layer in contract["layers"]]


def depth(room: str) -> int:
    (found,) = [depth for depth, rooms in enumerate(layers()) if room in rooms]
    return found


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("turnout.")]


def relations(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.get_fields() if isinstance(field, Field) and field.is_relation]


def points_back(field: "Field[Any, Any]") -> bool:
    """A foreign key by string is invisible to import-linter, so the loaded models are asked."""
    target: Any = field.related_model
    if not target.__module__.startswith("turnout."):
        return True
    here, there = room_of(field.model), room_of(target)
    return here == there or depth(there) > depth(here)


def test_no_room_imports_a_later_one() -> None:
    linted = subprocess.run(
        [LINT_IMPORTS, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_to_earlier_rooms(model: type[Model]) -> None:
    forward = [field.name for field in relations(model) if not points_back(field)]

    assert forward == []


def test_a_foreign_key_to_a_later_room_is_noticed() -> None:
    """The guard above can fail: turned around, a real key points forward."""
    key: Any = apps.get_model("interest", "Interest")._meta.get_field("event")

    assert points_back(key)
    assert depth(room_of(key.model)) < depth(room_of(key.related_model))


def test_every_app_is_a_room() -> None:
    rooms = set().union(*layers())

    for config in apps.get_app_configs():
        if config.name.startswith("turnout."):
            assert config.name.removeprefix("turnout.") in rooms
