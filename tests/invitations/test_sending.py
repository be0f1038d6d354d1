"""A round of invitations: who gets one, in which order, how fast, and how it is stopped."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import ACTOR, decision_of, event_of, published, wave_of
from tests.invitations.people import names, people_of
from turnout.events.models import Event
from turnout.forecasts.models import Progress
from turnout.interest.models import Interest
from turnout.interest.withdraw import withdraw
from turnout.invitations.invite import invite
from turnout.invitations.models import TO_THINK, Invitation, Wave
from turnout.invitations.plan import plan_of
from turnout.invitations.refusals import (
    NobodyToInvite,
    NothingWritten,
    NotInThisState,
    NotInviting,
    TooManyShares,
    UnknownPlaceholders,
    WrongReplyBy,
)
from turnout.invitations.send_wave import _invite, due, send_wave
from turnout.invitations.start_wave import start_wave, take_back
from turnout.invitations.stop_wave import cancel_wave, pause_wave, resume_wave
from turnout.invitations.waitlist import ahead_of, in_line, next_in_line, reply_by_of_next
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.rules.seats import RISK

pytestmark = pytest.mark.django_db
State = Invitation.State


@pytest.fixture
def event() -> Event:
    return published(event_of(channels=["Reddit"]))


def started(event: Event, **fields: Any) -> Wave:
    wave = wave_of(event, **fields)
    start_wave(wave, ACTOR, timezone.now())
    return fresh(wave)


def fresh(wave: Wave) -> Wave:
    return Wave.objects.select_related("event__organisation").get(pk=wave.pk)


def batch(wave: Wave, now: datetime) -> datetime:
    """One more batch, as the worker would find it due; when the next one is."""
    found = fresh(wave)
    now = max(now, found.next_at or now)
    send_wave(wave.pk, now)
    return now


def sent_to_end(wave: Wave) -> list[str]:
    """All its batches; whom it invited, in the order in which they were."""
    now = timezone.now() + TO_THINK
    for _ in range(60):
        now = batch(wave, now)
        Mail.objects.filter(bundle=wave.bundle).update(state=Mail.State.SENT)
        if fresh(wave).state == Wave.State.SENT:
            break
    invited = wave.invitations.exclude(sent_at=None).select_related("interest")
    return names(list(invited.order_by("sent_at", "position")))


def test_those_who_fit_are_invited_in_the_order_of_confirming(event: Event) -> None:
    people_of(
        event,
        [
            {"name": "Ada"},
            {"name": "Unconfirmed", "verified_at": None},
            {"name": "Suspect", "standing": "suspect"},
            {"name": "Gone", "standing": "withdrawn"},
            {"name": "Ben"},
        ],
    )

    wave = started(event)

    assert wave.size == 2
    assert sent_to_end(wave) == ["Ada", "Ben"]
    assert [each.step for each in Progress.objects.all()] == ["invited", "invited"]


def test_seats_go_to_the_first_who_fit_and_the_rest_wait_in_their_order(event: Event) -> None:
    rows = [("Ada", 2), ("Family", 3), ("Ben", 1), ("Cleo", 1)]
    people_of(event, [{"name": name, "party": party} for name, party in rows])

    wave = started(event, rule="first", seats=3)

    assert sent_to_end(wave) == ["Ada", "Ben"]
    assert fresh(wave).offered == 3
    assert names(list(in_line(event.pk))) == ["Family", "Cleo"]
    assert [ahead_of(each) for each in in_line(event.pk)] == [0, 1]


def test_without_a_waitlist_nobody_waits(event: Event) -> None:
    people_of(event, [{"name": "Ada"}, {"name": "Ben"}])

    wave = started(event, rule="first", seats=1, has_waitlist=False)

    assert sent_to_end(wave) == ["Ada"]
    assert not in_line(event.pk).exists()


def test_a_score_decides_and_equals_go_by_confirming(event: Event) -> None:
    people_of(
        event,
        [
            {"name": "Ada", "likelihood": "maybe"},
            {"name": "Ben", "answers": {"q1": "c2"}},
            {"name": "Cleo", "answers": {"q1": ["c1", "c2"]}, "likelihood": "maybe"},
            {"name": "Dan"},
        ],
    )
    score = [
        {"of": "likelihood", "value": "definitely", "points": 2},
        {"of": "q1", "value": "c2", "points": 3},
    ]

    wave = started(event, rule="score", score=score, seats=3)

    assert sent_to_end(wave) == ["Ben", "Cleo", "Dan"]


def test_groups_fill_their_own_seats_first(event: Event) -> None:
    """30 % for those nearby: 3 of 10 seats, though they confirmed last."""
    far = [{"name": f"Far {n}", "postcode": "94103"} for n in range(12)]
    near = [{"name": f"Near {n}"} for n in range(4)]
    people_of(event, [*far, *near])
    quotas = [{"name": "Nearby", "share": 30, "narrowing": {"kilometres": 40}}]

    wave = started(event, rule="first", seats=10, quotas=quotas)

    invited = sent_to_end(wave)
    assert sorted(name for name in invited if name.startswith("Near")) == ["Near 0", "Near 1", "Near 2"]
    assert sum(name.startswith("Far") for name in invited) == 7
    assert set(wave.invitations.filter(state=State.WAITING).values_list("interest__name", "quota")) == {
        *((f"Far {n}", "") for n in range(7, 12)),
        ("Near 3", "Nearby"),
    }


@pytest.mark.parametrize(
    ("narrowing", "found"),
    [
        ({"likelihood": ["definitely", "probably"]}, ["Ada", "Ben", "Dan"]),
        ({"via": ["reddit"]}, ["Ben"]),
        ({"via": [""]}, ["Ada", "Cleo", "Dan"]),
        ({"option": 0}, ["Ada"]),
        ({"answers": {"q1": ["c1"]}}, ["Cleo"]),
        ({"kilometres": 40}, ["Ada", "Ben"]),
        ({"country": "CA"}, ["Dan"]),
        ({"postcodes": ["941", " 10 "]}, ["Ada", "Ben", "Cleo"]),
        ({"verified": False, "likelihood": ["maybe"]}, ["Cleo", "Eve"]),
    ],
)
def test_a_filter_chooses_among_those_whose_answer_counts(
    event: Event, narrowing: dict[str, Any], found: list[str]
) -> None:
    option = event.options.get().pk
    people_of(
        event,
        [
            {"name": "Ada", "options": [option]},
            {"name": "Ben", "via": "reddit", "likelihood": "probably", "postcode": "07030"},
            {"name": "Cleo", "answers": {"q1": "c1"}, "likelihood": "maybe", "postcode": "94103"},
            {"name": "Dan", "country": "CA", "postcode": ""},
            {"name": "Eve", "likelihood": "maybe", "verified_at": None, "postcode": "60601"},
        ],
    )
    if narrowing.get("postcodes"):
        Interest.objects.filter(name="Ben").update(postcode="10 002")
    if "option" in narrowing:
        narrowing = {"option": option}

    plan = plan_of(wave_of(event, narrowing=narrowing), timezone.now())

    keys = [person.key for person, _ in plan.allotted.chosen]
    assert [Interest.objects.get(pk=key).name for key in keys] == found


def test_as_many_are_invited_as_the_risk_allows(event: Event) -> None:
    """The hall holds 100: more than that are invited, because not everybody comes, and riskier is more."""
    people_of(event, [{} for _ in range(400)])
    decision_of(event, capacity=100)

    careful, bold = (
        plan_of(wave_of(event, rule="first", risk=risk), timezone.now()).people for risk in (RISK, 0.3)
    )

    assert 100 < careful < bold < 250


def test_nothing_goes_out_for_a_minute_and_it_can_be_taken_back(event: Event) -> None:
    people_of(event, [{}])
    wave = started(event)
    soon = timezone.now() + TO_THINK - timedelta(seconds=5)

    assert due(soon) == []
    assert wave.may_be_taken_back(soon)
    take_back(wave, ACTOR)

    assert fresh(wave).state == Wave.State.DRAFT
    assert not Invitation.objects.exists()


def test_after_the_first_mail_it_cannot_be_taken_back(event: Event) -> None:
    people_of(event, [{}])
    wave = started(event)
    batch(wave, timezone.now())

    with pytest.raises(NotInThisState):
        take_back(wave, ACTOR)


def test_it_goes_out_as_fast_as_was_set(event: Event) -> None:
    people_of(event, [{} for _ in range(5)])
    wave = started(event, per_minute=12)

    first = batch(wave, timezone.now())

    assert fresh(wave).invited == 2
    assert fresh(wave).next_at == first + timedelta(seconds=10)
    assert due(first + timedelta(seconds=9)) == []


def test_two_workers_write_one_batch(event: Event) -> None:
    people_of(event, [{}])
    wave = started(event)
    now = batch(wave, timezone.now())
    seen = fresh(wave)
    Wave.objects.filter(pk=wave.pk).update(next_at=now + timedelta(minutes=1))

    _invite(seen, [wave.invitations.get().pk], now)

    assert Mail.objects.filter(bundle=wave.bundle).count() == 1


def test_who_leaves_before_their_turn_is_not_invited_and_the_seat_goes_on(event: Event) -> None:
    people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cleo", "Dan")])
    wave = started(event, rule="first", seats=2, per_minute=6)
    batch(wave, timezone.now())
    ben = Interest.objects.get(name="Ben")

    withdraw(ben.pk, timezone.now())

    assert sent_to_end(wave) == ["Ada", "Cleo"]
    assert wave.invitations.get(interest=ben).state == State.WITHDRAWN
    assert names(list(in_line(event.pk))) == ["Dan"]


def test_who_confirms_while_it_is_sent_is_invited_as_well(event: Event) -> None:
    people_of(event, [{"name": "Ada"}, {"name": "Late", "verified_at": None}])
    wave = started(event)
    batch(wave, timezone.now())

    Interest.objects.filter(name="Late").update(verified_at=timezone.now())

    assert sent_to_end(wave) == ["Ada", "Late"]


@pytest.mark.parametrize("limit", [{"seats": 2}, {"risk": 0.05}])
def test_who_confirms_late_stands_behind_those_who_wait(event: Event, limit: dict[str, Any]) -> None:
    decision_of(event, capacity=2)
    people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal")])
    people_of(event, [{"name": "Late", "verified_at": None}])
    wave = started(event, rule="first", **limit)
    batch(wave, timezone.now())
    invited = wave.invitations.filter(is_chosen=True).count()

    Interest.objects.filter(name="Late").update(verified_at=timezone.now() - timedelta(days=9))

    assert len(sent_to_end(wave)) == invited
    assert names(list(in_line(event.pk)))[-1] == "Late"


def test_an_event_that_is_cancelled_invites_nobody(event: Event) -> None:
    people_of(event, [{}])
    wave = started(event)
    Event.objects.filter(pk=event.pk).update(stage="cancelled")
    now = timezone.now() + TO_THINK

    assert due(now) == []
    send_wave(wave.pk, now)
    assert not Mail.objects.filter(bundle=wave.bundle).exists()
    with pytest.raises(NotInviting):
        start_wave(wave_of(event), ACTOR, now)


def test_who_left_after_the_mail_was_written_does_not_get_it(event: Event) -> None:
    (ada,) = people_of(event, [{"name": "Ada"}])
    wave = started(event)
    batch(wave, timezone.now())

    withdraw(ada.pk, timezone.now())

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get(bundle=wave.bundle))


def test_paused_mails_wait_and_go_on(event: Event) -> None:
    people_of(event, [{} for _ in range(3)])
    wave = started(event, per_minute=6)
    now = batch(wave, timezone.now())

    pause_wave(wave, ACTOR)

    assert due(now + timedelta(hours=1)) == []
    assert [mail.state for mail in Mail.objects.filter(bundle=wave.bundle)] == ["held"]
    resume_wave(wave, ACTOR, now)
    assert len(sent_to_end(wave)) == 3


def test_cancelled_nobody_more_is_invited_and_whose_mail_was_not_sent_never_was(event: Event) -> None:
    people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cleo", "Dan")])
    wave = started(event, per_minute=6, seats=3, rule="first")
    now = batch(wave, timezone.now())
    Mail.objects.filter(bundle=wave.bundle).update(state=Mail.State.SENT)
    now = batch(wave, now)

    cancel_wave(wave, ACTOR, now)

    states = dict(wave.invitations.values_list("interest__name", "state"))
    assert states == {"Ada": "sent", "Ben": "withdrawn", "Cleo": "withdrawn", "Dan": "withdrawn"}
    assert sorted(mail.state for mail in Mail.objects.filter(bundle=wave.bundle)) == ["dropped", "sent"]
    assert [each.interest.name for each in Progress.objects.select_related("interest")] == ["Ada"]
    assert due(now + timedelta(days=1)) == []


def test_a_second_round_takes_the_next_in_line_who_keep_their_places(event: Event) -> None:
    people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cleo", "Dan")])
    sent_to_end(started(event, rule="first", seats=1))
    people_of(event, [{"name": "New"}])

    second = started(event, rule="next", seats=2)

    assert second.number == 2
    assert sent_to_end(second) == ["Ben", "Cleo"]
    assert names(list(in_line(event.pk))) == ["Dan"]


def test_a_second_round_leaves_those_who_have_an_invitation_or_wait(event: Event) -> None:
    people_of(event, [{"name": "Ada"}, {"name": "Ben"}])
    sent_to_end(started(event, rule="first", seats=1))
    Invitation.objects.filter(interest__name="Ada").update(state=State.LAPSED, answered_at=timezone.now())

    second = wave_of(event)

    assert [person.key for person, _ in plan_of(second, timezone.now()).allotted.chosen] == [
        Interest.objects.get(name="Ada").pk
    ]


def test_a_person_has_one_open_invitation_in_an_event(event: Event) -> None:
    people_of(event, [{}])
    first = started(event)
    sent_to_end(first)
    row = first.invitations.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            wave=wave_of(event),
            event=event,
            interest=row.interest,
            public_id="f" * 32,
            party=1,
            position=9,
        )


def test_inviting_twice_writes_one_mail(event: Event) -> None:
    people_of(event, [{}])
    wave = started(event, rule="first", seats=1)
    batch(wave, timezone.now())
    row = wave.invitations.get()

    assert invite([row.pk], timezone.now(), timezone.now()) == []
    assert Mail.objects.filter(bundle=wave.bundle).count() == 1


def test_a_free_seat_goes_on_only_when_the_round_is_over_and_doors_are_far(event: Event) -> None:
    people_of(event, [{"name": "Ada"}, {"name": "Ben"}])
    wave = started(event, rule="first", seats=1)
    batch(wave, timezone.now())
    assert names(list(next_in_line(event.pk))) == []
    sent_to_end(wave)
    decision = event.decision
    doors = decision.doors_at

    assert names(list(next_in_line(event.pk))) == ["Ben"]
    assert reply_by_of_next(wave, decision, doors - timedelta(days=3)) == doors - timedelta(days=2)
    assert reply_by_of_next(wave, decision, doors - timedelta(hours=20)) == doors - timedelta(hours=12)
    assert reply_by_of_next(wave, decision, doors - timedelta(hours=12)) is None


def test_what_cannot_be_sent_is_refused(event: Event) -> None:
    nobody = wave_of(event)
    with pytest.raises(NobodyToInvite):
        start_wave(nobody, ACTOR, timezone.now())
    people_of(event, [{}])
    late = wave_of(event, reply_by=event.decision.doors_at + timedelta(minutes=1))
    with pytest.raises(WrongReplyBy):
        start_wave(late, ACTOR, timezone.now())
    sent = started(event)
    with pytest.raises(NotInThisState):
        start_wave(sent, ACTOR, timezone.now())


def test_what_cannot_be_read_is_not_kept(event: Event) -> None:
    decision_of(event)
    group = {"name": "A", "share": 60, "narrowing": {}}

    with pytest.raises(TooManyShares):
        wave_of(event, seats=10, quotas=[group, {**group, "name": "B"}])
    with pytest.raises(UnknownPlaceholders) as refusal:
        wave_of(event, texts={"en": {"subject": "Hi", "text": "{nmae} {reply_by} {where}"}})
    with pytest.raises(NothingWritten):
        wave_of(event, texts={"en": {"subject": "Hi", "text": " "}})

    assert refusal.value.names == ["nmae"]
    assert not Wave.objects.exists()
