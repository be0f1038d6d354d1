"""What a journey begins with, set up on the data of a server that runs: `python -m tests.journeys.stage`."""

import io
import json
import os
import subprocess
import sys
from datetime import date, time, timedelta
from typing import Any

from tests.server import Server

PLACES = [
    {"place": "New York", "country": "US", "date": date(2026, 12, 8), "time": time(18)},
    {"place": "New York", "country": "US", "date": date(2026, 12, 12), "time": time(14)},
    {"place": "Philadelphia", "country": "US", "date": date(2026, 12, 12), "time": time(14)},
]
TEXT = "## What to expect\n\nDoors at six. Short talks, **pizza**.\n\n- What comes next\n- A repair corner"


def announced(server: Server) -> None:
    """Events in each stage: `everything` asks all kinds of questions, `plain` none."""
    _run(server, "announce")


def stored(server: Server, slug: str) -> list[dict[str, Any]]:
    """The answers that the server has kept, oldest first."""
    found: list[dict[str, Any]] = json.loads(_run(server, "stored", slug))
    return found


def places(server: Server, *texts: str) -> list[str]:
    """The columns of the server's whole database in which one of these can be read."""
    found: list[str] = json.loads(_run(server, "places", *texts))
    return found


def let_frame(server: Server, slug: str, host: str) -> None:
    """That host may show the event's form in a frame, and no other."""
    _run(server, "frame", slug, host)


def written(server: Server) -> None:
    """Posts about `everything`: one with all that a post may have, a plain one, and what was withdrawn."""
    _run(server, "written")


def answered(server: Server) -> dict[str, str]:
    """An event that 90 people have answered, with a forecast kept for three days: its page, and an editor."""
    found: dict[str, str] = json.loads(_run(server, "answered"))
    return found


def _run(server: Server, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.stage", *arguments],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def announce() -> None:
    from tests.factories import at_stage, event_of, organisation_of
    from turnout.events.models import Event
    from turnout.interest.render_pages import render_pages

    nimbus = organisation_of(name="Nimbus", website="https://nimbus.example.org", accent="#0a5c8a")
    _everything(nimbus)
    stages = {
        "plain": "gauging",
        "counting": "gauging",
        "closed": "closed",
        "off": "cancelled",
        "over": "past",
    }
    for slug, stage in stages.items():
        event = event_of(organisation_of(), title="Nimbus Fan Day", shows_count=slug == "counting")
        Event.objects.filter(pk=event.pk).update(slug=slug)
        render_pages(at_stage(Event.objects.get(pk=event.pk), stage))
    _checked()


def _checked() -> None:
    """Asks everybody for a check, in three languages."""
    from tests.factories import event_of, published
    from turnout.events.models import Event
    from turnout.interest.render_pages import render_pages

    event = event_of(title="Nimbus Fan Day", languages=["es", "zh-hans"])
    Event.objects.filter(pk=event.pk).update(slug="checked", human_check="always")
    render_pages(published(Event.objects.get(pk=event.pk)))


def _everything(nimbus: Any) -> None:
    from tests.factories import channel_of, event_of, published, question_of
    from turnout.design.pictures import keep
    from turnout.events.models import Event
    from turnout.interest.render_pages import render_pages

    event = event_of(
        nimbus,
        title="Would you come to our first Fan Day?",
        strapline="An evening with the people who build your phone.",
        text=TEXT,
        options=PLACES,
        languages=["es", "zh-hans"],
        shows_count=True,
        least_age=16,
        supporter="Aurora Batteries",
        supporter_link="https://aurora.example.com",
        supporter_picture=keep(_logo()),
        supporter_alt="A green sun over three waves",
        translations={"es": {"supporter_alt": "Un sol verde sobre tres olas"}},
    )
    Event.objects.filter(pk=event.pk).update(
        slug="everything", cover=keep(_picture()), cover_alt="An evening sky"
    )
    event.refresh_from_db()
    phone = question_of(
        event, kind="one", label="Which phone?", choices=["One", "Two", "Another"], required=True
    )
    question_of(event, label="Which other?", required=True, show_if={"question": phone.pk, "is": ["c3"]})
    question_of(
        event,
        kind="several",
        label="What would you see?",
        choices=["Talks", "Repair", "Pizza"],
        limits={"most": 2},
    )
    question_of(event, kind="long", label="A question for us?", hint="We read every one.")
    question_of(event, kind="yesno", label="An older phone?")
    question_of(event, kind="number", label="How many phones?", limits={"least": 0, "greatest": 50})
    question_of(event, kind="date", label="Since when?")
    channel_of(event, code="reddit")
    event.refresh_from_db()
    render_pages(published(event))


def _picture() -> io.BytesIO:
    from PIL import Image

    file = io.BytesIO()
    Image.radial_gradient("L").resize((1600, 900)).convert("RGB").save(file, "PNG")
    file.seek(0)
    return file


def _logo() -> io.BytesIO:
    from PIL import Image, ImageDraw

    file, image = io.BytesIO(), Image.new("RGBA", (1200, 400), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((120, 90, 340, 310), fill="#1b7a4b")
    for row in range(3):
        pen.rounded_rectangle((420, 120 + row * 65, 1060 - row * 90, 150 + row * 65), 15, fill="#14304d")
    image.save(file, "PNG")
    file.seek(0)
    return file


def frame(slug: str, host: str) -> None:
    from turnout.events.edit_event import edit_event
    from turnout.events.models import Event
    from turnout.interest.render_pages import render_pages

    render_pages(edit_event(Event.objects.get(slug=slug), "user:1", embed_hosts=[host]))


def answer_many() -> dict[str, str]:
    from django.db import transaction
    from django.utils import timezone

    from tests.factories import event_of, interest_of, organisation_of, user_of
    from turnout.forecasts.keep_forecast import keep_forecast

    # The server has organisations and members under the names that factories begin with.
    event = event_of(organisation_of(slug="nimbus-forecast"), stage="gauging")
    now = timezone.now()
    with transaction.atomic():
        for number in range(90):
            said = ("definitely", "probably", "maybe")[number % 3]
            interest_of(event, at=now - timedelta(hours=6 * (number % 20)), likelihood=said)
    for days in (2, 1, 0):
        keep_forecast(event.pk, now - timedelta(days=days))
    page = f"/desk/{event.organisation.slug}/{event.slug}/forecast/"
    return {
        "page": page,
        "email": user_of(event.organisation, role="editor", email="editor@example.org").email,
    }


def write_posts() -> None:
    from django.utils import timezone

    from tests.factories import post_of
    from turnout.design.pictures import keep
    from turnout.events.models import Event
    from turnout.newsroom.models import Correction, OldAddress, Related, Tag
    from turnout.newsroom.show import show

    event, now = Event.objects.get(slug="everything"), timezone.now()
    host = event.organisation
    pictured = {"picture": keep(_picture()), "picture_alt": "An evening sky", "picture_caption": "At dusk"}
    whole = post_of(
        host,
        slug="we-come",
        published_at=now - timedelta(hours=2),
        text=f"{TEXT}\n\n> Full, not famous.\n\n| City | Answers |\n|---|---|\n| New York | 812 |",
        languages=["es", "zh-hans"],
        translations={"es": {"headline": "Nimbus viene"}, "zh-hans": {"headline": "我们来纽约"}},
        source_name="The Phone Post",
        source_link="https://news.example.org/nimbus",
        read_more=[{"label": "The interview", "address": "https://news.example.org/interview"}],
        shows_figures=True,
        picture_credit="Ada Okafor",
        **pictured,
    )
    plain = post_of(host, slug="plain-news", headline="A repair corner", published_at=now - timedelta(days=3))
    for post in (whole, plain):
        post.tags.add(Tag.objects.get_or_create(organisation=host, name="Fan Day", slug="fan-day")[0])
        post.events.add(event)
    Correction.objects.create(post=whole, at=now, text="An earlier version named another day.")
    Related.objects.create(post=whole, other=plain, likeness=0.4)
    OldAddress.objects.create(post=whole, slug="we-came")
    gone = post_of(host, slug="withdrawn-news", published_at=now)
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn", withdrawn_at=now)
    show(plain)
    show(whole)


def print_stored(slug: str) -> None:
    from turnout.interest.models import Interest

    fields = (
        "name",
        "email",
        "likelihood",
        "party",
        "country",
        "postcode",
        "options",
        "answers",
        "via",
        "source",
        "language",
        "signs",
    )
    rows = Interest.objects.filter(event__slug=slug).order_by("id").values(*fields)
    sys.stdout.write(json.dumps(list(rows)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    if sys.argv[1] == "announce":
        announce()
    elif sys.argv[1] == "places":
        from tests.privacy.everything import places_of

        sys.stdout.write(json.dumps(places_of(*sys.argv[2:])))
    elif sys.argv[1] == "answered":
        sys.stdout.write(json.dumps(answer_many()))
    elif sys.argv[1] == "written":
        write_posts()
    elif sys.argv[1] == "frame":
        frame(*sys.argv[2:])
    else:
        print_stored(sys.argv[2])
