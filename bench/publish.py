"""An event to bench on, beside a running server; prints where it is at the desk, and whose."""

import json
import sys

import django

SLUG = "bench"


def publish() -> dict[str, str]:
    from tests.factories import event_of, organisation_of, user_of
    from turnout.events.models import Stage
    from turnout.interest.render_pages import render_pages

    organisation = organisation_of(slug="nimbus")
    member = user_of(organisation)
    render_pages(event_of(organisation, stage=Stage.GAUGING, slug=SLUG, channels=["reddit", "youtube"]))
    return {"organisation": organisation.slug, "event": SLUG, "email": member.email}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(publish()))
