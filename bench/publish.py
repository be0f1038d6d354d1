"""An event and a post to bench on, beside a running server; prints where it is at the desk, and whose."""

import json
import sys

import django

SLUG = "bench"
TEXT = "\n\n".join(["## Why we ask first", "A hall for 80 is cosy; a hall for 800 is dear. " * 12] * 6)


def publish() -> dict[str, str]:
    from django.utils import timezone

    from tests.factories import event_of, organisation_of, post_of, user_of
    from turnout.events.models import Stage
    from turnout.interest.render_pages import render_pages
    from turnout.newsroom.show import show

    organisation = organisation_of(slug="nimbus")
    member = user_of(organisation)
    render_pages(event_of(organisation, stage=Stage.GAUGING, slug=SLUG, channels=["reddit", "youtube"]))
    show(post_of(organisation, slug=SLUG, published_at=timezone.now(), text=TEXT))
    return {"organisation": organisation.slug, "event": SLUG, "email": member.email}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(publish()))
