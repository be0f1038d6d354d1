"""A draw from naming the randomness to the wave's invitations: what is committed to, and what comes of it."""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.factories import ACTOR, event_of, published
from tests.invitations.draws import (
    BEACON,
    NOW,
    NUMBERS,
    RULE,
    TEXT,
    draw_wave_of,
    drawn,
    fresh,
    frozen_draw,
    record_of_draw,
    settled_draw,
    started_draw,
    told,
)
from tests.invitations.people import people_of
from tests.rules.draws import LOTTO, PICK, ROUND, SIGNATURE
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.renew_link import renew_link
from turnout.interest.withdraw import withdraw
from turnout.invitations import fetch_beacon, freeze, hand_out, tell_entrants
from turnout.invitations.abandon import TOO_LATE, abandon
from turnout.invitations.beacon_json import NotABeaconsAnswer, proof_in
from turnout.invitations.draw_file import frozen_bytes
from turnout.invitations.draw_refusals import (
    DrawIsOver,
    NoReason,
    NothingToDraw,
    NotYet,
    TooFewOutcomes,
    TooSoon,
)
from turnout.invitations.friends import join_group, make_group
from turnout.invitations.models import Draw, DrawRecord, Entrant, Invitation, Wave
from turnout.invitations.refusals import NotInThisState
from turnout.invitations.send_wave import send_wave
from turnout.invitations.settle import settle
from turnout.invitations.start_draw import Named, least_lead, start_draw
from turnout.invitations.start_wave import start_wave
from turnout.journal.models import Entry as JournalEntry
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.rules.draw_check import Untrue, check_record
from turnout.rules.draw_reading import read_record
from turnout.rules.draw_record import Proof

pytestmark = pytest.mark.django_db
State = Draw.State
ALL = ["commitment", "named", "randomness", "seed", "order", "places"]


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event() -> Event:
    return published(event_of())


def five(event: Event, **rows: Any) -> list[Interest]:
    return people_of(
        event, [{"name": name, **rows.get(name, {})} for name in ("Ada", "Ben", "Cem", "Dee", "Eli")]
    )


def test_from_naming_a_round_to_the_record_that_anybody_can_check(event: Event):
    five(event)

    draw = started_draw(event)
    freeze.freeze(draw.pk, NOW)
    draw = settled_draw(fresh(draw))
    hand_out.hand_out(draw.pk, draw.decided)

    draw = fresh(draw)
    record = read_record(record_of_draw(draw))
    assert (draw.state, draw.wave.state, draw.wave.is_enlisted) == (State.DRAWN, Wave.State.DRAWN, True)
    assert (draw.round, draw.decided) == (ROUND, NOW + timedelta(hours=1))
    assert check_record(record) == ALL
    assert record.frozen.rule == RULE
    assert (record.frozen.answers, record.frozen.verified, len(record.frozen.entries)) == (5, 5, 5)
    verbs = JournalEntry.objects.filter(noun="wave").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["write", "start_draw", "commit_draw", "settle_draw", "draw"]


def test_the_result_is_the_wave_s_order_and_those_with_places_are_invited_first(event: Event):
    five(event)

    draw = drawn(event)

    record = json.loads(record_of_draw(draw))
    by_code = {each.code: each for each in Entrant.objects.filter(draw=draw).select_related("interest")}
    order = record["result"]["order"]
    rows = list(Invitation.objects.filter(wave=draw.wave).order_by("position"))
    assert [by_code[code].interest_id for code in order] == [row.interest_id for row in rows]
    assert [row.is_chosen for row in rows] == [True, True, False, False, False]
    assert [by_code[code].rank for code in order] == [1, 2, 3, 4, 5]
    assert {code for code, each in by_code.items() if each.has_place} == set(order[:2])
    assert draw.places == 2


def test_the_wave_of_a_draw_is_sent_to_those_who_won(event: Event):
    five(event)
    draw = drawn(event)

    start_wave(draw.wave, ACTOR, NOW)
    send_wave(draw.wave_id, NOW + timedelta(minutes=2))

    winners = Entrant.objects.filter(draw=draw, has_place=True).values_list("interest_id", flat=True)
    sent = Invitation.objects.filter(wave=draw.wave, state=Invitation.State.SENT)
    assert set(sent.values_list("interest_id", flat=True)) == set(winners)
    assert Invitation.objects.filter(wave=draw.wave, state=Invitation.State.WAITING).count() == 3


def test_a_big_party_is_passed_over_and_stays_ahead_on_the_waitlist(event: Event):
    five(event, Ada={"party": 4}, Ben={"party": 4})

    draw = drawn(event, seats=3)

    waiting = Invitation.objects.filter(wave=draw.wave, is_chosen=False).order_by("position")
    ranks = [Entrant.objects.get(draw=draw, interest=row.interest_id).rank or 0 for row in waiting]
    assert len(waiting) == 2
    assert ranks == sorted(ranks)
    assert sum(row.party for row in Invitation.objects.filter(wave=draw.wave, is_chosen=True)) == 3


def test_quota_groups_fill_their_own_seats_and_name_them_on_the_invitation(event: Event):
    five(event, Ada={"via": "shop"})
    near = {"name": "From the shop", "share": 50, "narrowing": {"via": ["shop"]}}

    draw = drawn(event, quotas=[near])

    ada = Invitation.objects.get(wave=draw.wave, interest__name="Ada")
    assert (ada.is_chosen, ada.quota) == (True, "From the shop")
    assert draw.quotas == [{"code": "q1", "name": "From the shop", "seats": 1}]
    assert Invitation.objects.filter(wave=draw.wave, is_chosen=True).count() == 2


def test_weights_go_by_how_sure_somebody_is(event: Event):
    five(event, Ada={"likelihood": "maybe"}, Ben={"likelihood": "probably"})

    draw = frozen_draw(event, weights={"definitely": 3, "probably": 40})

    codes = dict(Entrant.objects.filter(draw=draw).values_list("code", "interest__name"))
    weights = {
        codes[each["code"]]: each["weight"] for each in json.loads(record_of_draw(draw))["frozen"]["entries"]
    }
    assert weights == {"Ada": 1, "Ben": 10, "Cem": 3, "Dee": 3, "Eli": 3}


def test_friends_are_one_entry_with_all_their_people_and_the_least_weight(event: Event):
    ada, ben, cem, *_ = five(event, Ben={"party": 2, "likelihood": "maybe"}, Cem={"verified_at": None})
    group = make_group(ada.pk, NOW)
    for friend in (ben, cem):
        join_group(friend.pk, group.code, NOW)

    draw = drawn(event, seats=3, weights={"definitely": 3})

    together = Entrant.objects.filter(draw=draw, interest__in=[ada, ben, cem])
    (code,) = set(together.values_list("code", flat=True))
    entries = {each["code"]: each for each in json.loads(record_of_draw(draw))["frozen"]["entries"]}
    assert sorted(together.values_list("interest__name", flat=True)) == ["Ada", "Ben"]
    assert entries[code] == {"code": code, "party": 3, "quota": "", "weight": 1}
    rows = Invitation.objects.filter(wave=draw.wave, interest__in=[ada, ben])
    assert len({(row.position, row.is_chosen) for row in rows}) == 1
    assert [draw.entries, draw.answers] == [3, 4]


def test_friends_belong_to_a_quota_only_if_each_of_them_does(event: Event):
    ada, ben, *_ = five(event, Ada={"via": "shop"}, Cem={"via": "shop"})
    join_group(ben.pk, make_group(ada.pk, NOW).code, NOW)
    near = {"name": "From the shop", "share": 50, "narrowing": {"via": ["shop"]}}

    draw = frozen_draw(event, quotas=[near])

    codes = dict(Entrant.objects.filter(draw=draw).values_list("interest__name", "code"))
    quotas = {each["code"]: each["quota"] for each in json.loads(record_of_draw(draw))["frozen"]["entries"]}
    assert (quotas[codes["Ada"]], quotas[codes["Cem"]]) == ("", "q1")


def test_who_took_the_answer_back_after_freezing_keeps_the_rank_and_is_not_invited(event: Event):
    people = five(event)
    draw = frozen_draw(event, NUMBERS)
    withdraw(people[0].pk, NOW)

    draw = settled_draw(draw)
    hand_out.hand_out(draw.pk, draw.decided)

    assert Entrant.objects.get(draw=draw, interest=people[0]).rank is not None
    assert Invitation.objects.filter(wave=draw.wave).count() == 4


def test_without_a_waitlist_only_those_with_places_get_a_row(event: Event):
    five(event)

    draw = drawn(event, has_waitlist=False)

    assert Invitation.objects.filter(wave=draw.wave).count() == 2


def test_everybody_is_written_the_commitment_before_the_randomness_exists(event: Event):
    people = five(event)
    draw = told(frozen_draw(event))

    mails = Mail.objects.filter(template=tell_entrants.TEMPLATE).order_by("pk")
    text = render(mails[0]).text

    assert [mail.recipient for mail in mails] == [each.email for each in people]
    assert all(mail.due_at < draw.decided for mail in mails)
    assert (draw.told, draw.tell_at) == (5, None)
    assert draw.commitment in text
    assert Entrant.objects.get(draw=draw, interest=people[0]).code in text
    assert f"/draws/{draw.public_id}/?code=" in text


def test_a_mail_about_a_draw_is_not_sent_where_it_is_true_no_more(event: Event):
    ada, ben, *_ = five(event)
    draw = told(frozen_draw(event))
    mails = {mail.recipient: mail for mail in Mail.objects.filter(template=tell_entrants.TEMPLATE)}
    withdraw(ada.pk, NOW)
    renew_link(ben.pk, NOW)

    for gone in (ada, ben):
        with pytest.raises(NoLongerNeeded):
            render(mails[gone.email])
    abandon(draw, ACTOR, "The hall burnt down.", NOW)

    assert set(Mail.objects.filter(bundle=draw.bundle).values_list("state", flat=True)) == {
        Mail.State.DROPPED
    }


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        (Named(lead=timedelta(seconds=599)), TooSoon),
        (Named(at=NOW + timedelta(seconds=599), sources=(LOTTO,)), TooSoon),
        (Named(at=NOW + timedelta(hours=1), sources=(PICK,)), TooFewOutcomes),
    ],
)
def test_randomness_that_comes_too_soon_or_has_too_few_outcomes_is_refused(
    event: Event, named: Named, refusal: type[Exception]
):
    five(event)

    with pytest.raises(refusal):
        started_draw(event, named)

    assert not Draw.objects.exists()


def test_where_many_mails_have_to_go_out_the_randomness_comes_later():
    assert least_lead(100) == timedelta(minutes=10)
    assert least_lead(120_000) == timedelta(minutes=105)


@pytest.mark.parametrize("seats", [0, 5, None])
def test_where_everybody_or_nobody_gets_a_seat_there_is_nothing_to_draw(event: Event, seats: int | None):
    five(event)

    with pytest.raises(NothingToDraw):
        started_draw(event, seats=seats)


def test_a_wave_is_drawn_once(event: Event):
    five(event)
    wave = draw_wave_of(event)
    draw = start_draw(wave, ACTOR, BEACON, RULE, {}, NOW)
    abandon(draw, ACTOR, "The wrong hall.", NOW)

    with pytest.raises(NotInThisState):
        start_draw(wave, ACTOR, BEACON, RULE, {}, NOW)

    wave.refresh_from_db()
    assert wave.state == Wave.State.CANCELLED


def test_a_worker_that_comes_too_late_gives_the_draw_up_and_says_why(event: Event):
    five(event)
    draw = started_draw(event)

    freeze.freeze(draw.pk, draw.decided - timedelta(seconds=59))

    draw = fresh(draw)
    assert (draw.state, draw.why, draw.commitment) == (State.ABANDONED, TOO_LATE, "")


def test_entries_are_written_down_once_however_many_workers_there_are(event: Event):
    five(event)
    draw = frozen_draw(event)

    assert freeze.due(NOW + timedelta(days=1)) == []
    freeze.freeze(draw.pk, NOW + timedelta(hours=1))

    assert fresh(draw).commitment == draw.commitment
    assert Entrant.objects.filter(draw=draw).count() == 5


def test_a_worker_that_died_in_the_middle_is_followed_by_another(event: Event):
    five(event)
    draw = started_draw(event)
    Entrant.objects.create(draw=draw, interest=Interest.objects.first(), code="00000-00000", party=1)
    Draw.objects.filter(pk=draw.pk).update(next_at=NOW + timedelta(minutes=10))

    assert freeze.due(NOW) == []
    freeze.freeze(draw.pk, NOW + timedelta(minutes=10))

    assert Entrant.objects.filter(draw=draw).exclude(code="00000-00000").count() == 5


def test_handing_out_again_changes_nothing(event: Event):
    five(event)
    draw = drawn(event)
    rows = list(Invitation.objects.order_by("pk").values())
    Draw.objects.filter(pk=draw.pk).update(state=State.SETTLING, next_at=NOW)

    hand_out.hand_out(draw.pk, NOW)

    assert list(Invitation.objects.order_by("pk").values()) == rows
    assert fresh(draw).state == State.DRAWN


def test_nothing_comes_of_entries_that_were_altered_in_the_database(event: Event):
    five(event)
    draw = settled_draw(frozen_draw(event, NUMBERS))
    record = DrawRecord.objects.get(draw=draw)
    record.frozen = gzip.compress(frozen_bytes(record).replace(b'"seats":2', b'"seats":3'))
    record.save()

    with pytest.raises(hand_out.AlteredSince):
        hand_out.hand_out(draw.pk, draw.decided)

    assert not Invitation.objects.exists()


def test_the_signature_decides_and_not_who_brings_it(event: Event):
    five(event)
    draw = frozen_draw(event)

    with pytest.raises(NotYet):
        settle(draw, ACTOR, Proof(signature=SIGNATURE), draw.decided - timedelta(seconds=1))
    with pytest.raises(Untrue):
        settle(draw, ACTOR, Proof(signature=SIGNATURE.replace("b7", "97")), draw.decided)
    settle(draw, ACTOR, Proof(signature=SIGNATURE), draw.decided)

    with pytest.raises(DrawIsOver):
        settle(draw, ACTOR, Proof(signature=SIGNATURE), draw.decided)
    assert fresh(draw).state == State.SETTLING


def test_numbers_that_were_not_announced_are_refused(event: Event):
    five(event)
    draw = frozen_draw(event, NUMBERS)

    with pytest.raises(Untrue):
        settle(draw, ACTOR, Proof(text="4.11.23.34.45.60./"), draw.decided)

    assert fresh(draw).state == State.FROZEN


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        ("no JSON", NotABeaconsAnswer),
        ("[]", NotABeaconsAnswer),
        ('{"round": 657413}', NotABeaconsAnswer),
        ('{"round": 657413, "signature": "xyz"}', NotABeaconsAnswer),
        ('{"round": 657413, "signature": "b713"}', NotABeaconsAnswer),
        ("[" * 100_000, NotABeaconsAnswer),
        (f'{{"round": 657412, "signature": "{SIGNATURE}"}}', Untrue),
    ],
)
def test_what_is_no_answer_of_the_beacon_is_told_apart(answer: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        proof_in(answer, ROUND)


def test_the_beacon_s_answer_is_read():
    answer = json.dumps({"round": ROUND, "randomness": "00", "signature": SIGNATURE.upper()})

    assert proof_in(answer, ROUND) == Proof(signature=SIGNATURE)


def test_an_abandoned_draw_says_why_and_its_wave_ends(event: Event):
    five(event)
    draw = frozen_draw(event)

    with pytest.raises(NoReason):
        abandon(draw, ACTOR, "  ", NOW)
    abandon(draw, ACTOR, "The wrong hall.", NOW)

    draw = fresh(draw)
    record = json.loads(record_of_draw(draw))
    assert (draw.state, draw.wave.state) == (State.ABANDONED, Wave.State.CANCELLED)
    assert record["abandoned"] == {"at": int(NOW.timestamp()), "why": "The wrong hall."}
    assert check_record(read_record(record_of_draw(draw))) == ["commitment", "named"]
    assert fetch_beacon.due(draw.decided) == []


def test_a_draw_that_was_held_cannot_be_abandoned(event: Event):
    five(event)
    draw = drawn(event)

    with pytest.raises(DrawIsOver):
        abandon(draw, ACTOR, "We do not like it.", draw.decided)


def test_text_of_numbers_is_part_of_the_record(event: Event):
    five(event)

    record = json.loads(record_of_draw(drawn(event)))

    assert record["randomness"]["text"] == TEXT
    assert record["frozen"]["randomness"]["sources"][0]["name"] == "New York Lotto"
