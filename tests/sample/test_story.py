"""What the sample tells. It is loaded once for all of these, which takes longer than they do."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests.interest.page import text_of
from tests.interest.waiting_work import WORK
from tests.sample.rows import everything
from tests.tickets.hall import assert_sound
from turnout.accounts.models import Membership, Organisation, User
from turnout.desk.hall import costs_of, hall_facts
from turnout.events.models import Event, Stage
from turnout.forecasts.compared import compared
from turnout.forecasts.current import current
from turnout.forecasts.models import Forecast, Outcome, Progress
from turnout.interest import tallies
from turnout.interest.models import Interest, Repeat
from turnout.interest.queries import counts_of
from turnout.invitations.models import Draw, Entrant, FriendGroup, Invitation
from turnout.journal.models import Entry
from turnout.newsroom.mentions_shown import mentions_shown
from turnout.newsroom.models import Comment, Mention, Post, Reader
from turnout.newsroom.open_dispatches import due
from turnout.newsroom.related import related_posts
from turnout.outbox.models import Mail
from turnout.pages.models import Entrance, Page
from turnout.rules.draw_check import check_record
from turnout.rules.draw_reading import read_record
from turnout.sample.load import OWNER, load
from turnout.tickets.models import Seats
from turnout.worker import WORK as WORKER

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        load(timezone.now())
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def event() -> Event:
    return Event.objects.get(slug="new-york")


def test_loading_twice_changes_nothing_but_pages_that_are_lacking(event: Event) -> None:
    before = everything()

    assert load(timezone.now() + timedelta(days=1)) == event
    assert everything() == before

    Entrance.objects.all().delete()
    Page.objects.all().delete()
    load(timezone.now())

    assert {each.slug for each in Entrance.objects.all()} == {"new-york", "chicago"}
    assert Page.objects.filter(path="/e/new-york/").exists()
    assert Organisation.objects.count() == 1


def test_new_york_is_what_the_story_says(event: Event) -> None:
    answers = Interest.objects.filter(event=event)
    moments = list(answers.order_by("created_at").values_list("created_at", flat=True))
    counts = counts_of(event.pk)
    _tuesday, _saturday, philadelphia = (
        counts.of("option")[str(option.pk)].answers for option in event.options.all()
    )
    prepared = (
        Entry.objects.filter(event_id=event.pk)
        .exclude(noun__in=["costs", "venue", "mention"])
        .order_by("at")
        .last()
    )
    membership = Membership.objects.get()

    assert event.stage == Stage.GAUGING
    assert {page.language for page in Page.objects.filter(path="/e/new-york/")} == {"en", "es", "zh-hans"}
    assert (membership.user.email, membership.role) == (OWNER, "owner")
    assert OWNER.endswith(".example.org")
    assert len(moments) == counts.total.answers == 400
    assert timedelta(days=19) < moments[-1] - moments[0] < timedelta(days=21)
    assert moments[-1] <= timezone.now()
    assert Repeat.objects.count() == 9
    assert counts.total.seats == pytest.approx(690, abs=25)
    assert counts.total.verified == pytest.approx(310, abs=15)
    assert counts.of("via")["fanday-reddit"].answers > 150
    assert not answers.filter(email__contains="+", verified_at__isnull=False).exists()
    assert tallies.stored(event.pk) == tallies.counted(event.pk)
    assert event.published_at is not None
    assert prepared is not None
    assert max(event.published_at, prepared.at) < moments[0]
    assert philadelphia == max(counts.of("option")[str(option.pk)].answers for option in event.options.all())


def test_more_will_come_to_new_york_and_the_cheapest_hall_is_the_wrong_one(event: Event) -> None:
    now = timezone.now()
    choices = compared(event, now).choices
    halls = hall_facts(event, costs_of(event), "")
    first = current(event, now, with_history=False).forecast

    assert [choice.option.place for choice in choices] == ["New York", "New York", "Philadelphia"]
    assert choices[-1].people == max(choice.people for choice in choices)
    assert halls["lines"][0].venue.name == "Foundry Hall"
    assert halls["cheapest"].startswith("The Boathouse is cheaper to rent, but too small")
    assert Forecast.objects.filter(event=event).count() == 21
    assert current(event, now).forecast.events == 1
    assert (first.events, first.median > current(event, now).forecast.median) == (0, True)


def test_chicago_was_missed_and_the_page_says_from_where(event: Event, client: Client) -> None:
    past = Event.objects.get(slug="chicago")
    outcome = Outcome.objects.get(event=past)
    last = Forecast.objects.filter(event=past).order_by("at").last()
    client.force_login(User.objects.get(email=OWNER))

    text = text_of(client.get("/desk/nimbus/chicago/forecast/said-and-came/"))

    assert past.stage == Stage.PAST
    assert last is not None
    assert (last.version, last.stage) == (None, Stage.CLOSED)
    assert last.low95 < outcome.came + outcome.walk_ins < last.low80
    assert "Most of the difference is one distance, “50 to 200 km”" in text
    assert {each.day for each in Forecast.objects.filter(event=past)} < {
        outcome.date - timedelta(days=days) for days in range(1, 45)
    }
    assert tallies.stored(past.pk) == tallies.counted(past.pk)
    assert not Entry.objects.filter(event_id=past.pk, at__gt=timezone.now() - timedelta(days=29)).exists()


def test_chicago_was_drawn_and_anybody_can_check_it(event: Event, client: Client) -> None:
    past = Event.objects.get(slug="chicago")
    draw = Draw.objects.get()
    address = f"/draws/{draw.public_id}/"

    record = read_record(b"".join(client.get(f"{address}record.json")))
    shown = Page.objects.filter(path="/e/chicago/").values_list("language", "body")

    assert check_record(record) == ["commitment", "named", "randomness", "seed", "order", "places"]
    assert client.get(address).status_code == 200
    assert {language for language, body in shown if address.encode() in bytes(body)} == {
        "en",
        "es",
        "zh-hans",
    }
    assert (draw.event, draw.state, draw.seats) == (past, "drawn", 200)
    assert draw.entries == pytest.approx(200, abs=15)
    assert [(each.name, each.seats) for each in record.frozen.quotas] == [("Within 25 miles", 80)]
    assert "“Definitely” 3" in record.frozen.rule
    assert FriendGroup.objects.filter(event=past).count() == 8
    assert sorted(Counter(Entrant.objects.values_list("code", flat=True)).values())[-9:] == [
        1,
        2,
        2,
        2,
        2,
        3,
        3,
        3,
        3,
    ]


def test_of_those_drawn_some_lapsed_and_their_seats_went_on(event: Event) -> None:
    past = Event.objects.get(slug="chicago")
    states = Counter(Invitation.objects.filter(event=past).values_list("state", flat=True))
    promoted = Invitation.objects.filter(event=past, is_chosen=False, sent_at__isnull=False)

    assert {"claimed", "declined", "lapsed", "waiting"} == set(states)
    assert promoted.filter(state="claimed").count() > 10
    assert Progress.objects.filter(event=past, step="admitted").count() > 30
    assert_sound(past)
    assert sum(row.limit for row in Seats.objects.filter(event=past)) == 200


def test_whatever_is_due_later_writes_to_nobody_of_it(event: Event, settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "127.0.0.1"}
    later = timezone.now() + timedelta(minutes=1)
    theirs = [each for each in WORKER if each.name not in {"mail", "beacon"}]

    for work in theirs:
        for item in work.due(later):
            work.do(item, later)

    past = Event.objects.get(slug="chicago")
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.DROPPED}
    assert Invitation.objects.filter(event=past, state="sent").count() == 0


def test_nobody_of_it_is_ever_written_to(event: Event, settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "127.0.0.1"}
    later = timezone.now() + timedelta(days=8)
    for work in WORK:
        for item in work.due(later):
            work.do(item, later)

    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.DROPPED}
    assert counts_of(event.pk).total.answers == 400


def test_newsroom_is_what_the_story_says() -> None:
    now = timezone.now()
    announcement, follow_up, recap = Post.objects.order_by("slug")[1], *_two_posts()

    assert {post.slug: post.state for post in Post.objects.all()} == dict.fromkeys(
        ("chicago-recap", "first-fan-day", "new-york-or-philadelphia"), "published"
    )
    assert {tuple(post.all_languages) for post in Post.objects.all()} == {("en", "es", "zh-hans")}
    assert announcement.source_name == "The Gadget Post"
    assert [post.slug for post in related_posts(follow_up)] == ["chicago-recap", "first-fan-day"]
    assert [each.title for each in mentions_shown(announcement)] == [
        "Nimbus asks its fans before it books a hall"
    ]
    assert mentions_shown(recap) == []
    assert Mention.objects.get().next_at is None

    states = Counter(Comment.objects.values_list("state", flat=True))
    assert states == {"shown": 13, "held": 3, "spam": 1}
    assert Comment.objects.filter(parent__isnull=False).count() == 5
    assert all(Comment.objects.filter(state="held").values_list("reasons", flat=True))

    assert Reader.objects.count() == 2
    assert all(reader.is_on for reader in Reader.objects.all())
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.DROPPED}
    assert due(now) == []

    for language, came in (("en", "came"), ("es", "vinieron"), ("zh-hans", "来了")):
        text = text_of(Client().get("/news/chicago-recap/", {"lang": language}))
        assert (came in text, "{" in text) == (True, False)


def _two_posts() -> tuple[Post, Post]:
    return Post.objects.get(slug="new-york-or-philadelphia"), Post.objects.get(slug="chicago-recap")
