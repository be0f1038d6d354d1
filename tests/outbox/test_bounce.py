"""Mail that comes back: what is believed, and what changes nothing."""

import subprocess

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.mail_server import MailServer
from tests.outbox.imap_server import ImapServer
from tests.outbox.notices import NOTICE, notice_of
from tests.outbox.test_deliver import delivered, queued, this_database
from tests.server import TURNOUT
from turnout.outbox.bounces_by_imap import ImapTrouble, bounces_by_imap
from turnout.outbox.envelope import envelope_sender, mail_that_came_back
from turnout.outbox.models import Mail, Suppressed
from turnout.outbox.take_bounce import take_bounce
from turnout.rules.bounce import read

pytestmark = pytest.mark.django_db
WORDS = "came back: 5.1.1 550 5.1.1 <ada@example.org>: no such person here"


@pytest.fixture(autouse=True)
def bounce_address(settings: Settings) -> None:
    settings.TURNOUT_BOUNCE_ADDRESS = "bounce@mail.example.org"


def sent(recipient: str = "ada@example.org", state: str = "sent") -> Mail:
    mail = queued(recipient)
    Mail.objects.filter(pk=mail.pk).update(state=state, sent_at=timezone.now(), attempts=1)
    mail.refresh_from_db()
    return mail


def taken(raw: bytes) -> tuple[list[int], list[tuple[str, str]], int]:
    """Which mails came back, how all stand, and how many addresses are suppressed."""
    found = [mail.pk for mail in take_bounce(raw, timezone.now())]
    return found, list(Mail.objects.order_by("pk").values_list("state", "error")), Suppressed.objects.count()


def test_each_mail_has_a_sender_of_its_own(mail_server: MailServer) -> None:
    first, second = delivered(queued()), delivered(queued())

    senders = [envelope_sender(mail) for mail in (first, second)]

    assert mail_server.senders == senders
    assert len(set(senders)) == 2
    assert all(sender.startswith("bounce+") and sender.endswith("@mail.example.org") for sender in senders)
    assert [message["From"] for message in mail_server.received] == ["turnout@127.0.0.1"] * 2
    assert mail_that_came_back(senders[1].upper()) == second


def test_without_an_address_for_bounces_the_sender_is_the_plain_one(
    mail_server: MailServer, settings: Settings
) -> None:
    settings.TURNOUT_BOUNCE_ADDRESS = ""

    delivered(queued())

    assert mail_server.senders == ["turnout@127.0.0.1"]


def test_a_key_of_before_still_names_the_mail(settings: Settings) -> None:
    mail = sent()
    sender = envelope_sender(mail)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [settings.SECRET_KEY]

    assert mail_that_came_back(sender) == mail


@pytest.mark.parametrize("state", ["sent", "unknown"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"to": "turnout@127.0.0.1"},
        {"to": "turnout@127.0.0.1", "returned": "text/rfc822-headers"},
        {"message_id": "<unknown@example.net>"},
    ],
)
def test_an_address_that_does_not_exist_is_suppressed(changes: dict[str, str], state: str) -> None:
    mail = sent(state=state)

    assert taken(notice_of(mail, **changes)) == ([mail.pk], [("failed", WORDS)], 1)


def test_what_is_bad_for_another_reason_fails_and_suppresses_nobody() -> None:
    mail = sent()

    found, states, suppressed = taken(notice_of(mail, status="5.7.1"))

    assert (found, states[0][0], suppressed) == ([mail.pk], "failed", 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "delayed", "status": "4.2.2"},
        {"action": "failed", "status": "4.4.7"},
        {"action": "delivered", "status": "2.0.0"},
        {"recipient": "behind-a-forward@example.com"},
        {"status": "nonsense"},
    ],
)
def test_what_may_go_better_or_is_about_somebody_else_changes_nothing(changes: dict[str, str]) -> None:
    assert taken(notice_of(sent(), **changes)) == ([], [("sent", "")], 0)


def test_a_forged_notice_changes_nothing() -> None:
    mail = sent()
    sender = envelope_sender(mail)
    tag = sender.partition(".")[2].partition("@")[0]
    strangers = {"message_id": "<1.20261124000000000000@127.0.0.1>"}
    forged = [
        {"to": sender.replace(tag, "0" * 16)},
        {"to": sender.replace(tag, "")},
        {"to": "bounce+zzzzzzzzzzzzz.0123456789abcdef@mail.example.org"},
        {"to": "turnout@127.0.0.1"},
    ]

    for changes in forged:
        assert taken(notice_of(mail, **strangers | changes)) == ([], [("sent", "")], 0)


def test_of_a_mail_that_never_went_out_nothing_comes_back() -> None:
    mail = sent(state="dropped")

    found, states, _suppressed = taken(notice_of(mail))

    assert (found, states[0][0]) == ([], "dropped")


def test_a_notice_that_comes_twice_counts_once() -> None:
    mail = sent()
    take_bounce(notice_of(mail), timezone.now())

    assert taken(notice_of(mail)) == ([], [("failed", WORDS)], 1)


DEEP = b"".join(
    b'Content-Type: multipart/report; boundary="b%d"\n\n--b%d\n' % (depth, depth) for depth in range(3000)
)
HOSTILE = [
    b"",
    b"\x00\xff\xfe" * 1000,
    b"x" * 5_000_000,
    b"Content-Type: multipart/report\n\n",
    b'Content-Type: multipart/report; boundary="' + b"b" * 100_000 + b'"\n\n--b\n',
    b"Content-Type: message/delivery-status; charset=klingon\n\nX: 1\n\nAction: failed\nStatus: \xff5.1.1\n",
    b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n!!!!\n",
    b"Content-Type: text/rfc822-headers; charset=utf-99\nTo: =?utf-99?q?=ff?=\n\nMessage-ID: <a>",
    NOTICE.encode().replace(b"\n", b"\r"),
    DEEP,
    (b"Received: x\n" * 50_000) + NOTICE.encode(),
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_sent_to_break_it_breaks_nothing(raw: bytes) -> None:
    sent()

    assert taken(raw) == ([], [("sent", "")], 0)


@given(st.binary(max_size=300), st.integers(0, 900))
def test_whatever_stands_in_a_notice_it_is_read_or_not(noise: bytes, place: int) -> None:
    raw = NOTICE.encode()

    read(raw[:place] + noise + raw[place:])


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_pipes_a_notice_into_the_command() -> None:
    mail = sent()
    here = {**this_database("smtp://127.0.0.1:9"), "TURNOUT_BOUNCE_ADDRESS": "bounce@mail.example.org"}

    # Known by its Message-ID: the command's own key is not the test's.
    ran = subprocess.run(
        [TURNOUT, "bounce"], env=here, input=notice_of(mail), capture_output=True, check=True
    )
    junk = subprocess.run([TURNOUT, "bounce"], env=here, input=b"\xff", capture_output=True, check=True)

    mail.refresh_from_db()
    assert ran.stdout == b"1 of our mails came back.\n"
    assert junk.stdout == b"0 of our mails came back.\n"
    assert (mail.state, mail.error) == ("failed", WORDS)


def test_a_folder_is_read_over_imap_and_marked_as_read() -> None:
    mails = [sent(f"fan{number}@example.org") for number in range(3)]
    folder = [notice_of(mail) for mail in mails]
    came_back: list[Mail] = []

    with ImapServer("Bounced mail", [*folder, b"Subject: hello\n\nWho are you?"], read={1}) as server:
        read_first = bounces_by_imap(
            server.url, lambda raw: came_back.extend(take_bounce(raw, timezone.now()))
        )
        read_again = bounces_by_imap(server.url, lambda raw: None)

    assert (read_first, read_again) == (3, 0)
    assert [mail.pk for mail in came_back] == [mails[0].pk, mails[2].pk]
    assert server.seen == {1, 2, 3, 4}


def test_a_folder_that_cannot_be_read_is_told_in_the_servers_words() -> None:
    with ImapServer("INBOX", []) as server:
        with pytest.raises(ImapTrouble) as wrong_password:
            bounces_by_imap(server.url.replace("secret", "guess"), lambda raw: None)
        with pytest.raises(ImapTrouble) as no_folder:
            bounces_by_imap(server.url.replace("INBOX", "Nothing"), lambda raw: None)
    with pytest.raises(ImapTrouble):
        bounces_by_imap(server.url, lambda raw: None)

    assert "wrong password" in str(wrong_password.value)
    assert "no such folder" in str(no_folder.value)
