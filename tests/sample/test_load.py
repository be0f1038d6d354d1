from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories import event_of, organisation_of
from tests.interest.waiting_work import WORK
from turnout.accounts.models import Membership, Organisation, User
from turnout.events.models import Event, Stage
from turnout.interest import tallies
from turnout.interest.models import Interest, Repeat
from turnout.interest.queries import counts_of
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.pages.models import Entrance, Page
from turnout.sample.load import OWNER, AddressTaken, day_of_the_event, load

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all our tables."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("turnout.")]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in ours}


@pytest.fixture
def event() -> Event:
    return load(timezone.now())


def test_loading_twice_changes_nothing(event: Event) -> None:
    before = everything()

    assert load(timezone.now() + timedelta(days=1)) == event
    assert everything() == before


def test_it_is_published_and_its_pages_are_there(event: Event) -> None:
    assert event.stage == Stage.GAUGING
    assert Entrance.objects.get().slug == "new-york"
    assert {page.language for page in Page.objects.filter(path="/e/new-york/")} == {"en", "es", "zh-hans"}


def test_its_owner_is_a_member_at_an_address_that_is_nobodys(event: Event) -> None:
    membership = Membership.objects.get()

    assert (membership.user.email, membership.role) == (OWNER, "owner")
    assert OWNER.endswith(".example.org")


def test_four_hundred_answers_came_over_three_weeks(event: Event) -> None:
    moments = list(Interest.objects.order_by("created_at").values_list("created_at", flat=True))

    assert len(moments) == 400
    assert timedelta(days=19) < moments[-1] - moments[0] < timedelta(days=21)
    assert moments[-1] <= timezone.now()
    assert Repeat.objects.count() == 9


def test_the_tallies_say_what_the_story_says(event: Event) -> None:
    counts = counts_of(event.pk)
    tuesday, saturday, philadelphia = (
        counts.of("option")[str(option.pk)].answers for option in event.options.all()
    )

    assert counts.total.answers == 400
    assert counts.total.seats == pytest.approx(690, abs=25)
    assert philadelphia > max(tuesday, saturday)
    assert counts.of("via")["fanday-reddit"].answers > 150


def test_four_of_five_confirmed_and_the_herd_did_not(event: Event) -> None:
    total = counts_of(event.pk).total

    assert total.answers == 400
    assert total.verified == pytest.approx(310, abs=15)
    assert not Interest.objects.filter(email__contains="+", verified_at__isnull=False).exists()
    assert tallies.stored(event.pk) == tallies.counted(event.pk)


def test_nobody_of_it_is_ever_written_to(event: Event, settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "127.0.0.1"}
    later = timezone.now() + timedelta(days=8)
    for work in WORK:
        for item in work.due(later):
            work.do(item, later)

    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.DROPPED}
    assert counts_of(event.pk).total.answers == 400


def test_what_prepared_it_happened_before_the_first_answer(event: Event) -> None:
    first = Interest.objects.order_by("created_at").first()
    last_entry = Entry.objects.filter(event_id=event.pk).order_by("-at").first()

    assert first is not None
    assert last_entry is not None
    assert event.published_at is not None
    assert max(event.published_at, last_entry.at) < first.created_at


def test_it_stands_beside_what_is_there_already() -> None:
    other = event_of(title="Launch party")

    load(timezone.now())

    assert set(Event.objects.all()) > {other}
    assert User.objects.get(email=OWNER).memberships.count() == 1


@pytest.mark.parametrize("taken", ["event", "organisation"])
def test_it_takes_no_address_from_anybody(taken: str) -> None:
    if taken == "event":
        event_of(slug="new-york")
    else:
        organisation_of(slug="nimbus")
    before = everything()

    with pytest.raises(AddressTaken):
        load(timezone.now())

    assert everything() == before


def test_a_loading_that_ended_before_its_pages_is_finished_by_the_next(event: Event) -> None:
    Entrance.objects.all().delete()
    Page.objects.all().delete()

    load(timezone.now())

    assert Entrance.objects.count() == 1
    assert Page.objects.filter(path="/e/new-york/").exists()
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 17), date(2026, 12, 8)),
        (date(2026, 11, 18), date(2027, 12, 8)),
        (date(2026, 12, 8), date(2027, 12, 8)),
        (date(2027, 1, 1), date(2027, 12, 8)),
    ],
)
def test_the_day_is_at_least_three_weeks_away(today: date, day: date) -> None:
    assert day_of_the_event(today) == day
