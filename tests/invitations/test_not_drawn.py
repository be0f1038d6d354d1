"""Whoever was not drawn is told so once, and by what they can check it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import translation

from tests.factories import ACTOR, event_of, published
from tests.invitations.draws import NOW, drawn
from tests.invitations.people import people_of
from tests.tickets.hall import state_of
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.renew_link import renew_link
from turnout.interest.withdraw import withdraw
from turnout.invitations import tell_not_drawn
from turnout.invitations.friends import join_group, make_group
from turnout.invitations.models import TO_THINK, Draw, Entrant, Wave
from turnout.invitations.send_wave import send_wave
from turnout.invitations.start_wave import start_wave
from turnout.invitations.stop_wave import cancel_wave
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event() -> Event:
    return published(event_of())


def sent(draw: Draw) -> None:
    start_wave(draw.wave, ACTOR, NOW)
    now = NOW + TO_THINK
    for _ in range(10):
        wave = Wave.objects.get(pk=draw.wave_id)
        if wave.state == Wave.State.SENT:
            break
        now = max(now, wave.next_at or now)
        send_wave(wave.pk, now)
        Mail.objects.filter(bundle=wave.bundle).update(state=Mail.State.SENT)


def told() -> list[Mail]:
    for _ in range(5):
        for pk in tell_not_drawn.due(NOW.replace(year=NOW.year + 1)):
            tell_not_drawn.tell_not_drawn(pk, NOW)
    return list(Mail.objects.filter(template=tell_not_drawn.TEMPLATE).order_by("pk"))


def five(event: Event) -> list[Interest]:
    return people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cem", "Dee", "Eli")])


def losers(draw: Draw) -> list[Entrant]:
    rows = Entrant.objects.filter(draw=draw, has_place=False).select_related("interest")
    return list(rows.order_by("rank"))


def test_who_was_not_drawn_gets_one_mail_with_code_place_and_page(event: Event):
    five(event)
    draw = drawn(event, seats=2)
    assert told() == []

    sent(draw)
    mails = told()

    others = losers(draw)
    assert [mail.recipient for mail in mails] == [each.interest.email for each in others if each.interest]
    text = render(mails[1]).text
    assert others[1].code in text
    assert "You were 4th of 5; 2 got places." in text
    assert "1 person waits before you." in text
    assert "You are on the waitlist" in text
    assert f"/draws/{draw.public_id}/?code={others[1].code}" in text
    assert render(mails[0]).subject == f"Not this time: {event.title}"
    assert "Nobody waits before you." in render(mails[0]).text


def test_friends_hear_of_one_place_in_the_line(event: Event):
    people = people_of(event, [{"name": "Ada", "party": 4}, {"name": "Ben", "party": 3}, {"name": "Cem"}])
    group = make_group(people[0].pk, NOW)
    join_group(people[1].pk, group.code, NOW)

    draw = drawn(event, seats=6)
    sent(draw)

    assert {mail.context["before"] for mail in told()} == {0}
    assert {mail.recipient for mail in told()} == {"ada@example.org", "ben@example.org"}


def test_without_a_waitlist_it_speaks_of_none(event: Event):
    five(event)
    sent(drawn(event, seats=2, has_waitlist=False))

    texts = [render(mail).text for mail in told()]

    assert len(texts) == 3
    assert not any("wait" in text for text in texts)


def test_who_left_or_has_a_place_by_then_is_not_written_to(event: Event):
    five(event)
    draw = drawn(event, seats=2)
    gone, renewed, lucky = (each.interest for each in losers(draw))
    assert gone
    assert renewed
    assert lucky
    sent(draw)
    withdraw(gone.pk, NOW)
    mails = {mail.recipient: mail for mail in told()}
    renew_link(renewed.pk, NOW)
    offer = lucky.invitations.get()
    assert state_of(offer) == "waiting"
    lucky.invitations.update(state="sent", sent_at=NOW, reply_by=NOW)

    assert mails.keys() == {renewed.email, lucky.email}
    for mail in mails.values():
        with pytest.raises(NoLongerNeeded):
            render(mail)


def test_of_a_round_that_was_stopped_nobody_hears(event: Event):
    five(event)
    draw = drawn(event, seats=2)
    start_wave(draw.wave, ACTOR, NOW)
    cancel_wave(Wave.objects.get(pk=draw.wave_id), ACTOR, NOW)

    assert told() == []


def test_batches_go_on_where_the_last_ended_and_part_no_friends(
    event: Event, monkeypatch: pytest.MonkeyPatch
):
    people = five(event)
    group = make_group(people[0].pk, NOW)
    for each in people[1:3]:
        join_group(each.pk, group.code, NOW)
    monkeypatch.setattr(tell_not_drawn, "_AT_ONCE", 4)
    draw = drawn(event, seats=2)
    sent(draw)

    mails = told()

    assert len(mails) == len(losers(draw)) == len({mail.recipient for mail in mails})
    assert Draw.objects.get(pk=draw.pk).others_at is None


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_it_is_written_in_each_language(event: Event, language: str):
    five(event)
    Interest.objects.update(language=language)
    sent(drawn(event, seats=2))

    with translation.override(language):
        found = render(told()[0])

    assert found.html
    assert "%(" not in found.text + found.html
