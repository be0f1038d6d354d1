"""Load the sample: the organisation Nimbus, its past event `chicago`, and `new-york` with 21 days."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import transaction

from turnout.accounts.models import Membership, Organisation, Role, User
from turnout.design.pictures import keep
from turnout.events.add_channel import add_channel
from turnout.events.add_question import add_question
from turnout.events.create_event import create_event
from turnout.events.models import Event, FormVersion
from turnout.events.option_fields import OptionFields
from turnout.events.publish import publish
from turnout.forecasts.keep_forecast import keep_forecast
from turnout.interest.count_views import count_views
from turnout.interest.register import Submission, register_batch
from turnout.interest.render_pages import render_pages
from turnout.journal.models import Entry
from turnout.pages.models import Entrance
from turnout.rules.form import Form
from turnout.rush.views import HOUR, Seen
from turnout.sample import chicago, texts
from turnout.sample.chicago import load_chicago
from turnout.sample.confirm import confirm
from turnout.sample.halls import add_halls
from turnout.sample.newsroom import load_newsroom, show_again
from turnout.sample.people import DAYS, people
from turnout.sample.picture import evening

SLUG = "new-york"
ORGANISATION = "nimbus"
OWNER = "sam@nimbus.example.org"
# Longer than the story is old: nobody has been left out for want of a press yet.
UNVERIFIED_DAYS = 30
ZONE = ZoneInfo("America/New_York")


class AddressTaken(Exception):
    """Somebody else's organisation or event already has the sample's address."""


def load(now: datetime) -> Event:
    """The sample's event, loaded unless it is there. Raises AddressTaken."""
    events = {slug: _ours(slug) for slug in (SLUG, chicago.SLUG)}
    if None in events.values():
        # Drawn before the transaction, so that no other writer waits for it.
        cover = keep(BytesIO(evening()))
        # The past event first: what it taught is in the forecasts of the next.
        with transaction.atomic():
            organisation, actor = _organisation()
            past = events[chicago.SLUG] or load_chicago(organisation, actor, cover, now)
            event = events[SLUG] or _new_york(organisation, actor, cover, now)
        events = {SLUG: event, chicago.SLUG: past}
    owner = User.objects.get(email=OWNER)
    load_newsroom(f"user:{owner.pk}", cast(Event, events[SLUG]), cast(Event, events[chicago.SLUG]), now)
    for each in filter(None, events.values()):
        if not Entrance.objects.filter(event_id=each.pk).exists():
            # They may be missing of an earlier loading, that ended between its answers and its pages.
            render_pages(each)
            show_again()
    return cast(Event, events[SLUG])


def _ours(slug: str) -> Event | None:
    """The event of an earlier loading. Raises AddressTaken."""
    found = Event.objects.filter(slug=slug).select_related("organisation").first()
    if found and not _is_ours(found.organisation):
        raise AddressTaken(f"/e/{slug}/")
    return found


def _new_york(organisation: Organisation, actor: str, cover: str, now: datetime) -> Event:
    event = publish(_event(organisation, actor, cover, now), actor)
    _backdate(event, now)
    _answers(event, now)
    # The halls were looked at today; all else was there before the first answer.
    add_halls(event, actor)
    return event


def day_of_the_event(today: date) -> date:
    """The next 8 December that is at least three weeks away."""
    day = date(today.year, 12, 8)
    return day if day - today >= timedelta(weeks=3) else date(today.year + 1, 12, 8)


def _is_ours(organisation: Organisation) -> bool:
    return organisation.slug == ORGANISATION and organisation.memberships.filter(user__email=OWNER).exists()


def _organisation() -> tuple[Organisation, str]:
    """Nimbus and its owner, as the journal names them."""
    found = Organisation.objects.filter(slug=ORGANISATION).first()
    if found and not _is_ours(found):
        raise AddressTaken(f"/desk/{ORGANISATION}/")
    organisation = found or Organisation.objects.create(
        slug=ORGANISATION,
        name="Nimbus",
        website="https://nimbus.example.com",
        links=[{"label": "Forum", "address": "https://forum.nimbus.example.com"}],
        privacy_contact="privacy@nimbus.example.org",
    )
    owner, _ = User.objects.get_or_create(email=OWNER, defaults={"name": "Sam Rivera", "language": "en"})
    Membership.objects.get_or_create(organisation=organisation, user=owner, defaults={"role": Role.OWNER})
    return organisation, f"user:{owner.pk}"


def _event(organisation: Organisation, actor: str, cover: str, now: datetime) -> Event:
    fields: dict[str, Any] = {
        **texts.EVENT,
        "slug": SLUG,
        "language": "en",
        "country": "US",
        "time_zone": ZONE.key,
        "cover": cover,
        "party_max": 4,
        "shows_count": True,
        "unverified_days": UNVERIFIED_DAYS,
    }
    event = create_event(organisation, actor, "blank", options=_options(now), **fields)
    _ask(event, actor)
    for name, kind, code in texts.CHANNELS:
        add_channel(event, actor, name, kind, code)
    return event


def _options(now: datetime) -> list[OptionFields]:
    day = day_of_the_event(now.astimezone(ZONE).date())
    saturday = day + timedelta(days=(5 - day.weekday()) % 7 or 7)
    found = (
        texts.NEW_YORK | {"date": day, "time": time(18)},
        texts.NEW_YORK | {"date": saturday, "time": time(14)},
        texts.PHILADELPHIA | {"date": saturday, "time": time(14)},
    )
    return [cast(OptionFields, each | {"country": "US", "time_zone": ZONE.key}) for each in found]


def _ask(event: Event, actor: str) -> None:
    asked: dict[str, int] = {}
    for question in texts.QUESTIONS:
        fields = {key: value for key, value in question.items() if key not in {"name", "after"}}
        if "after" in question:
            earlier, values = question["after"]
            fields["show_if"] = {"question": asked[earlier], "is": values}
        asked[question["name"]] = add_question(event, actor, **fields).pk


def _answers(event: Event, now: datetime) -> None:
    """Checked as a fan's are, and kept by the same verb, at the time they are said to have come."""
    version = FormVersion.objects.get(event=event, version=event.form_version)
    form = Form.of(version.compiled)
    channels = {channel.kind: channel.code for channel in event.channels.all()}
    questions = {
        asked["name"]: question.pk
        for asked, question in zip(texts.QUESTIONS, event.questions.all(), strict=True)
    }
    first, second, third = (option.pk for option in event.options.all())
    submissions = []
    for number, each in enumerate(people(now, (first, second, third), questions)):
        fields = each.fields | {"via": [channels.get(each.fields["via"][0], "")]}
        fields["source"] = [texts.SOURCES[number % len(texts.SOURCES)]]
        languages = (event.language, *event.languages)
        answer = form.check(fields, channels=set(channels.values()), languages=languages)
        submissions.append(Submission(event.pk, answer, each.at))
    _day_by_day(event, submissions, now)
    _views(submissions, {code: kind for kind, code in channels.items()})


def _day_by_day(event: Event, submissions: Sequence[Submission], now: datetime) -> None:
    """Answered and confirmed until the end of each day, and the forecast of that day."""
    waiting = iter([*submissions, None])
    following = next(waiting)
    for day in range(DAYS):
        until = now - timedelta(days=DAYS - 1 - day)
        # One after the other, as they came: a batch is stored in the order of its addresses.
        while following and following.at <= until:
            register_batch([following], shard=0)
            following = next(waiting)
        confirm(event, until)
        keep_forecast(event.pk, until)


def _views(submissions: Sequence[Submission], kinds: Mapping[str, str]) -> None:
    """For each who answered, so many had looked in the same hour as that place sends on."""
    seens: Counter[Seen] = Counter()
    for each in submissions:
        seen = Seen(each.event_id, each.via, int(each.at.timestamp()) // HOUR)
        seens[seen] += texts.LOOKS.get(kinds.get(each.via, ""), 3)
    count_views(seens, shard=0)


def _backdate(event: Event, now: datetime) -> None:
    """What was just done is said to have happened almost three weeks ago, before the first answer."""
    began = now.astimezone(UTC) - timedelta(days=DAYS) + timedelta(hours=3)
    Event.objects.filter(pk=event.pk).update(created_at=began, published_at=began)
    FormVersion.objects.filter(event=event).update(created_at=began)
    event.channels.update(created_at=began)
    Entry.objects.filter(event_id=event.pk).update(at=began)
    event.refresh_from_db()
