"""Rows that tests begin with, made by the verbs where a verb makes them: so none is impossible."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any, cast

from PIL import Image

from turnout.accounts.models import Membership, Organisation, Role, User
from turnout.events.add_channel import add_channel
from turnout.events.add_option import add_option
from turnout.events.add_question import add_question
from turnout.events.change_stage import change_stage
from turnout.events.create_event import create_event
from turnout.events.models import Channel, Event, Option, Question, Stage
from turnout.events.option_fields import OptionFields
from turnout.events.publish import publish
from turnout.forecasts.add_venue import add_venue
from turnout.forecasts.deciding import Venue
from turnout.forecasts.venue_fields import VenueFields
from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id
from turnout.interest.register import register
from turnout.invitations.decide import Decided, decide
from turnout.invitations.models import Decision, Wave
from turnout.invitations.save_wave import Fields as WaveFields
from turnout.invitations.save_wave import save_wave
from turnout.mailings.models import Mailing
from turnout.mailings.save_mailing import Fields, save_mailing
from turnout.newsroom.create_post import create_post
from turnout.newsroom.decide_comment import decide_comment
from turnout.newsroom.models import Comment, Mention, Post, PostState, Reader
from turnout.newsroom.register_comments import register_comment
from turnout.newsroom.sort_comments import sort_comments
from turnout.rules.comment import Said
from turnout.rules.email_address import key_of
from turnout.rules.form import Answer
from turnout.rush.human import Sending

ACTOR = "user:1"
NEW_YORK: dict[str, Any] = {
    "place": "New York",
    "country": "US",
    "date": date(2026, 12, 8),
    "time": time(18),
    "time_zone": "America/New_York",
}
WRITTEN_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
_numbers = count(1)


def user_of(organisation: Organisation | None = None, role: str = Role.OWNER, **fields: Any) -> User:
    """A person; a member of the organisation where one is given."""
    user = User.objects.create(
        **{"email": f"person{next(_numbers)}@example.org", "name": "Ada Okafor"} | fields
    )
    if organisation:
        Membership.objects.create(organisation=organisation, user=user, role=role)
    return user


def organisation_of(**fields: Any) -> Organisation:
    number = next(_numbers)
    return Organisation.objects.create(
        **{"name": "Nimbus", "slug": f"nimbus-{number}", "privacy_contact": "privacy@example.org"} | fields
    )


def event_of(
    organisation: Organisation | None = None,
    *,
    stage: str = Stage.DRAFT,
    options: Sequence[Mapping[str, Any]] = (NEW_YORK,),
    questions: Sequence[Mapping[str, Any]] = (),
    channels: Sequence[str] = (),
    **fields: Any,
) -> Event:
    """An event of a new organisation, unless one is given; on its way to the stage it was published."""
    given = {"title": "Nimbus Fan Day", "country": "US", "time_zone": "America/New_York"} | fields
    event = create_event(
        organisation or organisation_of(),
        ACTOR,
        "blank",
        options=[cast(OptionFields, each) for each in options],
        **given,
    )
    for each in questions:
        question_of(event, **each)
    for name in channels:
        channel_of(event, name)
    return at_stage(event, stage)


def published(event: Event | None = None, **fields: Any) -> Event:
    return publish(event, ACTOR) if event else event_of(stage=Stage.GAUGING, **fields)


def at_stage(event: Event, stage: str) -> Event:
    """Moved there through the stages between."""
    way = {
        Stage.DRAFT: [],
        Stage.GAUGING: [Stage.GAUGING],
        Stage.INVITING: [Stage.GAUGING, Stage.INVITING],
        Stage.CLOSED: [Stage.GAUGING, Stage.CLOSED],
        Stage.PAST: [Stage.GAUGING, Stage.CLOSED, Stage.PAST],
        Stage.CANCELLED: [Stage.GAUGING, Stage.CANCELLED],
    }
    for step in way[Stage(stage)]:
        event = change_stage(event, step, ACTOR)
    return Event.objects.select_related("organisation").get(pk=event.pk)


def option_of(event: Event, **fields: Any) -> Option:
    return add_option(event, ACTOR, **({"place": "Philadelphia", "country": "US"} | fields))


def question_of(
    event: Event, kind: str = "short", label: str = "Which phone do you use?", **fields: Any
) -> Question:
    """`choices` may be plain labels; their ids are c1, c2, …"""
    fields["choices"] = [
        {"label": each} if isinstance(each, str) else each for each in fields.get("choices", ())
    ]
    return add_question(event, ACTOR, kind, label, **fields)


def channel_of(event: Event, name: str = "Reddit", kind: str = "other", code: str = "") -> Channel:
    return add_channel(event, ACTOR, name, kind, code)


def interest_of(event: Event, *, at: datetime | None = None, **changes: Any) -> Interest:
    """An answer to a published event, kept and counted as any other."""
    email = changes.pop("email", f"fan{next(_numbers)}@example.org")
    plain: dict[str, Any] = {
        "name": "Ada Okafor",
        "likelihood": "definitely",
        "party": 2,
        "country": "US",
        "postcode": "10001",
        "options": tuple(option.pk for option in event.open_options()[:1]),
        "answers": {},
        "via": "",
        "language": event.language,
        "form_version": event.form_version,
        "submission": None,
    }
    answer = Answer(email=email, email_key=key_of(email), **plain | changes)
    register(event.pk, answer, at or datetime.now(UTC))
    return Interest.objects.get(event=event, email_key=answer.email_key)


def mailing_of(event: Event, **fields: Any) -> Mailing:
    """A draft in the event's own language, to those who confirmed their address unless said otherwise."""
    written: dict[str, Any] = {
        "about": "event",
        "texts": {
            event.language: {"subject": "Good news, {name}", "text": "See you at **{event}**: {my_link}"}
        },
        "narrowing": {"verified": "yes"},
        "per_minute": 600,
    }
    return save_mailing(event, ACTOR, cast(Fields, written | fields))


def venue_of(event: Event, **fields: Any) -> Venue:
    plain = {"name": "Brick Hall", "place": "", "capacity": 220, "price": Decimal(1500)}
    return add_venue(event, ACTOR, cast(VenueFields, plain | fields))


def decision_of(event: Event, **fields: Any) -> Decision:
    """What was settled, of the event's first option; from then on it invites."""
    option = event.options.first()
    assert option is not None
    starts_at = option.starts_at or datetime(2026, 12, 8, 23, tzinfo=UTC)
    given: dict[str, Any] = {
        "option": option,
        "venue": "Grand Hall",
        "address": "1 Example Street",
        "map_link": "https://maps.example.org/hall",
        "access": "Step-free from the side street",
        "doors_at": starts_at - timedelta(hours=1),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
        "capacity": 100,
        "asks_again_days": 3,
    }
    found = decide(event, ACTOR, cast(Decided, given | fields), datetime.now(UTC))
    event.refresh_from_db()
    return found


def wave_of(event: Event, **fields: Any) -> Wave:
    """A draft to everybody who confirmed their address, unless said otherwise; what is needed was decided."""
    decision = Decision.objects.filter(event=event).first() or decision_of(event)
    written: dict[str, Any] = {
        "rule": Wave.Rule.EVERYBODY,
        "narrowing": {"verified": True},
        "score": [],
        "quotas": [],
        "seats": None,
        "risk": None,
        "has_waitlist": True,
        "reply_by": decision.doors_at - timedelta(days=2),
        "reminds_hours": 24,
        "texts": {
            event.language: {"subject": "Come, {name}", "text": "By **{reply_by}**, please: {my_link}"}
        },
        "per_minute": 600,
        "goes_on": True,
        "goes_on_hours": 24,
        "goes_on_until_hours": 12,
    }
    return save_wave(event, ACTOR, cast(WaveFields, written | fields))


def post_of(
    organisation: Organisation | None = None, *, published_at: datetime | None = None, **fields: Any
) -> Post:
    """A draft; published where it is said when."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "slug": f"post-{number}",
        "headline": "Nimbus comes to New York",
        "standfirst": "Our first day with fans.",
        "text": "Join us **in December**.",
        "author": "Ada Okafor",
    }
    if published_at:
        given |= {"state": PostState.PUBLISHED, "published_at": published_at}
    return Post.objects.create(organisation=organisation or organisation_of(), **given | fields)


def mention_of(target: Post | Event, **fields: Any) -> Mention:
    """A page elsewhere that links to it, and waits for a member."""
    number = next(_numbers)
    about = {"post": target} if isinstance(target, Post) else {"event": target}
    now = datetime.now(UTC)
    given: dict[str, Any] = {
        "organisation": target.organisation,
        "source": f"https://tech.example.org/{number}",
        "host": "tech.example.org",
        "state": Mention.State.HELD,
        "title": "Nimbus invites its fans",
        "site": "Tech Weekly",
        "author": "Kim Lee",
        "received_at": now,
        "read_at": now,
    }
    if fields.get("state") == Mention.State.SHOWN:
        given["decided_at"] = now
    return Mention.objects.create(**about, **given | fields)


def reader_of(organisation: Organisation | None = None, **fields: Any) -> Reader:
    """Who confirmed an hour ago, and gets each post at once, unless said otherwise."""
    email = fields.pop("email", f"reader{next(_numbers)}@example.org")
    asked_at = datetime.now(UTC) - timedelta(hours=1)
    given: dict[str, Any] = {
        "public_id": new_public_id(asked_at),
        "email_key": key_of(email),
        "language": "en",
        "cadence": Reader.Cadence.AT_ONCE,
        "asked_at": asked_at,
        "since": asked_at,
    }
    return Reader.objects.create(
        organisation=organisation or organisation_of(), email=email, **given | fields
    )


def said_of(**fields: Any) -> Said:
    """What a reader typed, found good."""
    given: dict[str, Any] = {
        "name": "Maya",
        "text": "Will there be a live stream?",
        "answers_to": "",
        "language": "en",
        "submission": None,
    }
    email = fields.pop("email", f"reader{next(_numbers)}@example.org")
    return Said(email=email, email_key=key_of(email), **given | fields)


def comment_of(post: Post, *, at: datetime | None = None, state: str = "", **fields: Any) -> Comment:
    """A comment, kept and then sorted as any other; `state` is what a member decided about it."""
    at = at or datetime.now(UTC)
    sending = Sending(fields.pop("signs", ""), fields.pop("network", ""))
    register_comment(post, said_of(**fields), at, sending)
    comment = Comment.objects.filter(post=post).order_by("-pk")[0]
    sort_comments(comment.pk, at)
    comment = _comment(comment.pk)
    verbs = {"shown": "approve", "spam": "spam", "deleted": "delete"}
    if state and state != comment.state:
        comment = decide_comment(comment, verbs[state], ACTOR, at)
    return comment


def _comment(pk: int) -> Comment:
    return Comment.objects.select_related("post__organisation", "commenter").get(pk=pk)


def written(organisation: Organisation | None = None, *, by: User | None = None, **fields: Any) -> Post:
    """A draft as the verb makes it, with its first version."""
    given: dict[str, Any] = {"headline": "Nimbus comes to New York", "text": "Join us **in December**."}
    actor = f"user:{by.pk}" if by else ACTOR
    return create_post(organisation or organisation_of(), actor, WRITTEN_AT, **given | fields)


def picture_file(colour: str = "teal", size: tuple[int, int] = (1000, 600)) -> BytesIO:
    """An upload."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    file.seek(0)
    return file
