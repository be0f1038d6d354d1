from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import ACTOR, event_of, published, question_of
from turnout.events.edit_event import edit_event
from turnout.events.edit_question import edit_question
from turnout.events.refusals import Problem, Unfit
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_a_change_is_journalled_with_what_stood_there_before():
    event = event_of(title="Fan Day", party_max=4)

    changed = edit_event(event, ACTOR, title="Fan Night", party_max=2, strapline="")

    assert (changed.title, changed.party_max) == ("Fan Night", 2)
    entry = Entry.objects.get(verb="change", noun="event")
    assert (entry.actor, entry.fields) == (ACTOR, ["party_max", "title"])
    assert entry.old.values == {"title": "Fan Day", "party_max": 4}


def test_a_change_of_nothing_is_no_change():
    event = event_of()

    edit_event(event, ACTOR, title=event.title)

    assert not Entry.objects.filter(verb="change").exists()


def test_an_edition_rises_with_each_change():
    event = published()

    changed = edit_event(event, ACTOR, title="Fan Night")

    assert changed.edition == event.edition + 1


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"title": "x" * 121}, Problem("title", "too_long", {"longest": 120})),
        ({"title": "\u202e "}, Problem("title", "missing")),
        ({"text": "x" * 20_001}, Problem("text", "too_long", {"longest": 20_000})),
        ({"language": "fr"}, Problem("language", "not_a_choice")),
        ({"languages": ["es", "fr"]}, Problem("languages", "not_a_choice")),
        (
            {"translations": {"es": {"title": "x" * 121}}},
            Problem("translations", "too_long", {"longest": 120}),
        ),
        ({"least_age": 0}, Problem("least_age", "out_of_range", {"least": 1, "greatest": 99})),
        ({"party_max": True}, Problem("party_max", "out_of_range", {"least": 1, "greatest": 20})),
        ({"cover": "abc"}, Problem("cover_alt", "needs_alternative_text")),
        ({"slug": "new"}, Problem("slug", "not_an_address")),
        ({"slug": "Fan Day"}, Problem("slug", "not_an_address")),
        (
            {"opens_at": NOON, "closes_at": NOON},
            Problem("closes_at", "closes_first", {"opens_at": NOON}),
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(given, problem):
    event = event_of()

    with pytest.raises(Unfit) as refusal:
        edit_event(event, ACTOR, **given)

    assert refusal.value.problems == (problem,)


def test_an_address_is_fixed_once_it_was_published():
    event = published()

    with pytest.raises(Unfit) as refusal:
        edit_event(event, ACTOR, slug="other")

    assert refusal.value.problems == (Problem("slug", "fixed"),)


def test_an_address_that_another_event_has_is_refused():
    event_of(slug="fan-day")
    event = event_of()

    with pytest.raises(Unfit) as refusal:
        edit_event(event, ACTOR, slug="fan-day")

    assert refusal.value.problems == (Problem("slug", "taken"),)


def test_the_events_own_language_is_not_among_the_further_ones():
    event = edit_event(event_of(), ACTOR, languages=["zh-hans", "es", "en", "es"])

    assert event.languages == ["es", "zh-hans"]


def test_markdown_keeps_its_lines_and_loses_control_characters():
    event = edit_event(event_of(), ACTOR, text="# A\r\n\r\n    code\x00\x1b[0m\r\ne\u0301nd  ")

    assert event.text == "# A\n\n    code[0m\n\u00e9nd"


def test_moments_are_kept_in_utc():
    event = edit_event(event_of(), ACTOR, opens_at=NOON, closes_at=NOON + timedelta(days=1))

    assert (event.opens_at, event.closes_at) == (NOON, NOON + timedelta(days=1))


def test_publishing_numbers_the_form_and_a_change_of_what_is_asked_numbers_it_anew():
    event = published(event_of())
    assert event.form_version == 1

    smaller = edit_event(event, ACTOR, party_max=2)
    reworded = edit_event(event, ACTOR, strapline="Only a line of the page")
    agreed = edit_event(event, ACTOR, consent="We keep it for a year.")

    versions = list(event.form_versions.order_by("version"))
    assert (smaller.form_version, reworded.form_version, agreed.form_version) == (2, 2, 3)
    assert [version.compiled["version"] for version in versions] == [1, 2, 3]
    assert [version.compiled["party_max"] for version in versions] == [4, 2, 2]
    assert versions[1].consent == {
        "en": "Nimbus may keep this until 30 days after the event, to plan it and to invite me."
    }
    assert versions[2].consent == {"en": "We keep it for a year."}


def test_consent_is_kept_in_each_language_of_the_page():
    event = event_of(
        languages=["es"], consent="We keep it.", translations={"es": {"consent": "Lo guardamos."}}
    )

    published(event)

    assert event.form_versions.get().consent == {"en": "We keep it.", "es": "Lo guardamos."}


def test_consent_that_was_not_translated_is_shown_as_it_was_written():
    event = event_of(languages=["es"], consent="We keep it.")

    published(event)

    assert event.form_versions.get().consent == {"en": "We keep it.", "es": "We keep it."}


def test_a_version_keeps_the_words_that_were_asked():
    event = event_of()
    question = question_of(event, "one", "Tea or coffee?", choices=["Tea", "Coffee"])
    published(event)

    edit_question(
        question, ACTOR, label="Tea or water?", choices=[{"id": "c1", "label": "Tea"}, {"label": "Water"}]
    )

    before, after = event.form_versions.order_by("version")
    option = event.options.get()
    assert before.wording == {
        f"option{option.pk}": "New York · 2026-12-08 · 18:00:00",
        f"q{question.pk}": "Tea or coffee?",
        f"q{question.pk}.c1": "Tea",
        f"q{question.pk}.c2": "Coffee",
    }
    assert after.wording[f"q{question.pk}.c3"] == "Water"


def test_a_draft_has_no_form_version():
    event = event_of()

    edit_event(event, ACTOR, party_max=2)

    assert event.form_versions.count() == 0
