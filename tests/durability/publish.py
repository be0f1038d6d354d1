"""Publish an event beside a running server: `python -m tests.durability.publish SLUG`; prints its id."""

import sys

import django


def publish(slug: str) -> int:
    from tests.factories import event_of
    from turnout.events.models import Stage
    from turnout.interest.render_pages import render_pages

    event = event_of(stage=Stage.GAUGING, slug=slug, channels=["reddit"])
    render_pages(event)
    return event.pk


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(str(publish(sys.argv[1])))
