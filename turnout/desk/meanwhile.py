"""Two members edit one event: each saves only what was changed, and nobody overwrites unseen.

A form carries a mark of every value it was filled with. When it comes back, a field whose stored
value has another mark was changed by somebody else meanwhile.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Comparison:
    """`mine`: what this member changed. `clashes`: what both changed, and not to the same."""

    mine: frozenset[str]
    clashes: frozenset[str]


def marks_of(values: Values) -> str:
    return json.dumps({name: _mark(value) for name, value in values.items()}, separators=(",", ":"))


def seen_now(seen: str, values: Values) -> str:
    """The same marks, but for these values, which the member has seen by now."""
    return json.dumps(_read(seen) | json.loads(marks_of(values)), separators=(",", ":"))


def compare(seen: str, stored: Values, typed: Values) -> Comparison:
    """`seen` are the marks that came with the form; without them everything counts as seen."""
    marks = _read(seen)
    before = {name: marks.get(name, _mark(stored[name])) for name in stored}
    mine = {name for name in typed if _mark(typed[name]) != before[name]}
    theirs = {name for name in stored if _mark(stored[name]) != before[name]}
    clashes = {name for name in mine & theirs if _mark(typed[name]) != _mark(stored[name])}
    return Comparison(frozenset(mine), frozenset(clashes))


def _read(seen: str) -> dict[str, str]:
    try:
        marks = json.loads(seen)
    except (ValueError, RecursionError):
        return {}
    return marks if isinstance(marks, dict) else {}


def _mark(value: Any) -> str:
    plain = json.dumps(value or None, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]
