"""The form by which entries are closed and the public randomness is named."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from turnout.desk.choices import offer
from turnout.desk.event_form import LocalMoment
from turnout.desk.weighed import Weighed, weighed
from turnout.events.models import Event
from turnout.invitations.draw_refusals import NothingToDraw, RuleTooLong, TooFewOutcomes, TooSoon
from turnout.invitations.refusals import NothingDecided
from turnout.invitations.start_draw import Named
from turnout.rules.announced import HIGHEST, MOST_NUMBERS, Source, is_possible
from turnout.rules.draw import MOST_WEIGHT
from turnout.rules.refusal import Refusal
from turnout.rules.weights import BEEN_BEFORE, LIKELIHOOD, Weights

BEACON, NUMBERS = "beacon", "numbers"
WAITS = (15, 30, 60, 180, 1440, 4320)
SOURCES = (1, 2, 3)
_DIGITS = re.compile(r"[0-9]{1,9}")
_WEIGHT = _("Give a whole number from 1 to 10.")
_NUMBER = _("Give a whole number.")


class DrawForm(forms.Form):
    decides = forms.ChoiceField(
        label=_("Which public numbers decide?"),
        choices=[
            (BEACON, _("A public beacon: fresh random numbers every three seconds, signed by its network")),
            (NUMBERS, _("A lottery or other public numbers that are still to come")),
        ],
        widget=forms.RadioSelect,
        initial=BEACON,
    )
    wait = forms.TypedChoiceField(
        label=_("With the beacon: when?"),
        coerce=int,
        required=False,
        help_text=_("So long everybody has for reading the mail with the fingerprint."),
    )
    at = LocalMoment(
        label=_("With a lottery: when do its numbers come?"),
        required=False,
        help_text=_("By the clock of the event's place."),
    )
    rule = forms.CharField(
        label=_("The rule, in plain words"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say who takes part and for how many places.")},
        help_text=_("Everybody can read it, now and later."),
    )

    weigh_by = forms.ChoiceField(label=_("By what do they weigh?"), required=False, initial=LIKELIHOOD)

    def __init__(self, event: Event, least: dt.timedelta, rule: str, data: Any = None) -> None:
        super().__init__(data, initial={"rule": rule})
        self.event = event
        self.weighed = weighed(event)
        offer(self, "weigh_by", [(each.by, each.asked) for each in self.weighed])
        for each in self.weighed:
            for name, label in each.fields:
                self.fields[name] = _whole(
                    label, 1, MOST_WEIGHT, _WEIGHT, initial=1, required=each.by == LIKELIHOOD
                )
        for number in SOURCES:
            self._ask_for(number)
        fit = [minutes for minutes in WAITS if dt.timedelta(minutes=minutes) >= least]
        offer(self, "wait", [(str(minutes), _in(minutes)) for minutes in fit])
        self.initial["wait"] = str(max(60, fit[0]) if fit else "")

    def _ask_for(self, number: int) -> None:
        self.fields[f"name_{number}"] = forms.CharField(
            label=_("Name"),
            max_length=200,
            help_text=_("Such as “New York Lotto of 3 December”."),
            required=False,
        )
        self.fields[f"count_{number}"] = _whole(
            _("How many numbers"), 1, MOST_NUMBERS, _NUMBER, required=False
        )
        self.fields[f"low_{number}"] = _whole(_("The lowest"), 0, HIGHEST, _NUMBER, required=False)
        self.fields[f"high_{number}"] = _whole(_("The highest"), 0, HIGHEST, _NUMBER, required=False)
        self.fields[f"ordered_{number}"] = forms.BooleanField(
            label=_("They are drawn in an order that counts, and may come twice"), required=False
        )

    @property
    def weight_groups(self) -> list[tuple[Weighed, list[forms.BoundField]]]:
        return [(each, [self[name] for name, _label in each.fields]) for each in self.weighed]

    @property
    def has_weights(self) -> bool:
        return any(str(field.value() or 1) != "1" for _each, fields in self.weight_groups for field in fields)

    @property
    def source_fields(self) -> list[Mapping[str, Any]]:
        names = ("name", "count", "low", "high", "ordered")
        return [{name: self[f"{name}_{number}"] for name in names} for number in SOURCES]

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if given.get("decides") == NUMBERS:
            if not given.get("at") and "at" not in self.errors:
                self.add_error("at", _("Say when the numbers come."))
            self._check_sources(given)
        elif given.get("decides") == BEACON and not given.get("wait"):
            self.add_error("wait", _("Choose when it is decided."))
        return given

    def _check_sources(self, given: Mapping[str, Any]) -> None:
        named = [number for number in SOURCES if given.get(f"name_{number}")]
        if not named:
            self.add_error("name_1", _("Name whose numbers decide."))
        for number in named:
            parts = [given.get(f"{name}_{number}") for name in ("count", "low", "high")]
            if None in parts:
                self.add_error(f"count_{number}", _("Say how many numbers, and from which to which."))
            elif not is_possible(_source(given, number)):
                self.add_error(f"count_{number}", _("So many numbers cannot be drawn from that range."))

    @property
    def named(self) -> Named:
        given = self.cleaned_data
        if given["decides"] == BEACON:
            return Named(lead=dt.timedelta(minutes=given["wait"]))
        local = given["at"].replace(tzinfo=ZoneInfo(self.event.time_zone))
        named = [number for number in SOURCES if given[f"name_{number}"]]
        sources = tuple(_source(given, number) for number in named)
        return Named(at=local.astimezone(dt.UTC), sources=sources)

    @property
    def weights(self) -> Weights:
        """Only where they differ."""
        by = self.cleaned_data["weigh_by"] or LIKELIHOOD
        chosen = next(each for each in self.weighed if each.by == by)
        found = {chosen.value_of(name): self.cleaned_data[name] or 1 for name, _label in chosen.fields}
        differ = by == BEEN_BEFORE or len(set(found.values())) > 1
        return Weights(by, found if differ else {})

    def say(self, refusal: Refusal) -> None:
        if isinstance(refusal, TooSoon):
            field = "wait" if self.cleaned_data["decides"] == BEACON else "at"
            minutes = refusal.least // 60
            words = ngettext(
                "That is too soon: the mails need %(n)s minute.",
                "That is too soon: the mails need %(n)s minutes.",
                minutes,
            )
            self.add_error(field, words % {"n": minutes})
        elif isinstance(refusal, TooFewOutcomes):
            self.add_error(
                "count_1",
                _("These numbers have too few outcomes: somebody could try them all. Add a second lottery."),
            )
        elif isinstance(refusal, RuleTooLong):
            too_long = _("With what it says of weights the rule is %(over)s characters too long.")
            self.add_error("rule", too_long % {"over": refusal.over})
        elif isinstance(refusal, NothingToDraw):
            self.add_error(
                None, _("There is nothing to draw: everybody who fits gets a place, or there are none.")
            )
        elif isinstance(refusal, NothingDecided):
            self.add_error(None, _("Settle place and time first: nobody can be invited before."))
        else:
            self.add_error(None, _("That came too late: look how it stands with the round now."))


class NumbersForm(forms.Form):
    """The announced numbers, once they are there; one field for each source."""

    def __init__(self, sources: Sequence[Source], data: Any = None) -> None:
        super().__init__(data)
        self.sources = sources
        for at, source in enumerate(sources):
            self.fields[f"numbers_{at}"] = forms.RegexField(
                r"[0-9]",
                label=source.name,
                max_length=300,
                error_messages=dict.fromkeys(("required", "invalid"), _("Give the numbers.")),
                help_text=_range_words(source),
            )

    @property
    def numbers(self) -> list[list[int]]:
        texts = [self.cleaned_data[f"numbers_{at}"] for at in range(len(self.sources))]
        return [[int(each) for each in _DIGITS.findall(text)] for text in texts]


def _range_words(source: Source) -> str:
    words = ngettext(
        "%(n)s number from %(low)s to %(high)s", "%(n)s numbers from %(low)s to %(high)s", source.count
    )
    return words % {"n": source.count, "low": source.low, "high": source.high}


def _source(given: Mapping[str, Any], number: int) -> Source:
    return Source(
        given[f"name_{number}"],
        given[f"count_{number}"],
        given[f"low_{number}"],
        given[f"high_{number}"],
        rising=not given[f"ordered_{number}"],
    )


def _whole(label: Any, low: int, high: int, wrong: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        **more,
    )


def _in(minutes: int) -> str:
    if minutes < 60:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    if minutes < 1440:
        return ngettext("in %(n)s hour", "in %(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("in %(n)s day", "in %(n)s days", minutes // 1440) % {"n": minutes // 1440}
