"""Load the sample's past event: last spring's `chicago`, from its first answer to who came.

Each step is taken by the program's own verbs, in the order of its days, so that every forecast that was kept
on the way is made of what was known on that day.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import transaction

from turnout.accounts.models import Organisation
from turnout.events.add_channel import add_channel
from turnout.events.change_stage import change_stage
from turnout.events.create_event import create_event
from turnout.events.models import Event, FormVersion, Stage
from turnout.events.option_fields import OptionFields
from turnout.events.publish import publish
from turnout.forecasts.advance import advance
from turnout.forecasts.break_down import break_down
from turnout.forecasts.keep_forecast import keep_forecast
from turnout.forecasts.models import Step
from turnout.forecasts.record_outcome import record_outcome
from turnout.interest.models import Interest
from turnout.interest.register import Submission, register_batch
from turnout.invitations.models import Draw
from turnout.journal.models import Entry
from turnout.rules.form import Form
from turnout.sample import chicago_people as story
from turnout.sample import texts
from turnout.sample.chicago_draw import came, draw_places, reply, settle_place
from turnout.sample.chicago_people import Guest, fans, guests
from turnout.sample.confirm import confirm

SLUG = "chicago"
ZONE = ZoneInfo("America/Chicago")
# A forecast is kept every second day: enough to see how it moved.
_EVERY = 2


def day_of_the_event(today: date) -> date:
    """The last third Saturday of May that is at least a month ago."""
    for year in (today.year, today.year - 1):
        first = date(year, 5, 15)
        saturday = first + timedelta(days=(5 - first.weekday()) % 7)
        if today - saturday >= timedelta(days=31):
            break
    return saturday


@transaction.atomic
def load_chicago(organisation: Organisation, actor: str, cover: str, now: datetime) -> Event:
    local = datetime.combine(day_of_the_event(now.astimezone(ZONE).date()), time(15), ZONE)
    began = local.astimezone(UTC)
    event = _dated(publish(_event(organisation, actor, cover, began), actor), _before(began, story.OPENED))
    submissions = _submissions(event, began)
    _days(event, submissions, began, story.OPENED, story.INVITED)
    drawn_at = _before(began, story.INVITED)
    settle_place(event, actor, began, drawn_at)
    event = _dated(Event.objects.get(pk=event.pk), drawn_at)
    draw = draw_places(event, actor, began, drawn_at)
    invited = _guests(event)
    _days(event, [], began, story.INVITED, story.CLOSED, invited)
    event = _moved(event, Stage.CLOSED, actor, _before(began, story.CLOSED))
    _days(event, [], began, story.CLOSED, 0, invited)
    here = came(event, invited)
    for heads in range(1, event.party_max + 1):
        advance(event.pk, [pk for pk, many in here.items() if many == heads], Step.ADMITTED, began, heads)
    over = began + timedelta(hours=20)
    event = _moved(event, Stage.PAST, actor, over)
    record_outcome(event, actor, sum(here.values()) + story.WALK_INS, story.WALK_INS, over)
    break_down(event.pk, over)
    return _linked(_dated(event, over), draw)


def _linked(event: Event, draw: Draw) -> Event:
    """The page says how the places were given, and where it can be checked."""
    page = f"/draws/{draw.public_id}/"
    event.text += texts.CHICAGO_DRAWN["en"].format(page=page)
    for language, fields in event.translations.items():
        fields["text"] += texts.CHICAGO_DRAWN[language].format(page=page)
    event.save(update_fields=["text", "translations"])
    return event


def _before(began: datetime, days: float) -> datetime:
    return began - timedelta(days=days)


def _event(organisation: Organisation, actor: str, cover: str, began: datetime) -> Event:
    fields: dict[str, Any] = {
        **texts.CHICAGO_EVENT,
        "slug": SLUG,
        "language": "en",
        "country": "US",
        "time_zone": ZONE.key,
        "cover": cover,
        "party_max": 4,
        # Long enough that the story can still be told a year later.
        "keep_days": 500,
        "unverified_days": 365,
    }
    local = began.astimezone(ZONE)
    option = texts.CHICAGO | {"date": local.date(), "time": local.time(), "country": "US"}
    given = [cast(OptionFields, option | {"time_zone": ZONE.key})]
    event = create_event(organisation, actor, "blank", options=given, **fields)
    for name, kind, code in texts.CHICAGO_CHANNELS:
        add_channel(event, actor, name, kind, code)
    return event


def _submissions(event: Event, began: datetime) -> list[Submission]:
    form = Form.of(FormVersion.objects.get(event=event, version=event.form_version).compiled)
    channels = {channel.code for channel in event.channels.all()}
    found = []
    for each in fans(began):
        answer = form.check(each.fields, channels=channels, languages=(event.language, *event.languages))
        found.append(Submission(event.pk, answer, each.at))
    return found


def _days(
    event: Event,
    submissions: list[Submission],
    began: datetime,
    first: int,
    last: int,
    invited: dict[int, Guest] | None = None,
) -> None:
    """Day by day: who answered or replied until then, and the forecast of that day."""
    since = _before(began, first)
    for days in range(first - _EVERY, last - 1, -_EVERY):
        until = _before(began, max(days, 0.5))
        if answers := [each for each in submissions if since < each.at <= until]:
            register_batch(answers, shard=0)
            confirm(event, until)
        if invited:
            reply(event, invited, until)
        keep_forecast(event.pk, until)
        since = until


def _guests(event: Event) -> dict[int, Guest]:
    """What each would do, drawn or not: who is next gets a place, too."""
    counted = Interest.objects.filter(event=event, standing=Interest.Standing.COUNTED)
    confirmed = counted.exclude(verified_at=None).order_by("pk")
    return dict(guests(list(confirmed.values_list("pk", "postcode", "party"))))


def _moved(event: Event, stage: str, actor: str, at: datetime) -> Event:
    return _dated(change_stage(event, stage, actor), at)


def _dated(event: Event, at: datetime) -> Event:
    """What was just done is said to have happened then."""
    fresh = Entry.objects.filter(event_id=event.pk, at__gt=at)
    fresh.update(at=at)
    Event.objects.filter(pk=event.pk).update(stage_at=at)
    if event.stage == Stage.GAUGING:
        Event.objects.filter(pk=event.pk).update(created_at=at, published_at=at)
        FormVersion.objects.filter(event=event).update(created_at=at)
        event.channels.update(created_at=at)
    event.refresh_from_db()
    return event
