"""Invitation rounds, at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import ACTOR, decision_of, event_of, published, question_of, user_of, wave_of
from tests.interest.page import text_of
from tests.invitations.people import people_of
from turnout.accounts.models import Role
from turnout.events.models import Event
from turnout.invitations.decided_words import zone_of
from turnout.invitations.models import TO_THINK, Invitation, Wave
from turnout.invitations.send_wave import send_wave
from turnout.invitations.start_wave import start_wave
from turnout.outbox.models import Mail
from turnout.outbox.render import render

pytestmark = pytest.mark.django_db
FORM = {
    "rule": "first",
    "how_many": "seats",
    "seats": "2",
    "risk": "0.05",
    "verified": "on",
    "has_waitlist": "on",
    "reminds_hours": "24",
    "goes_on": "on",
    "goes_on_hours": "24",
    "goes_on_until_hours": "12",
    "per_minute": "600",
    "subject_en": "Come, {name}",
    "text_en": "By {reply_by}: [your page]({my_link})",
}


@pytest.fixture
def event() -> Event:
    return published(event_of(channels=["Reddit"]))


@pytest.fixture
def desk(client: Client, event: Event) -> Client:
    client.force_login(user_of(event.organisation, Role.EDITOR, email="ada@example.org", name="Ada"))
    return client


def at(event: Event, rest: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/invitations/{rest}"


def form(event: Event, **changes: Any) -> dict[str, Any]:
    """As the browser sends it; the reply-by is by the clock of the place."""
    local = event.decision.doors_at.astimezone(zone_of(event.decision)) - timedelta(days=3)
    return FORM | {"reply_by": f"{local:%Y-%m-%dT%H:%M}"} | changes


def test_before_anything_is_settled_the_page_leads_there(desk: Client, event: Event) -> None:
    assert "First settle where and when" in text_of(desk.get(at(event)))

    answer = desk.get(at(event, "new/"))

    assert answer["Location"] == f"/desk/{event.organisation.slug}/{event.slug}/decide/change/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_it_shows(
    desk: Client, event: Event, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        wave_of(event)
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(8):
        page = desk.get(at(event))

    assert page.content.decode().count("to-list__title") == count


def test_a_round_is_put_together_and_shown_with_all_that_it_would_do(desk: Client, event: Event) -> None:
    decision_of(event, capacity=50)
    people_of(
        event,
        [
            {"name": "Ada Lund", "likelihood": "definitely"},
            {"name": "Ben Sanz", "likelihood": "maybe", "via": "reddit"},
            {"name": "Cleo Roe", "postcode": "94103"},
        ],
    )

    answer = desk.post(at(event, "new/"), form(event))

    wave = Wave.objects.get()
    assert answer["Location"] == at(event, "1/")
    words = text_of(desk.get(answer["Location"]))
    for expected in (
        "Draft · First come: by when they confirmed · e-mail confirmed",
        "2 places are offered.",
        "1 person waits for a place that comes free.",
        "At 36,000 mails an hour it takes less than a minute.",
        "Send to 2 people",
        "The chance that more want to come than the 50 it holds: less than 1 in 200",
        "within 25 miles",
        "Ada Lund",
        "The next in line is invited by itself, with 24 hours to reply, until 12 hours before doors.",
    ):
        assert expected in words, expected
    assert wave.narrowing == {"verified": True}
    assert wave.reply_by == event.decision.doors_at - timedelta(days=3)
    html = desk.get(at(event, "1/html/en/")).content.decode()
    assert "/my/…/" in html
    assert "Grand Hall" in html


def test_what_the_form_asks_is_kept_and_shown_again(desk: Client, event: Event) -> None:
    question = question_of(event, "one", "Which phone?", choices=["One", "Two"])
    decision_of(event)
    people_of(event, [{"country": "CA", "postcode": ""}])
    first = question.choices[0]["id"]
    typed = form(
        event,
        rule="score",
        likelihood=["definitely", "probably"],
        via=["-", "reddit"],
        country="CA",
        postcodes="10, 112",
        distance="25",
        **{f"q{question.pk}": [first]},
        what_0="likelihood=definitely",
        points_0="3",
        what_1="party=",
        points_1="-1",
        name_0="Nearby",
        share_0="30",
        near_0="25",
        name_1="One",
        share_1="20",
        who_1=f"q{question.pk}={first}",
    )

    desk.post(at(event, "new/"), typed)

    wave = Wave.objects.get()
    assert wave.narrowing == {
        "verified": True,
        "likelihood": ["definitely", "probably"],
        "via": ["", "reddit"],
        "country": "CA",
        "postcodes": ["10", "112"],
        "kilometres": 40.234,
        "answers": {f"q{question.pk}": [first]},
    }
    assert wave.score == [
        {"of": "likelihood", "value": "definitely", "points": 3},
        {"of": "party", "value": "", "points": -1},
    ]
    assert [(each["name"], each["share"], each["narrowing"]) for each in wave.quotas] == [
        ("Nearby", 30, {"kilometres": 40.234}),
        ("One", 20, {"answers": {f"q{question.pk}": [first]}}),
    ]
    words = text_of(desk.get(at(event, "1/")))
    assert "3 points for: How sure? Definitely" in words
    assert "-1 point times: People, including them" in words
    assert "30 % for Nearby: within 25 miles" in words
    assert "20 % for One: Which phone? One" in words
    assert "Definitely or Probably · Directly or Reddit · Canada" in words
    shown = desk.get(at(event, "1/edit/")).context["form"]
    assert {name: shown[name].value() for name in ("distance", "postcodes", "via", "who_1", "near_0")} == {
        "distance": 25,
        "postcodes": "10, 112",
        "via": ["-", "reddit"],
        "who_1": f"q{question.pk}={first}",
        "near_0": 25,
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"seats": ""}, "Give a whole number of places."),
        ({"rule": "score"}, "Say what gives points, and how many."),
        ({"reply_by": "2020-01-01T10:00"}, "Choose a moment that is still to come, and before doors."),
        ({"reply_by": ""}, "Say until when people may reply."),
        ({"name_0": "Nearby", "share_0": "30"}, "Say who belongs to the group."),
        ({"near_0": "25"}, "Name the group."),
        (
            {"name_0": "A", "share_0": "60", "near_0": "5", "name_1": "B", "share_1": "60", "near_1": "9"},
            "Together the groups have more than all places. Give them less.",
        ),
        ({"text_en": "{nmae}"}, "Nothing can be filled in for {nmae}. Use one of the words listed below"),
        ({"text_en": " "}, "Write the text of the mail."),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    desk: Client, event: Event, changes: dict[str, Any], says: str
) -> None:
    decision_of(event)

    answer = desk.post(at(event, "new/"), form(event, subject_en="What I typed") | changes)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'value="What I typed"' in answer.content.decode()
    assert not Wave.objects.exists()


def test_everybody_has_no_limit_whatever_was_left_below(desk: Client, event: Event) -> None:
    decision_of(event)

    desk.post(at(event, "new/"), form(event, rule="everybody"))

    assert (Wave.objects.get().seats, Wave.objects.get().risk) == (None, None)


def test_the_risk_decides_how_many(desk: Client, event: Event) -> None:
    decision_of(event, capacity=5)
    people_of(event, [{} for _ in range(30)])

    desk.post(at(event, "new/"), form(event, how_many="risk"))

    page = desk.get(at(event, "1/"))
    assert Wave.objects.get().risk == 0.05
    assert 5 <= page.context["preview"].people < 15


def test_sending_can_be_taken_back_paused_and_stopped(desk: Client, event: Event) -> None:
    people_of(event, [{"name": "Ada"}, {"name": "Ben"}, {"name": "Cleo"}])
    wave = wave_of(event, rule="first", seats=2, per_minute=6)

    assert "Nothing has gone out yet." in text_of(desk.post(at(event, "1/send/"), follow=True))
    assert "Taken back: nobody was invited." in text_of(desk.post(at(event, "1/take-back/"), follow=True))
    desk.post(at(event, "1/send/"))
    send_wave(wave.pk, timezone.now() + TO_THINK)
    words = text_of(desk.post(at(event, "1/pause/"), follow=True))

    assert "1 of 2 invited" in words
    assert "1 have not answered yet" in words
    assert "It goes on." in text_of(desk.post(at(event, "1/resume/"), follow=True))
    assert "Nobody more is invited by this round." in text_of(desk.post(at(event, "1/cancel/"), follow=True))
    assert set(Invitation.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_too_late_is_said(desk: Client, event: Event) -> None:
    people_of(event, [{}])
    start_wave(wave_of(event), ACTOR, timezone.now())

    assert "That came too late" in text_of(desk.post(at(event, "1/send/"), follow=True))
    assert desk.get(at(event, "1/edit/"))["Location"] == at(event, "1/")


def test_a_test_mail_goes_to_whoever_asks_with_nobodys_link(desk: Client, event: Event) -> None:
    people_of(event, [{}])
    wave_of(event)

    desk.post(at(event, "1/try/"))

    mail = Mail.objects.get()
    written = render(mail)
    assert mail.recipient == "ada@example.org"
    assert written.subject == "Test: Come, Ada"
    assert "/my/…/" in written.text
    assert "Grand Hall, New York" in written.text


def test_the_overview_counts_what_became_of_the_invitations(desk: Client, event: Event) -> None:
    people_of(event, [{"party": 2}, {}, {}])
    wave = wave_of(event)
    start_wave(wave, ACTOR, timezone.now())
    send_wave(wave.pk, timezone.now() + TO_THINK)
    first, second = Invitation.objects.order_by("position")[:2]
    Invitation.objects.filter(pk=first.pk).update(state="claimed", answered_at=timezone.now())
    Invitation.objects.filter(pk=second.pk).update(state="declined", answered_at=timezone.now())

    words = text_of(desk.get(at(event)))

    assert "2 of 100 places are confirmed" in words
    assert "1 confirmed 1 have not answered yet 1 said no" in words
