import re
from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import ACTOR, event_of, organisation_of
from turnout.events.create_event import create_event
from turnout.events.models import Event, Stage
from turnout.events.refusals import NoSuchTime, Problem, Unfit
from turnout.events.slugs import SLUG, free_slug, is_slug
from turnout.events.starting_points import STARTING_POINTS
from turnout.journal.models import Entry
from turnout.rules.slug import slug_of

pytestmark = pytest.mark.django_db


def test_an_event_begins_as_a_draft_with_the_options_that_were_given():
    organisation = organisation_of()

    event = create_event(
        organisation,
        ACTOR,
        "hall",
        " Nimbus  Fan Day ",
        options=[{"place": "New York", "date": date(2026, 12, 8), "time": time(18)}],
        country="US",
        time_zone="America/New_York",
    )

    assert (event.title, event.slug, event.stage) == ("Nimbus Fan Day", "nimbus-fan-day", Stage.DRAFT)
    assert [option.starts_at for option in event.open_options()] == [datetime(2026, 12, 8, 23, tzinfo=UTC)]
    entry = Entry.objects.get(verb="create")
    assert (entry.event_id, entry.organisation_id) == (event.pk, organisation.pk)


@pytest.mark.parametrize("template", list(STARTING_POINTS))
def test_each_template_fills_a_page_that_can_be_published_once_it_has_a_place(template):
    event = event_of(stage=Stage.GAUGING)
    started = create_event(event.organisation, ACTOR, template, "Next")

    assert started.template == template
    assert len(started.open_questions()) == len(STARTING_POINTS[template].questions)
    assert bool(started.text) == (template != "blank")


def test_a_template_speaks_the_language_of_the_event():
    with translation.override("es"):
        event = create_event(organisation_of(), ACTOR, "first", "Fan Day", language="en")

    assert event.strapline.startswith("Nothing is booked yet")


def test_what_is_wrong_is_named_all_at_once_and_nothing_is_made():
    with pytest.raises(Unfit) as refusal:
        create_event(
            organisation_of(), ACTOR, "blank", " ", country="XX", party_max=21, time_zone="Mars/Olympus"
        )

    assert {(problem.field, problem.code) for problem in refusal.value.problems} == {
        ("title", "missing"),
        ("country", "not_a_choice"),
        ("party_max", "out_of_range"),
        ("time_zone", "not_a_choice"),
    }
    assert not Event.objects.exists()


@pytest.mark.parametrize("title", ["\u200b", "\u202e", "\u00ad\u2060"])
def test_a_title_that_nobody_can_see_is_none(title: str):
    with pytest.raises(Unfit) as refusal:
        create_event(organisation_of(), ACTOR, "blank", title)

    assert refusal.value.problems == (Problem("title", "missing"),)


def test_an_unknown_template_is_refused():
    with pytest.raises(Unfit) as refusal:
        create_event(organisation_of(), ACTOR, "gala", "Fan Day")

    assert refusal.value.problems == (Problem("template", "not_a_choice"),)


def test_a_draft_is_not_half_made_when_an_option_is_refused():
    with pytest.raises(NoSuchTime):
        create_event(
            organisation_of(),
            ACTOR,
            "blank",
            "Night",
            options=[{"date": date(2027, 3, 14), "time": time(2, 30), "time_zone": "America/New_York"}],
        )

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Nimbus Fan Day", "nimbus-fan-day"),
        ("Día del fan: ¡Ñandú!", "dia-del-fan-nandu"),
        ("Straßenfest in Łódź", "strassenfest-in-lodz"),
        ("Ada's 2nd day", "adas-2nd-day"),
        ("粉丝见面会", ""),
        ("🎉", ""),
    ],
)
def test_a_slug_is_made_of_the_titles_latin_letters(title, slug):
    assert slug_of(title) == slug


@given(st.text(max_size=200))
def test_any_title_gives_an_address_that_fits(title):
    slug = slug_of(title)

    assert slug == "" or (SLUG.fullmatch(slug) and len(slug) <= 72)


@pytest.mark.parametrize("title", ["New", "Settings!", "members"])
def test_a_word_of_the_desk_never_becomes_an_events_address(title):
    assert free_slug(title) == f"{slug_of(title)}-2"
    assert not is_slug(slug_of(title))


def test_equal_titles_get_different_addresses():
    organisation = organisation_of()

    slugs = [create_event(organisation, ACTOR, "blank", "Fan Day").slug for _ in range(3)]

    assert slugs == ["fan-day", "fan-day-2", "fan-day-3"]


def test_a_title_without_latin_letters_gets_an_address_by_chance():
    event = event_of(title="粉丝见面会")

    assert re.fullmatch(r"event-[2-9a-z]{5}", event.slug)


def test_an_address_that_is_taken_is_refused():
    event_of(slug="fan-day")

    with pytest.raises(Unfit) as refusal:
        event_of(slug="fan-day")

    assert refusal.value.problems == (Problem("slug", "taken"),)
