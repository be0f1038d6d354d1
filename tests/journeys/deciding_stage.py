"""On the data of a server that runs: an event that eighty people answered, for two cities."""

import os
from datetime import timedelta


def answered() -> None:
    from django.utils import timezone

    from tests.factories import NEW_YORK, event_of, interest_of, organisation_of, user_of
    from tests.journeys.test_editor import EMAIL
    from turnout.events.models import Stage

    nimbus = organisation_of(name="Nimbus", slug="nimbus")
    user_of(nimbus, email=EMAIL)
    soon = timezone.localdate() + timedelta(days=30)
    options = [
        {"place": "Philadelphia", "country": "US", "date": soon},
        NEW_YORK | {"date": soon},
    ]
    event = event_of(nimbus, stage=Stage.GAUGING, slug="fan-day", options=options)
    far, near = event.open_options()
    at = timezone.now() - timedelta(days=9)
    for number in range(46):
        code = ["19104", "15213", "43215", "17101"][number % 4]
        interest_of(event, at=at, likelihood="maybe", options=(far.pk,), postcode=code)
    for number in range(34):
        code = ["10001", "11201", "07030"][number % 3]
        country = "GB" if number > 27 else "US"
        interest_of(event, at=at, options=(near.pk,), postcode=code, country=country)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    answered()
