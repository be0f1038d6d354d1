"""The human check as this installation is set up: its keys, its limits and its questions."""

from functools import cache

from django.conf import settings

from turnout.interest.arithmetic import questions
from turnout.rush.human import HumanCheck, Keys
from turnout.rush.limits import Limits


@cache
def human_check() -> HumanCheck:
    """One for each process, whose memory the limits are."""
    workers = settings.TURNOUT_WORKERS
    return HumanCheck(
        Keys.of(settings.SECRET_KEY),
        questions(),
        soft=Limits(settings.TURNOUT_ANSWERS_BEFORE_CHECK / workers),
        crowd=Limits(settings.TURNOUT_EVENT_ANSWERS_BEFORE_CHECK / workers),
    )
