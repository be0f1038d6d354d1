import pytest

from tests.factories import ACTOR, at_stage, event_of, organisation_of, published
from turnout.events.change_stage import FOLLOWS, change_stage, lacking
from turnout.events.edit_event import edit_event
from turnout.events.models import Event, Stage
from turnout.events.publish import publish
from turnout.events.refusals import NotReady, StageRefused
from turnout.events.unpublish import unpublish
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db
MOVES = [(seen, wanted) for seen in Stage for wanted in Stage]


@pytest.mark.parametrize(("seen", "wanted"), MOVES)
def test_only_the_moves_of_the_table_are_made(seen, wanted):
    event = event_of(stage=seen)

    if wanted in FOLLOWS[seen]:
        assert change_stage(event, wanted, ACTOR).stage == wanted
    else:
        with pytest.raises(StageRefused) as refusal:
            change_stage(event, wanted, ACTOR)
        assert refusal.value.allowed == sorted(FOLLOWS[seen])


def test_nothing_follows_the_past_and_a_cancelled_event_is_prepared_anew():
    assert FOLLOWS[Stage.PAST] == frozenset()
    assert FOLLOWS[Stage.CANCELLED] == {Stage.DRAFT}


def test_each_move_is_journalled():
    event = published()

    at_stage(unpublish(event, ACTOR), Stage.CLOSED)

    entries = Entry.objects.filter(verb__in=["publish", "unpublish", "move"]).order_by("id")
    assert [(entry.verb, entry.old.values["stage"]) for entry in entries] == [
        ("publish", "draft"),
        ("unpublish", "gauging"),
        ("publish", "draft"),
        ("move", "gauging"),
    ]


def test_publishing_needs_a_title_a_host_and_a_place_or_date():
    event = event_of(organisation_of(name=""), options=())
    Event.objects.filter(pk=event.pk).update(title="")

    with pytest.raises(NotReady) as refusal:
        publish(event, ACTOR)

    event.refresh_from_db()
    assert refusal.value.lacking == ("title", "host", "option")
    assert (event.stage, event.form_version) == (Stage.DRAFT, 0)


def test_nothing_is_lacking_of_an_event_with_one_city():
    assert lacking(event_of(options=[{"place": "New York"}])) == []


def test_of_two_who_saw_the_same_stage_one_moves_it():
    event = published()
    stale = Event.objects.get(pk=event.pk)
    change_stage(event, Stage.INVITING, ACTOR)

    with pytest.raises(StageRefused) as refusal:
        change_stage(stale, Stage.CLOSED, ACTOR)

    assert refusal.value.stage == Stage.INVITING


def test_the_first_publishing_is_remembered_and_the_form_keeps_its_number():
    event = published()

    again = publish(unpublish(event, ACTOR), ACTOR)

    assert again.published_at == event.published_at
    assert again.form_version == 1


def test_what_changed_while_unpublished_is_numbered_at_the_next_publishing():
    event = unpublish(published(), ACTOR)

    event = edit_event(event, ACTOR, party_max=2)
    assert event.form_version == 1

    assert publish(event, ACTOR).form_version == 2
