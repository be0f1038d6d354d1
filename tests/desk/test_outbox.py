"""The organisation's mails at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.factories import organisation_of, user_of
from tests.interest.page import elements, text_of
from turnout.accounts.invite_member import invite_member
from turnout.accounts.models import Organisation, Role
from turnout.desk import mail_words
from turnout.journal.models import Entry
from turnout.outbox import render, trouble
from turnout.outbox.models import Mail, Suppressed
from turnout.outbox.queue import queue
from turnout.outbox.suppress import suppress

pytestmark = pytest.mark.django_db
OUTBOX = "/desk/nimbus/outbox/"
STATES: dict[str, dict[str, Any]] = {
    "waiting": {},
    "later": {"error": "451 later", "attempts": 1},
    "held": {"state": "held"},
    "unknown": {"state": "unknown", "attempts": 1, "error": "timed out"},
    "failed": {"state": "failed", "attempts": 1, "error": "550 no"},
    "dropped": {"state": "dropped", "error": "cancelled at the desk"},
    "sent": {"state": "sent", "attempts": 1},
}


@pytest.fixture
def nimbus() -> Organisation:
    trouble.forget()
    return organisation_of(slug="nimbus", name="Nimbus")


@pytest.fixture
def desk(client: Client, nimbus: Organisation) -> Client:
    client.force_login(user_of(nimbus, Role.EDITOR))
    return client


def mail_of(organisation: Organisation, recipient: str = "ada@example.org", **state: Any) -> Mail:
    mail = queue("outbox/test_mail", recipient, language="en", organisation_id=organisation.pk, code="042317")
    Mail.objects.filter(pk=mail.pk).update(**state)
    mail.refresh_from_db()
    return mail


def shown(answer: Any) -> list[str]:
    """The addresses in the list."""
    page = answer.content.decode()
    return [part.partition("</a>")[0].rpartition(">")[2] for part in page.split('<th scope="row">')[1:]]


@pytest.mark.parametrize("mails", [1, 3])
def test_the_list_costs_the_same_however_many_it_shows(
    desk: Client, nimbus: Organisation, mails: int, django_assert_num_queries: Any
) -> None:
    for number in range(mails):
        mail_of(nimbus, f"fan{number}@example.org")
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(11):
        page = desk.get(OUTBOX)

    assert len(shown(page)) == mails


def test_an_organisation_without_mails_reads_what_will_stand_here(desk: Client) -> None:
    assert "No mail yet" in text_of(desk.get(OUTBOX))


def test_each_state_has_its_list_and_its_words(desk: Client, nimbus: Organisation) -> None:
    for pile, state in STATES.items():
        mail_of(nimbus, f"{pile}@example.org", **state)
    mail_of(organisation_of(), "other@example.org")

    assert shown(desk.get(OUTBOX)) == [f"{pile}@example.org" for pile in reversed(STATES)]
    for pile in STATES:
        assert shown(desk.get(f"{OUTBOX}?state={pile}")) == [f"{pile}@example.org"]
    later = text_of(desk.get(f"{OUTBOX}?state=later"))
    assert "451 later" in later
    assert "Next try:" in later


@pytest.mark.parametrize(
    ("search", "found"),
    [("ADA@example.org", ["ada@example.org"]), ("ada", ["ada@example.org", "adam@example.net"]), ("bea", [])],
)
def test_an_address_or_a_part_of_it_is_found(
    desk: Client, nimbus: Organisation, search: str, found: list[str]
) -> None:
    for address in ("adam@example.net", "ada@example.org", "cleo@example.org"):
        mail_of(nimbus, address)

    assert shown(desk.get(OUTBOX, {"q": search})) == found


def test_pages_lead_on_and_back(desk: Client, nimbus: Organisation) -> None:
    for number in range(51):
        mail_of(nimbus, f"fan{number:02}@example.org")

    first = desk.get(OUTBOX)
    (older,) = elements(first.content.decode(), "a", rel="next")
    second = desk.get(older["href"])
    (newer,) = elements(second.content.decode(), "a", rel="prev")

    assert shown(second) == ["fan00@example.org"]
    assert (
        shown(desk.get(newer["href"])) == shown(first) == [f"fan{n:02}@example.org" for n in range(50, 0, -1)]
    )


def test_a_mail_is_shown_with_its_links_masked(desk: Client, nimbus: Organisation) -> None:
    owner = user_of(nimbus)
    invite_member(nimbus, "bea@example.org", Role.EDITOR, owner, timezone.now())
    mail = Mail.objects.get()

    page = desk.get(f"{OUTBOX}{mail.pk}/").content.decode()
    html = desk.get(f"{OUTBOX}{mail.pk}/html/")

    assert "Nimbus invites you to join" in page
    assert "/invitation/…/" in page
    assert 'href="http://127.0.0.1:8000/invitation/…/"' in html.content.decode()
    assert "script-src 'none'" in html["Content-Security-Policy"]
    assert "sandbox" in html["Content-Security-Policy"].split("; ")
    assert html["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_that_is_not_needed_any_more_says_so(desk: Client, nimbus: Organisation) -> None:
    mail = queue(
        "accounts/member_invitation",
        "bea@example.org",
        language="en",
        organisation_id=nimbus.pk,
        invitation=0,
        generation=0,
    )

    page = text_of(desk.get(f"{OUTBOX}{mail.pk}/"))

    assert "the invitation was accepted, renewed or taken back" in page
    assert desk.get(f"{OUTBOX}{mail.pk}/html/").status_code == 404


@pytest.mark.parametrize("pile", ["failed", "dropped", "later"])
def test_what_did_not_arrive_is_tried_again(desk: Client, nimbus: Organisation, pile: str) -> None:
    mail = mail_of(nimbus, **STATES[pile])
    suppress("ada@example.org", "550 5.1.1 no such person", timezone.now())

    desk.post(f"{OUTBOX}{mail.pk}/retry/")

    mail.refresh_from_db()
    assert (mail.state, mail.error, mail.forgiven) == (Mail.State.QUEUED, "", mail.attempts)
    assert mail.due_at <= timezone.now()
    assert not Suppressed.objects.exists()
    entry = Entry.objects.get(noun="mail")
    assert (entry.verb, entry.noun_id, entry.organisation_id) == ("retry", mail.pk, nimbus.pk)


@pytest.mark.parametrize("pile", ["sent", "unknown", "held"])
def test_what_may_have_arrived_is_not_simply_tried_again(
    desk: Client, nimbus: Organisation, pile: str
) -> None:
    mail = mail_of(nimbus, **STATES[pile])

    said = desk.post(f"{OUTBOX}{mail.pk}/retry/", follow=True)

    mail.refresh_from_db()
    assert mail.state == STATES[pile]["state"]
    assert "That came too late" in text_of(said)
    assert not Entry.objects.filter(noun="mail").exists()


def test_an_unknown_mail_is_sent_again_on_purpose(desk: Client, nimbus: Organisation) -> None:
    mail = mail_of(nimbus, **STATES["unknown"])

    asked = text_of(desk.get(f"{OUTBOX}{mail.pk}/resend/"))
    before = Mail.objects.get().state
    desk.post(f"{OUTBOX}{mail.pk}/resend/")

    assert "it may arrive twice" in asked
    assert (before, Mail.objects.get().state) == (Mail.State.UNKNOWN, Mail.State.QUEUED)
    assert Entry.objects.filter(verb="resend", noun="mail", noun_id=mail.pk).count() == 1


def test_a_mail_in_a_workers_hands_is_left_alone(desk: Client, nimbus: Organisation) -> None:
    in_hand = timezone.now() + timedelta(minutes=5)
    waiting = mail_of(nimbus, claimed_until=in_hand, attempts=1)
    sending = mail_of(nimbus, claimed_until=in_hand, **STATES["unknown"])

    desk.post(f"{OUTBOX}{waiting.pk}/cancel/")
    desk.post(f"{OUTBOX}{sending.pk}/resend/")
    desk.post(f"{OUTBOX}all/", {"state": "waiting", "do": "cancel"})

    assert set(Mail.objects.values_list("pk", "state", "claimed_until")) == {
        (waiting.pk, "queued", in_hand),
        (sending.pk, "unknown", in_hand),
    }
    assert "Being sent" in text_of(desk.get(f"{OUTBOX}{sending.pk}/"))


def test_a_waiting_mail_is_cancelled_and_can_be_sent_after_all(desk: Client, nimbus: Organisation) -> None:
    mail = mail_of(nimbus)

    desk.post(f"{OUTBOX}{mail.pk}/cancel/")
    cancelled = Mail.objects.get()
    desk.post(f"{OUTBOX}{mail.pk}/retry/")

    assert (cancelled.state, cancelled.error) == (Mail.State.DROPPED, "cancelled at the desk")
    assert Mail.objects.get().state == Mail.State.QUEUED
    assert list(Entry.objects.values_list("verb", flat=True)) == ["cancel", "retry"]


def test_all_of_a_list_are_cancelled_or_tried_again(desk: Client, nimbus: Organisation) -> None:
    for number in range(3):
        mail_of(nimbus, f"fan{number}@example.org")
    mail_of(nimbus, "fan@example.net", **STATES["failed"])
    theirs = mail_of(organisation_of())

    desk.post(f"{OUTBOX}all/", {"state": "waiting", "q": "fan", "do": "cancel"})
    after_cancel = sorted(Mail.objects.exclude(pk=theirs.pk).values_list("state", flat=True))
    desk.post(f"{OUTBOX}all/", {"state": "failed", "do": "retry"})
    desk.post(f"{OUTBOX}all/", {"state": "unknown", "do": "retry"})

    assert after_cancel == ["dropped", "dropped", "dropped", "failed"]
    assert Mail.objects.get(recipient="fan@example.net").state == Mail.State.QUEUED
    theirs.refresh_from_db()
    assert theirs.state == Mail.State.QUEUED
    entries = Entry.objects.filter(noun="mails").select_related("old").order_by("pk")
    assert [(entry.verb, entry.old.values) for entry in entries] == [
        ("cancel", {"mails": 3}),
        ("retry", {"mails": 1}),
    ]


def test_without_a_mail_server_each_page_says_so(desk: Client, nimbus: Organisation) -> None:
    door = Client()
    door.force_login(user_of(nimbus, Role.DOOR))

    assert "No mail server is set up" in text_of(desk.get("/desk/nimbus/"))
    assert "No mail server is set up" not in text_of(door.get("/desk/nimbus/"))


@pytest.mark.parametrize(
    ("troubled", "sent_after", "is_broken"),
    [(1, False, True), (1, True, False), (3, True, False), (2, "before", False), (3, "before", True)],
)
def test_a_server_that_takes_nothing_is_a_banner_in_its_own_words(
    desk: Client,
    nimbus: Organisation,
    settings: Settings,
    troubled: int,
    sent_after: bool | str,
    is_broken: bool,
) -> None:
    settings.MAIL = {}
    now = timezone.now()
    for _ in range(troubled):
        mail_of(nimbus, trouble_at=now - timedelta(minutes=5), error="451 4.3.0 broken", attempts=1)
    if sent_after:
        minutes = 10 if sent_after == "before" else 1
        mail_of(nimbus, state="sent", sent_at=now - timedelta(minutes=minutes))

    page = text_of(desk.get("/desk/nimbus/"))

    assert ("Mail is not going out." in page) == is_broken
    assert ("451 4.3.0 broken" in page) == is_broken


def test_another_organisations_trouble_is_not_told(
    desk: Client, nimbus: Organisation, settings: Settings
) -> None:
    settings.MAIL = {}
    mail_of(organisation_of(), trouble_at=timezone.now(), error="451 <eve@example.org> no", attempts=1)

    assert "eve@example.org" not in desk.get("/desk/nimbus/").content.decode()


def test_every_mail_that_can_be_written_has_a_name() -> None:
    assert render._resolvers.keys() - mail_words.KINDS.keys() == set()
