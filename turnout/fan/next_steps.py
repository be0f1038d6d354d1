"""What happens next, and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from turnout.events.models import Stage
from turnout.fan.moment import moment
from turnout.interest.models import Interest

BEFORE_THE_DAY = frozenset({Stage.GAUGING, Stage.INVITING})


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    """`steps` are pairs of what and how; none where nothing follows."""
    event, host = interest.event, interest.event.organisation.name
    if interest.standing == Interest.Standing.WITHDRAWN or event.stage not in BEFORE_THE_DAY:
        return {"steps": []}
    steps = []
    if not interest.verified_at:
        steps.append((_("You confirm that this is you"), _("With the button above.")))
    how = _("If there is a place for you, it goes to %(email)s.")
    if event.stage == Stage.GAUGING:
        steps.append((_("%(host)s counts the answers") % {"host": host}, _counts(interest, now)))
        how = _("It tells you what was decided, and goes to %(email)s.")
    steps.append((_("You get a mail"), how % {"email": interest.email}))
    steps.append((_("Then you say whether you come"), _("Nothing is booked or owed before that.")))
    return {"steps": steps}


def _counts(interest: Interest, now: datetime) -> str:
    event = interest.event
    if event.closes_at and event.closes_at > now:
        closing = moment(event.closes_at, event, interest.language)
        return _("Answers are taken until %(closing)s.") % {"closing": closing}
    return _("More people answer, and it becomes clear how many would come.")
