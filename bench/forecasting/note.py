"""Writes bench/FORESIGHT.md and its figure."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.forecasting.score import Score, Scored, pits
from bench.forecasting.simulation import Covered
from bench.machine import described

NOTE = Path(__file__).parent.parent / "FORESIGHT.md"
FIGURE = NOTE.with_name("foresight.svg")
# Sets as the baselines name them, the baseline to beat there, and the CRPS to reach, as a part of its own.
BARS = {
    "hotel T-60": ("d conformal on c+", 0.9),
    "hotel T-30": ("d conformal on c+", 0.9),
    "hotel T-7": ("c* logit+RE tracked (boosted)", 0.9),
    "hotel T-0": ("b beta-binomial", 1.0),
    "hotel T-60 heads": ("c* with party size", 1.0),
    "hotel T-30 heads": ("c* with party size", 1.0),
    "hotel T-7 heads": ("c* with party size", 1.0),
    "hotel T-0 heads": ("c* with party size", 1.0),
    "college yield 2021": ("d conformal on Student t", 0.95),
    "36 events, zero history": ("z zero history: published prior 0.65, sd 0.6", 1.0),
    "36 events, own past events too": ("z+ published prior + own past events", 1.0),
}
_HEADER = (
    "| set | model | groups | MAPE % | CRPS | 50 | 80 | 95 | width | over-full | empty |\n"
    + "|---" * 11
    + "|"
)


def line(score: Score) -> str:
    cover = "/".join(f"{share:.1f}" for share in (score.cover50, score.cover80, score.cover95))
    return (
        f"{score.set}: {score.groups} groups, MAPE {score.mape:.1f} %, CRPS {score.crps:.3f}, "
        f"coverage {cover}, 80 % interval {score.width80:.1f} % wide; "
        f"hall at the 95 % quantile over-full in {score.over_q95:.1f} %, "
        f"{score.empty_q95:.1f} % empty; {score.seconds:.1f} s"
    )


def write(found: Sequence[tuple[Score, list[Scored]]], covered: Sequence[Covered], baselines: Path) -> None:
    bars = _baselines(baselines)
    rows = [row for score, _ in found for row in _rows(score, bars)]
    verdicts = [f"- {verdict}" for score, _ in found for verdict in _verdicts(score, bars)]
    invented = [
        f"| {each.world} | {each.events:,} | {' | '.join(f'{c:.1f}' for c in each.cover)} |"
        for each in covered
    ]
    text = (NOTE.with_name("forecasting") / "FORESIGHT.in.md").read_text()
    for name, lines in {
        "machine": [described()],
        "scores": [_HEADER, *rows],
        "verdicts": verdicts,
        "invented": ["| world | events | 50 | 80 | 95 |", "|---|---|---|---|---|", *invented],
    }.items():
        text = text.replace(f"<!-- {name} -->", "\n".join(lines))
    NOTE.write_text(text)
    FIGURE.write_text(figure([(score.set, forecasts) for score, forecasts in found]))


def _baselines(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(newline="") as file:
        return {(_ours(row), row["model"]): row for row in csv.DictReader(file)}


def _ours(row: dict[str, str]) -> str:
    if row["data"] != "36 community events":
        return row["data"]
    return "36 events, own past events too" if row["model"].startswith("z+") else "36 events, zero history"


def _rows(score: Score, bars: dict[tuple[str, str], dict[str, str]]) -> list[str]:
    values = (score.mape, score.crps, score.cover50, score.cover80, score.cover95, score.width80)
    mine = [f"{value:.3g}" for value in (*values, score.over_q95, score.empty_q95)]
    rows = [f"| {score.set} | **Turnout** | {score.groups} | {' | '.join(mine)} |"]
    for (data, model), row in bars.items():
        if data == score.set:
            names = ["MAPE", "CRPS", "cov50", "cov80", "cov95", "width80", "over_q95", "empty_q95"]
            theirs = [f"{float(row[name]):.3g}" if row[name] else "" for name in names]
            rows.append(f"| | {model} | {float(row['groups']):.0f} | {' | '.join(theirs)} |")
    return rows


def _verdicts(score: Score, bars: dict[tuple[str, str], dict[str, str]]) -> list[str]:
    cover = (("50", score.cover50), ("80", score.cover80), ("95", score.cover95))
    off = [
        f"{name} by {abs(value - float(name)):.1f}" for name, value in cover if abs(value - float(name)) > 2
    ]
    found = f"{score.set}: coverage " + (
        f"off by more than 2 points at {', '.join(off)}" if off else "within 2 points"
    )
    model, part = BARS.get(score.set, ("", 1.0))
    bar = bars.get((score.set, model))
    if bar:
        goal = float(bar["CRPS"]) * part
        reached = "reached" if score.crps <= goal else f"missed by {100 * (score.crps / goal - 1):.1f} %"
        found += (
            f"; CRPS {score.crps:.3g}, to reach {goal:.3g} ({model}: {float(bar['CRPS']):.3g}): {reached}"
        )
    return [found + "."]


_SIDE, _PAD, _COLUMNS = 150, 34, 4


def figure(sets: Sequence[tuple[str, list[Scored]]]) -> str:
    """Reliability: of each share of the forecast's chance, the share of the events that it really held."""
    rows = -(-len(sets) // _COLUMNS)
    width, height = _COLUMNS * (_SIDE + _PAD) + _PAD, rows * (_SIDE + 2 * _PAD)
    panels = "".join(
        _panel(
            name,
            forecasts,
            _PAD + place % _COLUMNS * (_SIDE + _PAD),
            _PAD + place // _COLUMNS * (_SIDE + 2 * _PAD),
        )
        for place, (name, forecasts) in enumerate(sets)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="11" fill="none"><rect width="{width}" height="{height}" fill="#fffdfa"/>{panels}</svg>\n'
    )


def _panel(name: str, forecasts: Sequence[Scored], left: int, top: int) -> str:
    found = np.sort(pits(forecasts))
    real = (np.arange(len(found)) + 1) / len(found)
    band = 1.96 * np.sqrt(0.25 / len(found)) * _SIDE
    steps = np.unique(np.linspace(0, len(found) - 1, 60).astype(int))
    points = " ".join(f"{left + found[s] * _SIDE:.1f},{top + (1 - real[s]) * _SIDE:.1f}" for s in steps)
    base = top + _SIDE
    corners = (
        (left, base - band),
        (left + _SIDE, top - band),
        (left + _SIDE, top + band),
        (left, base + band),
    )
    corridor = " ".join(f"{x},{y:.1f}" for x, y in corners)
    inside = f'x="{left}" y="{top}" width="{_SIDE}" height="{_SIDE}"'
    return (
        f'<text x="{left}" y="{top - 12}" fill="#2a2320">{name}</text>'
        f'<clipPath id="c{left}-{top}"><rect {inside}/></clipPath>'
        f'<g clip-path="url(#c{left}-{top})"><polygon points="{corridor}" fill="#e8dfd3"/>'
        f'<path d="M{left} {base}L{left + _SIDE} {top}" stroke="#8a7d70" stroke-dasharray="3 3"/>'
        f'<polyline points="{points}" stroke="#b3401f" stroke-width="2"/></g>'
        f'<rect {inside} stroke="#8a7d70"/>'
        f'<text x="{left}" y="{base + 13}" fill="#6b5f54">0</text>'
        f'<text x="{left + _SIDE}" y="{base + 13}" fill="#6b5f54" text-anchor="end">forecast 1</text>'
    )
