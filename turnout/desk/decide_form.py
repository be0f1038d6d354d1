"""The form in which place and time are settled."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.choices import offer
from turnout.desk.near_enough import near_enough
from turnout.desk.problem_words import say_problems
from turnout.events.local_time import refuse_gap
from turnout.events.models import Event, Option
from turnout.events.refusals import NoSuchTime
from turnout.interest.option_words import option_label
from turnout.invitations.decide import Decided
from turnout.invitations.models import MOST_CUT_OFF, Decision
from turnout.invitations.refusals import AskedAgain
from turnout.rules.refusal import Refusal

_HOURS = _("Give a whole number from 0 to 72.")
_WHOLE = _("Give a whole number from 1 to 1,000,000.")


class DecideForm(forms.Form):
    option = forms.ChoiceField(
        label=_("Which one is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the place or date that it is to be.")},
    )
    date = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[near_enough],
        error_messages={"required": _("Give the day.")},
    )
    doors = forms.TimeField(
        label=_("Doors open"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Say when the doors open.")},
    )
    starts = forms.TimeField(
        label=_("It begins"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Say when it begins.")},
    )
    ends = forms.TimeField(
        label=_("It ends"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    venue = forms.CharField(
        label=pgettext_lazy("place", "Hall"),
        max_length=200,
        error_messages={"required": _("Name the hall, so that people find it.")},
    )
    address = forms.CharField(label=_("Street and number"), max_length=300, required=False)
    map_link = forms.URLField(
        label=_("Link to a map"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Give a whole address, such as https://example.org.")},
    )
    access = forms.CharField(
        label=_("How to get in"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which door, steps and lifts, trains and parking."),
    )
    capacity = forms.IntegerField(
        label=_("How many people does it hold?"),
        min_value=1,
        max_value=1_000_000,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _WHOLE),
    )
    asks_again_days = forms.TypedChoiceField(
        label=_("Ask whether they still come"),
        coerce=int,
        choices=[
            (0, _("Never")),
            (1, _("1 day before")),
            (2, _("2 days before")),
            (3, _("3 days before")),
            (7, _("7 days before")),
        ],
        initial=3,
        help_text=_(
            "Everybody with a place gets one mail. Who cannot come gives the place back with one press."
        ),
    )
    cut_off_hours = forms.IntegerField(
        label=_("Hours before doors from which tickets stay as they are"),
        min_value=0,
        max_value=MOST_CUT_OFF,
        required=False,
        initial=3,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _HOURS),
        help_text=_("Until then people may change the names on their tickets, or pass a ticket on."),
    )
    asks_again = forms.BooleanField(label="", required=False)

    def __init__(
        self, event: Event, data: Any = None, decision: Decision | None = None, wanted: str = ""
    ) -> None:
        super().__init__(data, initial=_initial(decision) | ({"option": wanted} if wanted else {}))
        self.event, self.invited = event, 0
        language, today = get_language() or event.language, event.created_at.date()
        self.options = _offered(event, decision)
        offer(
            self,
            "option",
            [(str(each.pk), option_label(each, event, language, today)) for each in self.options],
        )
        if decision is None and len(self.options) == 1:
            self.initial = {**self.initial, **_of_option(self.options[0])}

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if {"date", "doors", "starts", "option"} <= given.keys():
            self._refuse_times(given)
        return given

    def _refuse_times(self, given: dict[str, Any]) -> None:
        times = {name: given[name] for name in ("doors", "starts")}
        if times["doors"] > times["starts"]:
            self.add_error("doors", _("The doors open before it begins."))
        for name, time in times.items():
            try:
                refuse_gap(given["date"], time, self._zone())
            except NoSuchTime as refusal:
                self.add_error(name, str(say_gap(refusal)))

    def _zone(self) -> str:
        return self._option().time_zone or self.event.time_zone

    def _option(self) -> Option:
        return next(each for each in self.options if str(each.pk) == self.cleaned_data["option"])

    @property
    def decided(self) -> Decided:
        given, option = self.cleaned_data, self._option()
        option.event = self.event
        starts = self._at(given["starts"])
        ends = self._at(given["ends"]) if given["ends"] else None
        decided: Decided = {
            "option": option,
            "venue": given["venue"],
            "address": given["address"],
            "map_link": given["map_link"],
            "access": given["access"],
            "doors_at": self._at(given["doors"]),
            "starts_at": starts,
            # Past midnight it is the day after.
            "ends_at": ends + dt.timedelta(days=1) if ends and ends <= starts else ends,
            "capacity": given["capacity"],
            "asks_again_days": given["asks_again_days"],
        }
        # Left empty it stays as it is.
        if given["cut_off_hours"] is not None:
            decided["cut_off_hours"] = given["cut_off_hours"]
        return decided

    def _at(self, time: dt.time) -> dt.datetime:
        local = dt.datetime.combine(self.cleaned_data["date"], time, ZoneInfo(self._zone()))
        return local.astimezone(dt.UTC)

    def say(self, refusal: Refusal) -> None:
        """What the verb refused, at the field that it is about."""
        if isinstance(refusal, AskedAgain):
            self.invited = refusal.invited
            self["asks_again"].label = ngettext(
                "Yes: tell the %(people)s person who was invited, and ask again",
                "Yes: tell the %(people)s people who were invited, and ask each again",
                refusal.invited,
            ) % {"people": refusal.invited}
            words = _("People were invited for another day or place. Say that they are to be asked again.")
            self.add_error("asks_again", words)
        else:
            say_problems(self, refusal)


def say_gap(refusal: NoSuchTime) -> Any:
    return _("The clocks go forward at this time on that day.")


def _offered(event: Event, decision: Decision | None) -> list[Option]:
    """Those on offer now, and those that were until it was decided."""
    was = set(decision.before.get("others", [])) | {decision.option_id} if decision else set()
    return [each for each in event.options.all() if each.retired_at is None or each.pk in was]


def _of_option(option: Option) -> dict[str, Any]:
    return {
        "option": str(option.pk),
        "date": option.date,
        "starts": option.time,
        "doors": option.time,
        "venue": option.venue,
    }


def _initial(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    zone = ZoneInfo(decision.option.time_zone or decision.event.time_zone)
    starts = decision.starts_at.astimezone(zone)
    return {
        "option": str(decision.option_id),
        "date": starts.date(),
        "starts": starts.time(),
        "doors": decision.doors_at.astimezone(zone).time(),
        "ends": decision.ends_at and decision.ends_at.astimezone(zone).time(),
        **{
            name: getattr(decision, name)
            for name in (
                "venue",
                "address",
                "map_link",
                "access",
                "capacity",
                "asks_again_days",
                "cut_off_hours",
            )
        },
    }
