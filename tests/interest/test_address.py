"""Another address for an answer, which counts when its owner has pressed the button in their mail."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.factories import ACTOR, interest_of, published
from tests.fan.own import link_of, opened, page_of
from tests.interest.page import text_of
from turnout.events.change_stage import change_stage
from turnout.events.models import Stage
from turnout.interest import forget_wish, tallies
from turnout.interest.address_link import address_link, pending_of
from turnout.interest.ask_for_address import MOST_A_DAY, ask_for_address
from turnout.interest.confirm_address import confirm_address
from turnout.interest.models import Interest, PendingAddress, Subscriber
from turnout.interest.queries import counts_of
from turnout.interest.refusals import AddressTaken, AskedTooOften, EventOver, LinkGone, SameAddress
from turnout.interest.subscribe import subscribe
from turnout.interest.tallies import Sums
from turnout.journal.models import Entry, OldValue
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.rules.email_address import NotAnAddress

pytestmark = pytest.mark.django_db
NEW = "Ada.New@Example.net"


@pytest.fixture
def interest() -> Interest:
    return interest_of(published(), email="ada@example.org", party=2)


def asked(interest: Interest, address: str = NEW) -> PendingAddress:
    return ask_for_address(interest.pk, address, timezone.now())


def confirmed(interest: Interest, address: str = NEW) -> Interest:
    return confirm_address(asked(interest, address), timezone.now())


def path_of(pending: PendingAddress) -> str:
    return urlsplit(address_link(pending)).path


def test_asking_changes_nothing_and_writes_to_both_addresses(interest: Interest) -> None:
    asked(interest)

    interest.refresh_from_db()
    assert interest.email == "ada@example.org"
    assert list(Mail.objects.order_by("pk").values_list("template", "recipient")) == [
        ("interest/new_address", NEW),
        ("interest/address_asked", "ada@example.org"),
    ]
    assert Entry.objects.get(verb="ask_address").fields == ["wished"]


def test_confirming_moves_the_answer_and_all_that_counts_follows(interest: Interest) -> None:
    before = link_of(interest)

    changed = confirmed(interest)

    changed.refresh_from_db()
    assert (changed.email, changed.email_key) == (NEW, "ada.new@example.net")
    assert changed.verified_at
    assert counts_of(interest.event_id).total == Sums(1, 2, 1)
    assert tallies.stored(interest.event_id) == tallies.counted(interest.event_id)
    assert not PendingAddress.objects.exists()
    assert OldValue.objects.get(entry__verb="change_address").values == {"email": "ada@example.org"}
    assert Client().get(before).status_code == 410
    assert Client().get(link_of(changed)).status_code == 302


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("ada@EXAMPLE.org", SameAddress),
        (" ADA@example.org ", SameAddress),
        ("ada", NotAnAddress),
        ("", NotAnAddress),
    ],
)
def test_what_can_be_no_new_address_is_refused(
    interest: Interest, address: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asked(interest, address)

    assert not Mail.objects.exists()


def test_after_the_event_the_address_stays(interest: Interest) -> None:
    change_stage(change_stage(interest.event, Stage.CLOSED, ACTOR), Stage.PAST, ACTOR)

    with pytest.raises(EventOver):
        asked(interest)


def test_link_from_before_the_end_of_the_event_changes_nothing_after_it(interest: Interest) -> None:
    pending = asked(interest)
    change_stage(change_stage(interest.event, Stage.CLOSED, ACTOR), Stage.PAST, ACTOR)

    answered = Client().post(path_of(pending))

    interest.refresh_from_db()
    assert answered.status_code == 410
    assert (interest.email, interest.verified_at) == ("ada@example.org", None)


def test_nobody_has_mails_sent_to_strangers_all_day(interest: Interest) -> None:
    for number in range(MOST_A_DAY):
        asked(interest, f"stranger{number}@example.net")

    with pytest.raises(AskedTooOften):
        asked(interest)

    assert Mail.objects.filter(template="interest/new_address").count() == MOST_A_DAY


def test_a_later_wish_makes_the_earlier_link_worthless(interest: Interest) -> None:
    first = asked(interest, "typo@example.net")
    link = path_of(first)
    second = asked(interest)

    with pytest.raises(LinkGone):
        confirm_address(first, timezone.now())
    assert Client().get(link).status_code == 410
    assert Client().get(path_of(second)).status_code == 200


def test_after_two_days_the_link_is_worthless_and_the_address_forgotten(interest: Interest) -> None:
    pending = asked(interest)
    later = timezone.now() + timedelta(days=2, seconds=1)
    token = path_of(pending).split("/")[-2]

    assert pending_of(token, timezone.now()) == pending
    with pytest.raises(LinkGone):
        pending_of(token, later)
    with pytest.raises(LinkGone):
        confirm_address(pending, later)
    assert list(forget_wish.due(timezone.now())) == []
    assert list(forget_wish.due(later)) == [interest.pk]
    forget_wish.forget_wish(interest.pk, later)
    assert not PendingAddress.objects.exists()


def test_it_works_once(interest: Interest) -> None:
    pending = asked(interest)
    confirm_address(pending, timezone.now())

    with pytest.raises(LinkGone):
        confirm_address(pending, timezone.now())


def test_opening_the_link_changes_nothing_and_pressing_opens_the_answer(interest: Interest) -> None:
    client, pending = Client(enforce_csrf_checks=False), asked(interest)

    page = client.get(path_of(pending))
    interest.refresh_from_db()
    assert (page.status_code, interest.email) == (200, "ada@example.org")
    assert page["Cache-Control"] == "no-store"

    after = client.post(path_of(pending), follow=True)

    assert after.redirect_chain == [(page_of(interest), 302)]
    assert f"Mails go to {NEW} from now on." in text_of(after)


def test_whether_an_address_has_answered_is_told_to_its_owner_alone(interest: Interest) -> None:
    other = interest_of(interest.event, email="bea@example.net")
    client = opened(interest)

    known = client.post(f"{page_of(interest)}address/", {"email": "bea@example.net"})
    unknown = client.post(f"{page_of(interest)}address/", {"email": "cy@example.net"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    mails = {mail.recipient: mail for mail in Mail.objects.filter(template="interest/new_address")}
    assert mails.keys() == {"bea@example.net", "cy@example.net"}
    with pytest.raises(NoLongerNeeded):
        render(mails["bea@example.net"])
    to_unknown = render(mails["cy@example.net"])
    assert "/new-address/" in to_unknown.text
    assert "is there already" not in to_unknown.text
    assert other.email == "bea@example.net"


def test_the_pages_of_known_and_unknown_addresses_have_the_same_bytes(interest: Interest) -> None:
    interest_of(interest.event, email="known@example.net")
    pages = []
    for address in ("known@example.net", "other@example.net"):
        client = opened(interest)
        page = client.post(f"{page_of(interest)}address/", {"email": address}, follow=True)
        pages.append(_comparable(page, address))

    assert pages[0] == pages[1]


def _comparable(page, address: str) -> str:
    html = page.content.decode().replace(address, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_both_kinds_of_address_cost_the_same_queries(interest: Interest, django_assert_num_queries) -> None:
    interest_of(interest.event, email="known@example.net")
    asked(interest, "first@example.net")

    for address in ("known@example.net", "other@example.net"):
        with django_assert_num_queries(14):
            asked(interest, address)


def test_the_mail_to_a_known_address_says_so(interest: Interest) -> None:
    interest_of(interest.event, email="bea@example.net")
    pending = asked(interest, "bea@example.net")

    mail = render(Mail.objects.get(template="interest/new_address"))

    assert mail.subject == "Is this your address? Nimbus Fan Day"
    assert "an answer with this address is there already" in " ".join(mail.text.split())
    assert "/new-address/" not in mail.text + mail.html
    with pytest.raises(AddressTaken):
        confirm_address(pending, timezone.now())
    assert "There is an answer with this address already" in text_of(Client().post(path_of(pending)))


def test_the_note_to_the_old_address_leads_to_the_answer(interest: Interest) -> None:
    asked(interest)

    mail = render(Mail.objects.get(template="interest/address_asked"))

    assert mail.subject == "Another address for your answer: Nimbus Fan Day"
    assert link_of(interest) in mail.text
    assert NEW not in mail.text + mail.html


def test_of_two_answers_that_want_one_address_one_gets_it(interest: Interest) -> None:
    other = interest_of(interest.event)
    first, second = asked(interest), asked(other)

    confirm_address(first, timezone.now())

    with pytest.raises(AddressTaken):
        confirm_address(second, timezone.now())
    assert Interest.objects.filter(email_key="ada.new@example.net").count() == 1


def test_news_come_along_and_a_wish_for_them_comes_true(interest: Interest) -> None:
    Interest.objects.filter(pk=interest.pk).update(wants_news=True)

    changed = confirmed(interest)
    assert Subscriber.objects.get().email == NEW

    confirmed(changed, "third@example.net")
    assert Subscriber.objects.get().email == "third@example.net"


def test_a_new_address_that_said_stop_keeps_its_word(interest: Interest) -> None:
    other = interest_of(interest.event, email="bea@example.net")
    with transaction.atomic():
        Interest.objects.update(verified_at=timezone.now())
    for each in Interest.objects.all():
        subscribe(each, agreed_at=datetime(2026, 1, 1, tzinfo=UTC), now=timezone.now())
    Subscriber.objects.filter(email=other.email).update(ended_at=timezone.now())
    other.delete()

    confirmed(interest, "bea@example.net")

    assert Subscriber.objects.get(email_key="bea@example.net").ended_at
