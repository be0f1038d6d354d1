"""Erased means erased: the database is searched, column by column."""

import pytest
from django.utils import timezone

from tests.factories import ACTOR, event_of, interest_of, user_of
from tests.privacy.everything import places_of
from tests.privacy.stage import ADDRESS, BEFORE, NAME, TRACES, known_event, known_person
from turnout.accounts.invite_member import invite_member
from turnout.accounts.models import Role
from turnout.events.models import Stage
from turnout.interest import tallies
from turnout.interest.ask_for_address import ask_for_address
from turnout.interest.ask_for_link import ask_for_link
from turnout.interest.models import Interest, LostLink, SavedFilter, Subscriber
from turnout.interest.queries import counts_of
from turnout.interest.save_filter import save_filter
from turnout.interest.subscribe import subscribe
from turnout.journal.models import Entry, OldValue
from turnout.outbox import round as rounds
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue
from turnout.outbox.retry import retry_all
from turnout.outbox.round import ClaimLost, Round
from turnout.outbox.suppress import AddressSuppressed, refuse_suppressed
from turnout.privacy.erase_person import erase_person
from turnout.privacy.export_person import export_person

pytestmark = pytest.mark.django_db


def test_nothing_in_any_table_tells_of_who_was_erased() -> None:
    interest = known_person()
    assert places_of(*TRACES) == [
        "interest_interest.email",
        "interest_interest.email_key",
        "interest_interest.name",
        "interest_lostlink.email_key",
        "interest_pendingaddress.email",
        "interest_pendingaddress.email_key",
        "interest_savedfilter.name",
        "interest_savedfilter.query",
        "interest_subscriber.email",
        "interest_subscriber.email_key",
        "journal_oldvalue.values",
        "outbox_mail.error",
        "outbox_mail.recipient",
    ]

    erase_person(interest.pk, "fan")

    assert places_of(*TRACES) == []
    assert places_of("nimbus 9", "A. Capek") == []


def test_the_journal_says_that_somebody_was_erased_and_by_whom() -> None:
    interest = known_person()

    erase_person(interest.pk, ACTOR)

    entry = Entry.objects.get(verb="erase")
    assert (entry.actor, entry.noun, entry.noun_id, entry.fields) == (ACTOR, "person", interest.pk, [])
    assert Entry.objects.filter(noun="interest", noun_id=interest.pk, verb="change").count() == 1
    assert {str(old.values) for old in OldValue.objects.filter(entry__noun="interest")} == {"{}"}
    with pytest.raises(Interest.DoesNotExist):
        erase_person(interest.pk, ACTOR)


def test_the_counters_go_down_and_a_recount_agrees() -> None:
    event = known_event()
    interest_of(event, party=1)
    interest = known_person(event, party=3)

    erase_person(interest.pk, "fan")

    assert counts_of(event.pk).total == (1, 1, 0, 0, 0)
    assert tallies.stored(event.pk) == tallies.counted(event.pk)


def test_a_mail_that_waits_is_never_sent_and_one_that_went_is_still_counted() -> None:
    interest = known_person()

    erase_person(interest.pk, "fan")

    mails = Mail.objects.order_by("pk")
    assert [mail.state for mail in mails] == ["dropped"] * 4 + ["failed"]
    assert {(mail.recipient, mail.recipient_hash, mail.error) for mail in mails} == {
        ("", "", "the person was erased")
    }


def test_a_mail_to_somebody_who_was_erased_is_not_queued_again() -> None:
    interest = known_person()
    erase_person(interest.pk, "fan")

    again = retry_all(Mail.objects.all(), interest.event.organisation_id, ACTOR, timezone.now())

    assert again == 0
    assert not Mail.objects.filter(state=Mail.State.QUEUED).exists()


def test_a_worker_that_has_the_mail_in_its_hands_lets_go_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "LONGEST_RUN", 0.0)
    interest = known_person()
    worker = Round([Mail.objects.earliest("pk").pk], timezone.now())
    taken = worker.next()
    assert taken

    erase_person(interest.pk, "fan")

    with pytest.raises(ClaimLost):
        worker.check(taken)


def test_an_address_that_does_not_exist_stays_suppressed() -> None:
    erase_person(known_person().pk, "fan")

    with pytest.raises(AddressSuppressed):
        refuse_suppressed(ADDRESS)


def test_another_answer_of_the_same_person_stays_with_its_mails() -> None:
    first = known_person()
    second = interest_of(
        event_of(first.event.organisation, stage=Stage.GAUGING), name=NAME, email=ADDRESS.lower()
    )
    host = first.event.organisation_id
    queue("interest/greeting", ADDRESS, language="en", organisation_id=host, interest=second.pk)

    erase_person(first.pk, "fan")

    assert Mail.objects.get(recipient=ADDRESS, context={"interest": second.pk}).state == Mail.State.QUEUED
    assert Interest.objects.get() == second
    erase_person(second.pk, "fan")
    assert places_of(*TRACES) == []


def test_nobody_erases_or_reads_what_is_anothers_by_wishing_for_their_address() -> None:
    event = known_event()
    victim = known_person(event, name="Bea Brand", email="bea@victim.example")
    host = event.organisation_id
    news = queue("x/news", "bea@victim.example", language="en", organisation_id=host, subscriber=1)
    ask_for_link("bea@victim.example", timezone.now())
    thief = interest_of(event, email="thief@example.org")
    ask_for_address(thief.pk, "bea@victim.example", timezone.now())

    mails = export_person(thief)["held"]["outbox"]["mails"]
    held = Subscriber.objects.count(), SavedFilter.objects.count(), LostLink.objects.count()
    erase_person(thief.pk, "fan")

    assert [mail["template"] for mail in mails] == ["interest/new_address", "interest/address_asked"]
    assert export_person(thief)["held"]["outbox"]["mails"] == []
    assert (Subscriber.objects.count(), SavedFilter.objects.count(), LostLink.objects.count()) == held
    news.refresh_from_db()
    assert (news.state, news.recipient) == (Mail.State.QUEUED, "bea@victim.example")
    assert Mail.objects.filter(context__interest=victim.pk, state=Mail.State.QUEUED).count() == 4
    assert Interest.objects.get() == victim


def test_an_address_that_was_only_asked_for_goes_as_well() -> None:
    interest = known_person()
    for address in ("one.typo@example.net", "two.typo@example.net"):
        ask_for_address(interest.pk, address, timezone.now())
    assert places_of("one.typo@") == ["journal_oldvalue.values", "outbox_mail.recipient"]

    erase_person(interest.pk, "fan")

    assert places_of("typo@") == []


def test_another_organisations_mails_and_news_stay() -> None:
    mine = known_person()
    theirs = known_person()

    erase_person(mine.pk, "fan")

    assert Interest.objects.get() == theirs
    assert Subscriber.objects.get().organisation == theirs.event.organisation
    assert Mail.objects.filter(recipient=BEFORE).count() == 1


def test_news_go_on_where_that_was_wished() -> None:
    interest = known_person()

    erase_person(interest.pk, "fan", with_news=False)

    assert Subscriber.objects.get().email == ADDRESS
    assert places_of(NAME, BEFORE) == []


def test_who_is_a_member_too_keeps_the_mails_of_members() -> None:
    interest = known_person()
    organisation = interest.event.organisation
    invite_member(organisation, ADDRESS, Role.EDITOR, user_of(organisation), timezone.now())

    erase_person(interest.pk, "fan")

    assert Mail.objects.get(recipient=ADDRESS.lower()).template == "accounts/member_invitation"


def test_a_filter_that_names_nobody_stays() -> None:
    interest = known_person(name="Al")
    save_filter(interest.event, ACTOR, "All of them", {"country": "AL", "q": "always"})

    erase_person(interest.pk, "fan")

    assert "All of them" in {each.name for each in SavedFilter.objects.all()}


def test_a_subscription_that_ended_is_erased_as_well() -> None:
    interest = known_person()
    subscriber = subscribe(interest, agreed_at=timezone.now(), now=timezone.now())
    assert subscriber

    Subscriber.objects.update(ended_at=timezone.now())
    erase_person(interest.pk, "fan")

    assert not Subscriber.objects.exists()
