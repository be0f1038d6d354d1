"""The desk's list of who reads by mail."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import organisation_of, post_of, reader_of, user_of
from tests.interest.page import text_of
from turnout.accounts.models import Organisation, Role
from turnout.journal.models import Entry
from turnout.newsroom.models import Dispatch, Reader
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def desk(organisation: Organisation) -> Client:
    client = Client()
    client.force_login(user_of(organisation, role=Role.EDITOR))
    return client


def address(organisation: Organisation, tail: str = "") -> str:
    return f"/desk/{organisation.slug}/news/readers/{tail}"


def shown(organisation: Organisation, **query: str) -> str:
    return text_of(desk(organisation).get(address(organisation), query))


def test_nobody_yet_is_said_in_words():
    assert "Nobody reads by mail yet" in shown(organisation_of())


def test_readers_are_counted_and_listed_with_what_they_chose():
    here = organisation_of()
    reader_of(here, email="now@example.org")
    reader_of(here, email="week@example.org", cadence="weekly")
    reader_of(here, email="asked@example.org", since=None)
    reader_of(here, email="left@example.org", ended_at=NOON)
    reader_of(organisation_of(), email="theirs@example.org")

    text = shown(here)

    assert "Readers 2 Each post at once 1 Once a week 1 Not confirmed yet 1 Left within a month 1" in text
    for each in ("now@", "week@", "asked@", "left@"):
        assert each in text
    assert "theirs@" not in text


def test_last_mails_are_told():
    post = post_of(published_at=NOON)
    reader_of(post.organisation)
    Dispatch.objects.create(organisation=post.organisation, post=post, at=NOON, queued=1_200, ended_at=NOON)
    Dispatch.objects.create(organisation=post.organisation, week=date(2026, 11, 30), at=NOON, queued=1)

    text = shown(post.organisation)

    assert "Nimbus comes to New York 1,200 mails" in text
    assert "1 mail · still being written" in text


def test_address_can_be_looked_for():
    here = organisation_of()
    reader_of(here, email="ada@example.org")
    reader_of(here, email="bo@example.org")

    assert ("ada@" in shown(here, q="ADA"), "bo@" in shown(here, q="ADA")) == (True, False)
    assert "No reader matches" in shown(here, q="nobody\0")


@pytest.mark.parametrize("readers", [1, 3])
def test_list_costs_the_same_however_many(readers: int, django_assert_num_queries):
    here = organisation_of()
    client = desk(here)
    for _ in range(readers):
        reader_of(here)
    client.get(address(here))

    with django_assert_num_queries(7):
        client.get(address(here))


def test_long_lists_have_pages(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("turnout.desk.readers.ON_A_PAGE", 1)
    here = organisation_of()
    reader_of(here, email="first@example.org", asked_at=NOON)
    reader_of(here, email="second@example.org")

    assert "second@" in shown(here)
    assert "first@" in shown(here, page="2")


def test_removed_one_is_erased_with_the_mails_that_wait():
    here = organisation_of()
    reader = reader_of(here, email="ada@example.org")
    queue("newsroom/news", reader.email, language="en", organisation_id=here.pk, reader=reader.pk)

    answer: Any = desk(here).post(address(here, f"{reader.pk}/remove/"), follow=True)

    assert "ada@example.org gets no more mails, and is deleted here." in text_of(answer)
    assert not Reader.objects.exists()
    mail = Mail.objects.get()
    assert (mail.state, mail.recipient) == (Mail.State.DROPPED, "")
    entry = Entry.objects.get(noun="reader")
    assert (entry.verb, entry.noun_id, entry.organisation_id) == ("erase", reader.pk, here.pk)


def test_file_has_those_who_get_posts_now():
    here = organisation_of()
    reader_of(here, email="=ada@example.org", since=NOON)
    reader_of(here, since=None)
    reader_of(here, ended_at=NOON)

    answer = desk(here).post(address(here, "readers.csv"))

    assert answer.content.decode() == (
        "email,how_often,language,since\r\n'=ada@example.org,at-once,en,2026-11-30T12:00:00+00:00\r\n"
    )
    assert Entry.objects.get().verb == "export"
