"""A forecast in sentences: what it rests on, what would make it surer, and what if."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from turnout.desk.words import LIKELIHOODS
from turnout.forecasts.current import Forecasted
from turnout.forecasts.narrowing import Narrower
from turnout.interest.in_words import number
from turnout.rules.suppose import Supposed

PARTS = {
    **LIKELIHOODS,
    "lapsed": gettext_lazy("No reply in time"),
    "claimed": gettext_lazy("Place confirmed"),
    "paid": gettext_lazy("Place paid for"),
    "reconfirmed": gettext_lazy("Place confirmed once more"),
    "admitted": gettext_lazy("Came in already"),
    "declined": gettext_lazy("Declined"),
}
RANGES = {
    "half": pgettext_lazy("how sure", "1 chance in 2"),
    "eight": pgettext_lazy("how sure", "8 chances in 10"),
    "nineteen": pgettext_lazy("how sure", "19 chances in 20"),
}


def source(events: int) -> str:
    """Whose rates it is made of."""
    if not events:
        return _("From published rates, not yet your own.")
    words = ngettext(
        "From published rates and %(events)s past event of your own.",
        "From published rates and %(events)s past events of your own.",
        events,
    )
    return words % {"events": events}


def rests_on(found: Forecasted, language: str) -> str:
    """ "412 people asked for 688 places: 230 definitely, 120 probably, 62 maybe."."""
    parts = found.parts
    people, heads = sum(part.people for part in parts), sum(part.heads for part in parts)
    words = ngettext(
        "%(people)s person asked for %(heads)s places", "%(people)s people asked for %(heads)s places", people
    ) % {"people": number(people, language), "heads": number(heads, language)}
    each = [f"{number(part.people, language)} {str(PARTS[part.stage]).lower()}" for part in parts]
    return _("%(all)s: %(parts)s.") % {"all": words, "parts": ", ".join(each)}


def would_narrow(each: Narrower, language: str) -> str:
    facts = {"people": number(each.people, language), "less": number(each.less, language)}
    if each.what == "confirm":
        words = ngettext(
            "%(people)s person has not confirmed the e-mail address. Once it is known whether they do: "
            "± %(less)s fewer.",
            "%(people)s people have not confirmed their e-mail address. Once it is known who does: "
            "± %(less)s fewer.",
            each.people,
        )
    elif each.what == "history":
        words = ngettext(
            "Bring in %(people)s past event of your own: ± %(less)s fewer.",
            "Bring in %(people)s past events of your own: ± %(less)s fewer.",
            each.people,
        )
    else:
        words = ngettext(
            "In %(people)s day nobody signs up any more: ± %(less)s fewer.",
            "In %(people)s days nobody signs up any more: ± %(less)s fewer.",
            each.people,
        )
    return words % facts


def effects(supposed: Supposed, language: str) -> Iterator[tuple[str, str]]:
    """What was supposed, and the published effect by which it moves the forecast."""
    if supposed.later:
        yield _day(supposed.later, language)
    if supposed.reminded:
        yield (
            _("A reminder the day before"),
            _("Clinics found 0.77 times the odds of staying away after a text message."),
        )
    if supposed.planned:
        yield (
            _("A plan"),
            _(
                "Who was asked to write down day and time came more often: 37 instead of 33 in 100 "
                "(Milkman and others, 2011, flu shots at work)."
            ),
        )
    if supposed.invited is not None:
        yield (
            _("Fewer invitations"),
            _("Taken evenly from the list, as a draw would. Nobody else is invited."),
        )


def _day(later: float, language: str) -> tuple[str, str]:
    days = round(abs(later))
    if later > 0:
        words = ngettext("%(days)s day later", "%(days)s days later", days)
    else:
        words = ngettext("%(days)s day sooner", "%(days)s days sooner", days)
    return (
        words % {"days": number(days, language)},
        _(
            "The longer ago people said so, the fewer come: clinics found 5.5 times the odds of staying away "
            "after four weeks (263,000 appointments; half of it is believed here). And more days bring more "
            "people who sign up."
        ),
    )


def in_a_hundred(chance: float) -> str:
    """Of 100 such events, in so many; what is rarer or surer than can be said is not said to be never."""
    rounded = round(100 * chance)
    if chance and not rounded:
        return _("under 1 in 100")
    if chance < 1 and rounded == 100:
        return _("over 99 in 100")
    return _("%(times)s in 100") % {"times": rounded}


def sentences(found: Sequence[Narrower], language: str) -> list[tuple[str, str]]:
    return [(each.what, would_narrow(each, language)) for each in found]
