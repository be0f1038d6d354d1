"""What a new event may start from, each with texts in the event's language that are good enough to keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Asked:
    kind: str
    label: Text
    hint: Text = ""
    choices: Sequence[Text] = ()
    limits: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StartingPoint:
    key: str
    name: Text
    about: Text
    strapline: Text = ""
    text: Sequence[Text] = ()
    questions: Sequence[Asked] = ()


_ALL = (
    StartingPoint(
        "first",
        _("First fan event in a city"),
        _("You have a city and a day in mind, and want to know how many would come."),
        _("Nothing is booked yet: tell us that you would come, and we will find the right place."),
        (
            _("## What to expect"),
            _("An evening with the people behind it: something to see, something to try, time to talk."),
            _("## What happens next"),
            _("We count who would come, choose a place that fits, and write to you before anybody else."),
        ),
        (Asked("long", _("What would you like to see there?"), _("A wish, a question, an idea.")),),
    ),
    StartingPoint(
        "which-city",
        _("Which city next?"),
        _("Several cities are possible, and those who would come decide."),
        _("We are choosing our next city. Say where you would come."),
        (
            _("## How we choose"),
            _("We look at how many would come to each city, and how far they would have to travel."),
            _("Tick every city that suits you. You will hear from us as soon as it is decided."),
        ),
        (
            Asked(
                "one",
                _("How far would you travel?"),
                choices=(_("Within my city"), _("Up to an hour"), _("Up to three hours"), _("Any distance")),
            ),
        ),
    ),
    StartingPoint(
        "hall",
        _("I already have a hall"),
        _("Place and day are fixed, and you want to know how full it gets."),
        _("Place and day are set. Tell us that you are coming."),
        (
            _("## What to expect"),
            _("Doors open half an hour before the start. Seats are limited, so tell us how many you need."),
        ),
        (
            Asked(
                "short", _("Is there anything we should know?"), _("For example a wheelchair or an allergy.")
            ),
        ),
    ),
    StartingPoint("blank", _("Blank"), _("An empty page, for those who know what they want.")),
)

STARTING_POINTS = {each.key: each for each in _ALL}
