"""Due work: who came, by channel, likelihood and distance, once it is known of each person whether they did.

A person came who is at the step `admitted`; the room that lets people in notes it (see advance), and
nothing else is needed for these tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from turnout.events.models import Event, Stage
from turnout.forecasts.breakdown import Breakdown
from turnout.forecasts.compared import points_of_options
from turnout.forecasts.day_of import moment_of
from turnout.forecasts.gazetteer import distances, points_of
from turnout.forecasts.latest import day_number
from turnout.forecasts.models import Forecast, Progress, Step
from turnout.interest.models import Interest
from turnout.rules.forecast import crowd
from turnout.rules.history import Alike, Cell, cells_of
from turnout.rules.learning import Learned, published
from turnout.rules.people import CODES, STAGES, Floats, People, people_of
from turnout.rules.who_came import Part, told

# Kilometres, up to which somebody lives that near.
NEAR = (10, 50, 200, 1000)
_HAD_A_PLACE = frozenset({Step.CLAIMED, Step.PAID, Step.RECONFIRMED})
_AWAY = frozenset({Step.DECLINED, Step.LAPSED})
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Answered:
    """Those whose answers count, row for row: what they were on the day before, and how many heads came.

    `open_` are those for whom there was a place; `far` in kilometres, NaN where unknown.
    """

    people: People
    came: Numbers
    open_: NDArray[np.bool_]
    far: Floats
    by: dict[str, NDArray[np.str_]]


def due(now: datetime) -> Sequence[int]:
    """Events that are over, and of which it became known of somebody that they came."""
    steps = Progress.objects.filter(event=OuterRef("pk"))
    last = steps.order_by("-changed_at").values("changed_at")[:1]
    made = Breakdown.objects.filter(event=OuterRef("pk")).values("at")[:1]
    over = Event.objects.filter(stage=Stage.PAST).annotate(last=Subquery(last), made=Subquery(made))
    waiting = over.filter(Q(made=None) | Q(last__gt=F("made")))
    return list(waiting.filter(Exists(steps.filter(step=Step.ADMITTED))).values_list("pk", flat=True))


def break_down(event_id: int, now: datetime) -> None:
    event = Event.objects.prefetch_related("options").get(pk=event_id)
    last = Progress.objects.filter(event=event).aggregate(last=Max("changed_at"))["last"] or now
    parts = [asdict(part) for part in parts_of(event)]
    Breakdown.objects.update_or_create(event=event, defaults={"parts": parts, "at": last})


def came_in(event: Event) -> int:
    """Heads that were let in, of those who had answered."""
    heads = Coalesce("heads", "interest__party")
    found = Progress.objects.filter(event=event, step=Step.ADMITTED).aggregate(heads=Sum(heads))["heads"]
    return int(found or 0)


def cells_known(event: Event) -> tuple[Cell, ...]:
    """Those for whom there was a place, counted by what is alike, and who came; none if nobody was noted."""
    if not came_in(event):
        return ()
    answered = _answered(event)
    people = answered.people
    columns = (people.stage, people.party, people.lead, answered.far, people.verified, answered.came)
    return cells_of(
        (
            Alike(STAGES[stage].name, party, round(max(lead, 0)), _whole(far), verified),
            came > 0,
        )
        for stage, party, lead, far, verified, came in zip(
            *(column[answered.open_].tolist() for column in columns), strict=True
        )
    )


def _whole(far: float) -> int:
    return -1 if np.isnan(far) else round(far)


def parts_of(event: Event) -> list[Part]:
    answered = _answered(event)
    known, day = _known(event)
    found: list[Part] = []
    for by, which in answered.by.items():
        parts = [_part(by, key, which == key, answered, known, day) for key in np.unique(which).tolist()]
        found += parts if by == "said" else told(parts)
    return found


def _part(
    by: str, which: str, rows: NDArray[np.bool_], answered: Answered, known: Learned, day: float
) -> Part:
    party = answered.people.party
    open_ = rows & answered.open_
    curve, effects = crowd(answered.people.chosen(open_), known, day)
    return Part(
        by,
        which,
        int(party[rows].sum()),
        int(party[open_].sum()),
        float(curve.at(effects)[0].mean()),
        int(answered.came[rows].sum()),
    )


def _known(event: Event) -> tuple[Learned, float]:
    """What the last forecast before the event knew."""
    starts_at = moment_of(event)
    kept = Forecast.objects.filter(event=event).select_related("version")
    if starts_at:
        kept = kept.filter(at__lte=starts_at)
    last = kept.order_by("-at", "-pk").first()
    day = day_number((starts_at or (last.at if last else event.created_at)).date())
    return (Learned.of_json(last.version.learned) if last and last.version else published(day)), day


def _answered(event: Event) -> Answered:
    columns = ("likelihood", "party", "via", "country", "postcode", "created_at", "verified_at")
    counted = Interest.objects.filter(event=event, standing=Interest.Standing.COUNTED).order_by("pk")
    rows = list(counted.values_list(*columns, "progress__step", "progress__heads"))
    steps = [row[-2] for row in rows]
    had_places = any(step in _HAD_A_PLACE or step in _AWAY for step in steps)
    stages = [_stage(row[0], step, had_places=had_places) for row, step in zip(rows, steps, strict=True)]
    heads = np.array([row[-1] or row[1] for row in rows], np.int8)
    starts_at = moment_of(event)
    far = _far(event, [(row[3], row[4]) for row in rows])
    people = people_of(
        np.array([CODES[stage] for stage in stages], np.int8),
        heads,
        lead=np.array([_lead(row[5], starts_at) for row in rows], np.float32),
        verified=np.array([row[6] is not None for row in rows], np.bool_),
    )
    came = np.where([step == Step.ADMITTED for step in steps], heads, 0).astype(np.int64)
    invited = any(steps)
    open_ = np.array([step not in _AWAY if step else not invited for step in steps], np.bool_)
    by = {
        "via": np.array([row[2] for row in rows], np.str_),
        "said": np.array([row[0] for row in rows], np.str_),
        "near": np.array(list(_nearness(far)), np.str_),
    }
    return Answered(people, came, open_, far, by)


def _stage(likelihood: str, step: str | None, *, had_places: bool) -> str:
    """What somebody's word was worth on the day before: who came had taken a place, where there were any."""
    if step == Step.ADMITTED:
        return str(Step.CLAIMED) if had_places else likelihood
    return likelihood if step in (None, Step.INVITED) else str(step)


def _lead(answered: datetime, starts_at: datetime | None) -> float:
    return (starts_at - answered).total_seconds() / 86400 if starts_at else 21.0


def _far(event: Event, homes: list[tuple[str, str]]) -> Floats:
    """Kilometres to where it was; NaN where either is not known."""
    where = next((option for option in event.open_options() if option.place), None)
    point: Any = points_of_options([where], event)[where.pk] if where else None
    if point is None or not homes:
        return np.full(len(homes), np.nan, np.float32)
    different = {home: place for place, home in enumerate(dict.fromkeys(homes))}
    points = points_of([country for country, _ in different], [code for _, code in different])
    country = (where.country if where else "") or event.country
    return distances(points, point, country)[[different[home] for home in homes]]


def _nearness(far: Floats) -> Iterator[str]:
    for kilometres in far.tolist():
        if np.isnan(kilometres):
            yield "unknown"
        else:
            yield str(next((near for near in NEAR if kilometres <= near), "further"))
