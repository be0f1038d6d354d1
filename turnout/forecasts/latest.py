from datetime import date

from turnout.forecasts.models import Version
from turnout.rules.learning import MODEL


def latest(organisation_id: int) -> Version | None:
    """What its past events have taught, where they have; numbers of another model are none."""
    found = Version.objects.filter(organisation=organisation_id).order_by("-number").first()
    if found is None or not found.events or found.learned["model"] != MODEL:
        return None
    return found


def day_number(day: date) -> float:
    """The days in which learning counts."""
    return float(day.toordinal())
