"""Settling one option: with its hall and hours, reversible until somebody was invited."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import ACTOR, decision_of, event_of, published, wave_of
from tests.invitations.people import people_of
from turnout.events.models import Event, Stage
from turnout.events.publish import publish
from turnout.events.refusals import StageRefused
from turnout.interest.models import Interest
from turnout.interest.tallies import counted, stored
from turnout.invitations.decide import decide, is_out, undecide
from turnout.invitations.invite import invite
from turnout.invitations.models import Decision, Invitation
from turnout.invitations.refusals import AskedAgain, InvitationsAreOut
from turnout.invitations.second_event import second_event
from turnout.invitations.start_wave import start_wave
from turnout.invitations.tell_moved import due, tell_moved
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render

pytestmark = pytest.mark.django_db

PHILADELPHIA: dict[str, Any] = {
    "place": "Philadelphia",
    "country": "US",
    "date": date(2026, 12, 12),
    "time": time(14),
    "time_zone": "America/New_York",
}
NEW_YORK: dict[str, Any] = {**PHILADELPHIA, "place": "New York", "date": date(2026, 12, 8), "time": time(18)}


@pytest.fixture
def event() -> Event:
    return published(event_of(options=[NEW_YORK, PHILADELPHIA], channels=["Reddit"]))


def offered(event: Event) -> list[str]:
    return [f"{each.place} {each.venue}".strip() for each in event.options.filter(retired_at=None)]


def invited(event: Event, *names: str) -> list[Invitation]:
    """Who has the mail: as a round leaves them."""
    people = people_of(event, [{"name": name} for name in names])
    wave = wave_of(event)
    rows = Invitation.objects.bulk_create(
        Invitation(
            wave=wave,
            event=event,
            interest=person,
            public_id=f"{place:032x}",
            party=1,
            position=place,
        )
        for place, person in enumerate(people)
    )
    return invite([row.pk for row in rows], timezone.now() + timedelta(days=2), timezone.now())


def test_the_settled_option_is_the_only_one_on_offer_and_the_event_invites(event: Event) -> None:
    decision = decision_of(event)

    assert offered(event) == ["New York Grand Hall"]
    assert event.stage == Stage.INVITING
    assert (decision.version, decision.option.place) == (1, "New York")


def test_taken_back_everything_is_as_it_was(event: Event) -> None:
    before = list(event.options.values())
    decision_of(event)

    undecide(event, ACTOR)

    event.refresh_from_db()
    assert event.stage == Stage.GAUGING
    assert list(event.options.values()) == before
    assert not Decision.objects.exists()


def test_settled_anew_and_taken_back_it_is_still_as_it_was_at_first(event: Event) -> None:
    before = list(event.options.values())
    decision_of(event)
    decision_of(event, option=event.options.last(), venue="Loft")

    assert offered(event) == ["Philadelphia Loft"]
    undecide(event, ACTOR)

    assert list(event.options.values()) == before


def test_once_a_round_is_on_its_way_it_cannot_be_taken_back(event: Event) -> None:
    people_of(event, [{}])
    wave = wave_of(event)
    start_wave(wave, ACTOR, timezone.now())

    with pytest.raises(InvitationsAreOut):
        undecide(event, ACTOR)

    assert is_out(event)
    assert offered(event) == ["New York Grand Hall"]


def test_another_place_asks_everyone_again_and_only_with_consent(event: Event) -> None:
    rows = invited(event, "Ada", "Ben")
    Invitation.objects.filter(pk=rows[1].pk).update(
        state="claimed", answered_at=timezone.now(), reconfirmed_at=timezone.now()
    )

    with pytest.raises(AskedAgain) as refusal:
        decision_of(event, venue="Loft")

    assert refusal.value.invited == 2
    assert offered(event) == ["New York Grand Hall"]


def test_a_change_is_told_once_to_each_with_the_new_place(event: Event) -> None:
    rows = invited(event, "Ada", "Ben")
    Invitation.objects.filter(pk=rows[1].pk).update(
        state="claimed", answered_at=timezone.now(), reconfirmed_at=timezone.now()
    )
    given = {
        name: getattr(event.decision, name)
        for name in (
            "option",
            "address",
            "map_link",
            "access",
            "doors_at",
            "starts_at",
            "ends_at",
            "capacity",
            "asks_again_days",
        )
    }
    decide(event, ACTOR, {**given, "venue": "Loft"}, timezone.now(), asks_again=True)  # type: ignore[typeddict-item]

    for _ in range(3):
        for pk in due(timezone.now()):
            tell_moved(pk, timezone.now())

    mails = Mail.objects.filter(template="invitations/moved").order_by("pk")
    assert [mail.recipient for mail in mails] == ["ada@example.org", "ben@example.org"]
    assert "Loft" in render(mails[1]).text
    assert "Your place stays yours." in render(mails[1]).text
    assert "Your invitation stands until" in render(mails[0]).text
    assert Invitation.objects.get(pk=rows[1].pk).reconfirmed_at is None


def test_other_doors_ask_nobody_again(event: Event) -> None:
    invited(event, "Ada")
    doors = event.decision.doors_at - timedelta(minutes=30)

    decision = decision_of(event, doors_at=doors, access="Ring twice", capacity=120)

    assert decision.version == 1
    assert due(timezone.now()) == []


def test_a_mail_of_a_change_that_changed_again_is_not_sent(event: Event) -> None:
    invited(event, "Ada")
    Decision.objects.update(version=2)
    tell_moved(event.pk, timezone.now())
    Decision.objects.update(version=3)

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get(template="invitations/moved"))


def test_an_event_that_is_over_is_not_settled(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(stage=Stage.CANCELLED)
    event.refresh_from_db()

    with pytest.raises(StageRefused):
        decision_of(event)

    assert not Decision.objects.exists()


def test_a_second_city_becomes_an_event_with_those_who_named_it() -> None:
    event = published(
        event_of(
            options=[NEW_YORK, PHILADELPHIA],
            channels=["Reddit"],
            questions=[{"kind": "one", "label": "Which phone?", "choices": ["One", "Two"]}],
        )
    )
    york, philly = event.options.order_by("pk")
    question = event.questions.get()
    answers = {f"q{question.pk}": "c2"}
    people_of(
        event,
        [
            {"name": "Ada", "options": [york.pk]},
            {"name": "Ben", "options": [philly.pk], "answers": answers, "via": "reddit"},
            {"name": "Cleo", "options": [york.pk, philly.pk]},
            {"name": "Taken back", "options": [philly.pk], "standing": "withdrawn"},
        ],
    )
    ben = Interest.objects.get(name="Ben")
    decision = decision_of(event)

    copy = second_event(decision, philly, ACTOR, "Nimbus Philadelphia")

    moved, copied = Interest.objects.filter(event=copy).order_by("name")
    assert (moved.pk, moved.public_id, moved.name) == (ben.pk, ben.public_id, "Ben")
    assert moved.options == [copy.options.get().pk]
    assert moved.answers == {f"q{copy.questions.get().pk}": "c2"}
    assert moved.via == copy.channels.get().code != "reddit"
    assert copied.name == "Cleo"
    assert copied.public_id != Interest.objects.get(event=event, name="Cleo").public_id
    here = set(Interest.objects.filter(event=event).values_list("name", flat=True))
    assert here == {"Ada", "Cleo", "Taken back"}
    for each in (event, copy):
        assert stored(each.pk) == counted(each.pk)


def test_consent_goes_along_in_the_version_that_it_was_given_to() -> None:
    event = published(event_of(options=[NEW_YORK, PHILADELPHIA], consent="We may write to you."))
    philly = event.options.order_by("pk").last()
    assert philly is not None
    people_of(event, [{"options": [philly.pk]}])
    version = event.form_version

    copy = second_event(decision_of(event), philly, ACTOR, "Philadelphia")

    moved = Interest.objects.get(event=copy)
    assert moved.form_version == version
    assert copy.form_versions.get(version=version).consent == event.form_versions.get(version=version).consent
    assert publish(copy, ACTOR).form_version == version + 1
    assert Entry.objects.filter(verb="second", event_id=copy.pk).count() == 1
