"""How good an organisation's forecasts have been, and what it may pass on of its past events."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from turnout.accounts.guard import member
from turnout.accounts.models import Organisation, Role
from turnout.desk import came_words as words
from turnout.forecasts.contribution import LEAST, as_csv, rows_of
from turnout.forecasts.judged import Judged, judged
from turnout.forecasts.models import Outcome
from turnout.rules.scoreboard import SHARES, board_of

# Rows of the file that are shown before it is downloaded.
_SHOWN = 10


@member(Role.EDITOR)
@require_safe
def scoreboard(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    language = get_language() or "en"
    found = judged(organisation)
    board = board_of([(each.foreseen, each.came) for each in found])
    facts: dict[str, Any] = {
        "organisation": organisation,
        "board": board,
        "told": words.board(board),
        "ranges": [(round(100 * share), held) for share, held in zip(SHARES, board.held, strict=True)],
        "typical": round(100 * board.off),
        "rows": [(each, each.foreseen.held(each.came)[1], _off(each, language)) for each in found],
        "in_hindsight": sum(each.in_hindsight for each in found),
    }
    return render(request, "desk/came/scoreboard.html", facts)


def _off(each: Judged, language: str) -> str:
    return words.off(each.came - each.foreseen.median, language)


@member(Role.EDITOR)
@require_safe
def contribution(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The file as it would be; nothing leaves the program but by the organiser's own hand."""
    rows = rows_of(_standing(organisation))
    facts = {"organisation": organisation, "rows": rows[:_SHOWN], "count": len(rows), "least": LEAST}
    facts["more"] = max(len(rows) - _SHOWN, 0)
    return render(request, "desk/came/contribution.html", facts)


@member(Role.EDITOR)
@require_safe
def contribution_file(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    answer = HttpResponse(as_csv(rows_of(_standing(organisation))), content_type="text/csv; charset=utf-8")
    # Not even the name of the file tells whose it is.
    answer["Content-Disposition"] = 'attachment; filename="past-events.csv"'
    return answer


def _standing(organisation: Organisation) -> list[Outcome]:
    return list(Outcome.objects.filter(organisation=organisation, removed_at=None).defer("cells"))


_AT = "<slug:organisation>/past-events/"
urls = [
    path(f"{_AT}score/", scoreboard, name="scoreboard"),
    path(f"{_AT}contribution/", contribution, name="contribution"),
    path(f"{_AT}contribution/past-events.csv", contribution_file, name="contribution-file"),
]
