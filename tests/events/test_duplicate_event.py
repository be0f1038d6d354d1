import pytest

from tests.factories import ACTOR, NEW_YORK, event_of, option_of, published, question_of
from turnout.events.compile_form import compile_form
from turnout.events.duplicate_event import duplicate_event
from turnout.events.models import Stage
from turnout.events.refusals import Unfit
from turnout.events.retire_option import retire_option

pytestmark = pytest.mark.django_db


def test_a_duplicate_is_a_draft_with_everything_but_the_answers():
    event = event_of(channels=["Reddit", "YouTube"], strapline="Come", translations={"es": {"title": "Día"}})
    phone = question_of(event, "one", "Which phone?", choices=["Nimbus 4", "Another"])
    why = question_of(event, "long", "Why?", show_if={"question": phone.pk, "is": ["c2"]})
    published(event)

    copy = duplicate_event(event, ACTOR, "Chicago Fan Day")

    assert (copy.stage, copy.form_version, copy.published_at) == (Stage.DRAFT, 0, None)
    assert (copy.slug, copy.title, copy.strapline) == ("chicago-fan-day", "Chicago Fan Day", "Come")
    assert copy.in_language("title", "es") == "Día"
    first, second = copy.open_questions()
    assert (first.label, first.choices) == (phone.label, phone.choices)
    assert (second.label, second.show_if) == (why.label, {"question": first.pk, "is": ["c2"]})
    assert [str(option) for option in copy.open_options()] == ["New York · 2026-12-08 · 18:00:00"]


def test_a_duplicates_channels_have_codes_of_their_own():
    event = event_of(channels=["Reddit", "YouTube"])

    copy = duplicate_event(event, ACTOR, "Chicago Fan Day")

    codes = {channel.code for channel in copy.open_channels()}
    assert [channel.name for channel in copy.open_channels()] == ["Reddit", "YouTube"]
    assert codes.isdisjoint(channel.code for channel in event.open_channels())


def test_what_was_retired_stays_behind():
    event = published(options=[NEW_YORK, {"place": "Boston"}])
    retire_option(event.options.get(place="Boston"), ACTOR)

    copy = duplicate_event(event, ACTOR, "Again")

    assert [option.place for option in copy.options.all()] == ["New York"]


def test_a_change_of_the_copy_leaves_the_original():
    event = published()
    copy = duplicate_event(event, ACTOR, "Again")

    option_of(copy)

    assert len(compile_form(event)["option_ids"]) == 1


def test_a_duplicate_needs_a_title():
    with pytest.raises(Unfit):
        duplicate_event(event_of(), ACTOR, " ")
