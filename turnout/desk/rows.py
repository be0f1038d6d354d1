"""Rows of fields within one form: added, removed and moved by buttons, without a script and without saving.

The fields of row 2 of `choice` are named `choice-2-…`; `choice-rows` says how many there are, and
the pressed button is `choice-press` with `add`, `drop:2`, `up:2` or `down:2`.
"""

import re
from collections.abc import Mapping

from django.http import QueryDict

Row = dict[str, list[str]]
_PRESS = re.compile(r"(add|drop|up|down)(?::([0-9]{1,3}))?", re.ASCII)
MOST = 60


def count_of(data: Mapping[str, str], name: str) -> int:
    given = data.get(f"{name}-rows", "")
    return min(int(given), MOST) if given.isascii() and given.isdigit() else 0


def pressed(data: QueryDict, name: str) -> QueryDict | None:
    """The form's data with its rows as the pressed button wants them; None where none was pressed."""
    match = _PRESS.fullmatch(data.get(f"{name}-press", ""))
    if not match:
        return None
    rows = [_row(data, name, number) for number in range(count_of(data, name))]
    _move(rows, match[1], int(match[2] or 0))
    return _with_rows(data, name, rows[:MOST])


def _row(data: QueryDict, name: str, number: int) -> Row:
    begin = f"{name}-{number}-"
    return {key.removeprefix(begin): data.getlist(key) for key in data if key.startswith(begin)}


def _move(rows: list[Row], what: str, number: int) -> None:
    if what == "add":
        rows.append({})
    elif number < len(rows):
        row = rows.pop(number)
        if what != "drop":
            rows.insert(max(0, number + (1 if what == "down" else -1)), row)


def _with_rows(data: QueryDict, name: str, rows: list[Row]) -> QueryDict:
    ours = re.compile(rf"{re.escape(name)}-(?:[0-9]+-|rows$|press$)")
    changed = QueryDict(mutable=True)
    for key in data:
        if not ours.match(key):
            changed.setlist(key, data.getlist(key))
    changed[f"{name}-rows"] = str(len(rows))
    for number, row in enumerate(rows):
        for field, values in row.items():
            changed.setlist(f"{name}-{number}-{field}", values)
    return changed
