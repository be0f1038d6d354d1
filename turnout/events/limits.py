import datetime as dt
from typing import Any

from turnout.events.fit import Wrong
from turnout.events.models import Question
from turnout.rules.questions import LONGEST

Kind = Question.Kind
KNOWN = {
    Kind.SHORT: {"longest"},
    Kind.LONG: {"longest"},
    Kind.ONE: set(),
    Kind.SEVERAL: {"most"},
    Kind.NUMBER: {"least", "greatest"},
    Kind.DATE: {"least", "greatest"},
    Kind.YESNO: set(),
}


def limits_that_fit(question: Question) -> dict[str, Any]:
    """The limits that this kind has, those left empty dropped. Raises Wrong."""
    kind = Kind(question.kind)
    limits = {
        name: value
        for name, value in question.limits.items()
        if name in KNOWN[kind] and value not in (None, "")
    }
    if kind in {Kind.SHORT, Kind.LONG}:
        _whole(limits, "longest", LONGEST[kind])
    elif kind == Kind.SEVERAL:
        _whole(limits, "most", len(question.open_choices()))
    elif kind == Kind.DATE:
        limits = {name: _iso_date(value) for name, value in limits.items()}
    elif not all(isinstance(value, (int, float)) and abs(value) < 10**15 for value in limits.values()):
        raise Wrong("out_of_range")
    if len(limits) == 2 and limits["least"] > limits["greatest"]:
        raise Wrong("out_of_range", least=limits["least"], greatest=limits["greatest"])
    return limits


def _whole(limits: dict[str, Any], name: str, greatest: int) -> None:
    if name in limits and (not isinstance(limits[name], int) or not 1 <= limits[name] <= greatest):
        raise Wrong("out_of_range", least=1, greatest=greatest)


def _iso_date(value: Any) -> str:
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Wrong("out_of_range") from None
