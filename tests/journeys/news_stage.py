"""A newsroom with posts in every state: `python -m tests.journeys.news_stage` prints their numbers."""

import json
import os
import sys
from datetime import datetime, timedelta
from typing import Any

ALT = "An empty hall with rows of chairs"
TEXT = """Nimbus has never met its fans in New York. **That changes in December.**

## Why New York?

> We read every comment. Most of you wrote from the east coast.

| City | Said yes | Expected |
|---|--:|--:|
| New York | 812 | 431 |
| Philadelphia | 905 | 388 |

![An empty hall with rows of chairs]({figure} "The hall in Brooklyn | Bea Lund")

https://youtu.be/dQw4w9WgXcQ

1. Say that you would come.
2. We book the hall that fits.
"""


def write() -> dict[str, int]:
    from tests.factories import event_of, organisation_of, picture_file, user_of, written
    from turnout.accounts.models import Role
    from turnout.design.pictures import keep, keep_figure
    from turnout.events.models import Stage
    from turnout.newsroom.correct_post import correct_post
    from turnout.newsroom.publish_post import publish_post
    from turnout.newsroom.relate import relate
    from turnout.newsroom.save_post import save_post

    now = datetime.now().astimezone()
    nimbus = organisation_of(name="Nimbus", slug="nimbus")
    event = event_of(nimbus, stage=Stage.GAUGING, closes_at=now + timedelta(days=5, hours=1))
    ada = user_of(nimbus, Role.OWNER, email="ada@nimbus.example.org", name="Ada Okafor")
    figure, cover = keep_figure(picture_file("slategray")), keep(picture_file("teal", (1280, 640)))
    given: dict[str, Any] = {
        "text": TEXT.format(figure=figure),
        "standfirst": "The first meeting with fans, on the 8th of December. Tell us whether you would come.",
        "author": "Ada Okafor",
        "source_name": "The Phone Post",
        "source_link": "https://example.org/nimbus",
        "read_more": [{"label": "All phones of the year", "address": "https://example.org/phones"}],
        "tags": ["Fan Day", "New York"],
        "events": [event.pk],
        "shows_figures": True,
        "picture": cover,
        "picture_alt": "A teal curtain",
        "picture_credit": "Bea Lund",
        "languages": ["es"],
        "translations": {"es": {"headline": "Nimbus viaja a Nueva York", "text": "Ven en **diciembre**."}},
    }
    out = publish_post(written(nimbus, by=ada, **given), "system", now)
    other = written(
        nimbus, by=ada, headline="New York or Philadelphia?", text="Two cities lead.", tags=["New York"]
    )
    publish_post(other, "system", now - timedelta(days=2))
    correct_post(out, "system", "An earlier version said the 9th of December.", now)
    save_post(out, f"user:{ada.pk}", 0, now, text=given["text"].replace("never met", "not yet met"))
    relate(nimbus.pk, now)
    draft = written(nimbus, by=ada, headline="What we learned in Chicago", text="", author="Ada Okafor")
    return {"public": out.pk, "draft": draft.pk, **_waiting(nimbus, ada, now)}


def _waiting(nimbus: Any, ada: Any, now: datetime) -> dict[str, int]:
    """Approved and on the schedule; and one that somebody is asked to look at."""
    from tests.factories import user_of, written
    from turnout.accounts.models import Role
    from turnout.newsroom.schedule_post import schedule_post
    from turnout.newsroom.submit_post import submit_post

    later = schedule_post(
        written(nimbus, by=ada, headline="The hall is booked"),
        "system",
        (now + timedelta(days=3)).replace(tzinfo=None, second=0, microsecond=0),
        "America/New_York",
        now,
    )
    bea = user_of(nimbus, Role.EDITOR, email="bea@example.org", name="Bea Lund")
    asked = submit_post(written(nimbus, by=bea, headline="Five questions for the fans"), "system")
    return {"scheduled": later.pk, "review": asked.pk}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    sys.stdout.write(json.dumps(write()))
