"""A rehearsal's result, as a table for the terminal."""

from collections.abc import Iterator

from rich.table import Table

from turnout.rehearse.outcome import End, Tally, percentile


def table(tally: Tally, seconds: float) -> Table:
    found = Table(title="Rehearsal", title_justify="left", show_header=False)
    found.add_column("what")
    found.add_column("figure", justify="right")
    for what, figure in _rows(tally, seconds):
        found.add_row(what, figure)
    return found


def _rows(tally: Tally, seconds: float) -> Iterator[tuple[str, str]]:
    acknowledged = tally.count(End.ACKNOWLEDGED)
    yield "answers sent", f"{tally.sent:,}"
    yield "acknowledged", f"{acknowledged:,}"
    yield "  different addresses among them", f"{len(tally.acknowledged_keys):,}"
    yield "mended after a mistake (422)", f"{tally.corrected:,}"
    if tally.checked:
        yield "asked for a check", f"{tally.checked:,}"
    for reason, times in tally.reasons.most_common():
        yield f"refused: {reason}", f"{times:,}"
    yield "read the page and left", f"{tally.count(End.LEFT):,}"
    if unanswered := tally.count(End.UNANSWERED):
        yield "gave up without an answer", f"{unanswered:,}"
    for why, times in tally.repeated.most_common():
        yield f"asked again: {why}", f"{times:,}"
    yield "page, p50 / p95 / p99", _percentiles(tally.page_seconds)
    yield "answer to thanks, p50 / p95 / p99", _percentiles(tally.answer_seconds)
    yield "in all", f"{seconds:,.1f} s, {acknowledged / max(seconds, 0.001):,.0f} answers/s"


def _percentiles(seconds: list[float]) -> str:
    return " / ".join(f"{1000 * percentile(seconds, share):,.0f}" for share in (0.5, 0.95, 0.99)) + " ms"
