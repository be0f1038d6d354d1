"""What was foreseen and what happened, in sentences: as plain where it went wrong as where it went well."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from turnout.desk.words import LIKELIHOODS
from turnout.forecasts.break_down import NEAR
from turnout.interest.in_words import number
from turnout.rules.scoreboard import Board, Foreseen
from turnout.rules.who_came import Part

TITLES: dict[str, str | Promise] = {
    "said": _("By what they had said"),
    "via": _("By where they had read of it"),
    "near": _("By how far away they live"),
}


def verdict(foreseen: Foreseen, came: int) -> str:
    """Of the last forecast before the day."""
    _half, eight, nineteen = foreseen.held(came)
    if eight:
        return gettext("The forecast held: it is within the range that was to hold 8 times in 10.")
    side = (
        gettext("Fewer came than the range that was to hold 8 times in 10.")
        if came < foreseen.median
        else gettext("More came than the range that was to hold 8 times in 10.")
    )
    if nineteen:
        return f"{side} {gettext('2 in 10 events should be so far off.')}"
    return f"{side} {gettext('Only 1 in 20 events should be so far off: this forecast was wrong.')}"


def off(difference: int, language: str) -> str:
    """How many more or fewer came than its middle."""
    if difference == 0:
        return gettext("exactly so many")
    if difference > 0:
        words = ngettext("%(heads)s more", "%(heads)s more", difference)
    else:
        words = ngettext("%(heads)s fewer", "%(heads)s fewer", -difference)
    return words % {"heads": number(abs(difference), language)}


def label(part: Part, channels: Mapping[str, str]) -> str:
    if part.which == "others":
        return pgettext("groups of people", "Others")
    if part.by == "said":
        return str(LIKELIHOODS[part.which])
    if part.by == "via":
        return channels.get(part.which, part.which) or gettext("No link of yours")
    return _nearness(part.which)


def _nearness(which: str) -> str:
    if which == "unknown":
        return gettext("Not known")
    if which == "further":
        return gettext("Over %(far)s km") % {"far": NEAR[-1]}
    place = NEAR.index(int(which))
    if place == 0:
        return gettext("Up to %(far)s km") % {"far": which}
    return gettext("%(near)s to %(far)s km") % {"near": NEAR[place - 1], "far": which}


def reason(part: Part, channels: Mapping[str, str]) -> str:
    """Which people a miss came from."""
    facts = {
        "who": label(part, channels),
        "foreseen": round(part.foreseen),
        "came": part.came,
    }
    told = {
        "said": gettext(
            "Most of the difference are people who had said “%(who)s”: %(foreseen)s of them were expected,"
            " %(came)s came."
        ),
        "via": gettext(
            "Most of the difference are people who came through “%(who)s”: %(foreseen)s of them were"
            " expected, %(came)s came."
        ),
        "near": gettext(
            "Most of the difference is one distance, “%(who)s”: %(foreseen)s people were expected from there,"
            " %(came)s came."
        ),
    }
    return told[part.by] % facts


def everybody(difference: float) -> str:
    if difference < 0:
        return gettext(
            "No group stands out: a few fewer of everybody came, as when weather or another event keeps"
            " people away."
        )
    return gettext("No group stands out: a few more of everybody came.")


def in_a_hundred(share: float) -> str:
    return gettext("%(number)s in 100") % {"number": round(100 * share)}


def board(board: Board) -> list[str]:
    """What the record says of the forecasts, the worst not left out."""
    if board.width == "early":
        told = [
            gettext("Too few events to say how good the forecasts are: chance alone decides over so few.")
        ]
    elif board.width == "narrow":
        told = [
            gettext(
                "That is too seldom: the ranges have been too narrow. Take them for wider than they look,"
                " until more events have been learned from."
            )
        ]
    elif board.width == "wide":
        told = [gettext("That is more often than said: the ranges could have been narrower.")]
    else:
        told = [gettext("That is what the ranges promise.")]
    if board.lean == "fewer":
        told.append(gettext("Fewer came than foreseen more often than chance would have it."))
    elif board.lean == "more":
        told.append(gettext("More came than foreseen more often than chance would have it."))
    return told
