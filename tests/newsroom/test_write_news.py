"""Readers get each post once: at once, or on Monday morning; never what is older than their subscription."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import event_of, organisation_of, post_of, reader_of
from turnout.accounts.models import Organisation
from turnout.newsroom import write_news as writing
from turnout.newsroom.models import Dispatch, Post, PostState, Reader, Sent
from turnout.newsroom.open_dispatches import due, due_weeks, last_monday, open_dispatch, open_week
from turnout.newsroom.reader_link import reader_link
from turnout.newsroom.write_news import due as due_mails
from turnout.newsroom.write_news import write_news
from turnout.outbox.letter import text_of
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.outbox.suppress import suppress

pytestmark = pytest.mark.django_db
# A Wednesday; the Monday after it is the 30th.
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(days=1), NOON + timedelta(days=1)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)


def work(now: datetime = NOON) -> None:
    """What the worker does while anything is due."""
    for pk in due(now):
        open_dispatch(pk, now)
    for pk in due_weeks(now):
        open_week(pk, now)
    while pks := due_mails(now):
        for pk in pks:
            write_news(pk, now)


def reader(organisation: Organisation, cadence: str = "at-once", **fields: Any) -> Reader:
    return reader_of(organisation, **{"cadence": cadence, "since": BEFORE} | fields)


def mailed() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("recipient", flat=True))


def test_post_goes_at_once_to_who_wants_it_at_once():
    post = post_of(published_at=NOON)
    wanted = reader(post.organisation)
    reader(post.organisation, "weekly")
    reader(post.organisation, since=None)
    reader(post.organisation, ended_at=NOON)
    reader(organisation_of())

    work()

    assert mailed() == [wanted.email]
    assert Sent.objects.get().post == post
    dispatch = Dispatch.objects.get()
    assert (dispatch.queued, dispatch.ended_at) == (1, NOON)


def test_nothing_older_than_the_subscription_is_sent():
    post = post_of(published_at=NOON)
    reader(post.organisation, since=NOON)
    reader(post.organisation, since=AFTER)

    work()

    assert mailed() == []


def test_no_post_is_sent_twice_to_anybody():
    post = post_of(published_at=NOON)
    here = reader(post.organisation)
    work()
    Post.objects.update(state=PostState.WITHDRAWN)
    Post.objects.update(state=PostState.PUBLISHED)
    Reader.objects.update(cadence="weekly")

    work()
    work(MONDAY)

    assert mailed() == [here.email]


def test_what_was_published_days_ago_is_no_news():
    post = post_of(published_at=NOON)
    reader(post.organisation)

    work(NOON + timedelta(days=2))

    assert mailed() == []


def test_post_that_was_withdrawn_before_it_was_written_is_not_sent():
    post = post_of(published_at=NOON)
    reader(post.organisation)
    open_dispatch(post.pk, NOON)
    Post.objects.update(state=PostState.WITHDRAWN)

    work()
    open_dispatch(post.pk, NOON)

    assert mailed() == []
    assert Dispatch.objects.get().ended_at == NOON


def test_address_that_no_server_knows_is_left_out():
    post = post_of(published_at=NOON)
    gone, there = reader(post.organisation), reader(post.organisation)
    suppress(gone.email, "550 unknown", NOON)

    work()

    assert mailed() == [there.email]


def test_many_readers_are_written_to_in_batches(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    post = post_of(published_at=NOON)
    emails = [reader(post.organisation).email for _ in range(5)]
    open_dispatch(post.pk, NOON)
    (pk,) = due_mails(NOON)

    sizes = []
    while due_mails(NOON):
        write_news(pk, NOON)
        sizes.append(Mail.objects.count())

    assert sizes == [2, 4, 5, 5]
    assert mailed() == emails


def test_batch_that_another_worker_wrote_is_not_written_again():
    post = post_of(published_at=NOON)
    here = reader(post.organisation)
    open_dispatch(post.pk, NOON)
    as_both_saw_it = Dispatch.objects.get()

    for _worker in range(2):
        writing._write(as_both_saw_it, [post], [here], NOON)

    assert Mail.objects.count() == 1
    assert Dispatch.objects.get().queued == 1


def test_weeks_posts_come_on_monday_morning_in_one_mail():
    organisation = organisation_of()
    weekly = reader(organisation, "weekly")
    reader(organisation)
    post_of(organisation, published_at=NOON, headline="First", standfirst="One")
    post_of(organisation, published_at=AFTER, headline="Second", standfirst="", languages=["es"])
    post_of(organisation, published_at=MONDAY + timedelta(hours=1), headline="Later")
    post_of(organisation, published_at=NOON, state=PostState.WITHDRAWN, headline="Gone")

    work(MONDAY - timedelta(minutes=1))
    assert not Mail.objects.filter(template="newsroom/digest").exists()
    work(MONDAY)
    work(MONDAY + timedelta(hours=2))

    mail = Mail.objects.get(template="newsroom/digest")
    assert mail.recipient == weekly.email
    written = render(mail)
    assert written.subject == "First, and 1 more"
    told = written.text.split("\n\n")
    assert told[0] == "The week's news of Nimbus"
    assert [each.split("\n")[0] for each in told[1:3]] == ["First", "Second"]
    assert "Later" not in written.text
    assert "Gone" not in written.text


def test_digest_is_never_empty():
    organisation = organisation_of()
    reader(organisation, "weekly")
    post_of(organisation, published_at=MONDAY + timedelta(minutes=1))

    work(MONDAY + timedelta(hours=1))

    assert not Dispatch.objects.filter(week__isnull=False).exists()


def test_digest_of_which_everything_was_sent_already_is_no_mail():
    post = post_of(published_at=NOON)
    here = reader(post.organisation, "weekly")
    Sent.objects.create(reader=here, post=post)

    work(MONDAY)

    assert mailed() == []
    assert Dispatch.objects.get(week=date(2026, 11, 30)).queued == 0


def test_weeks_posts_that_are_older_than_the_reader_are_left_out():
    organisation = organisation_of()
    reader(organisation, "weekly", since=NOON + timedelta(hours=1))
    post_of(organisation, published_at=NOON)
    new = post_of(organisation, published_at=AFTER)

    work(MONDAY)

    assert Mail.objects.get().context["posts"] == [new.pk]


def test_next_week_is_another():
    organisation = organisation_of()
    reader(organisation, "weekly")
    post_of(organisation, published_at=NOON)
    work(MONDAY)
    post_of(organisation, published_at=MONDAY + timedelta(hours=1))

    work(MONDAY + timedelta(days=7))

    weeks = Dispatch.objects.filter(week__isnull=False).order_by("pk")
    assert list(weeks.values_list("week", "queued")) == [(date(2026, 11, 30), 1), (date(2026, 12, 7), 1)]


def test_monday_is_where_the_organisations_latest_event_takes_place():
    organisation = organisation_of()
    assert last_monday(organisation.pk, MONDAY) == MONDAY
    assert last_monday(organisation.pk, MONDAY - timedelta(seconds=1)) == MONDAY - timedelta(days=7)

    event_of(organisation, time_zone="Asia/Shanghai")
    assert last_monday(organisation.pk, MONDAY) == datetime(2026, 11, 29, 23, tzinfo=UTC)


def test_mail_has_the_posts_words_its_address_and_one_click_to_end_it():
    post = post_of(
        published_at=NOON,
        languages=["es"],
        translations={"es": {"headline": "Nimbus viene", "standfirst": "Por fin."}},
    )
    english, spanish = reader(post.organisation), reader(post.organisation, language="es")
    work()

    first, second = (render(mail) for mail in Mail.objects.order_by("pk"))

    assert first.subject == "Nimbus comes to New York"
    assert f"Our first day with fans.\nhttp://127.0.0.1:8000/news/{post.slug}/\n" in first.text
    assert second.subject == "Nimbus viene"
    assert f"http://127.0.0.1:8000/news/{post.slug}/?lang=es" in second.text
    assert first.unsubscribe_link == reader_link(english)
    assert second.unsubscribe_link == reader_link(spanish)
    message = message_from_bytes(text_of(Mail.objects.order_by("pk")[0]))
    assert message["List-Unsubscribe"].strip() == f"<{reader_link(english)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("what", ["withdrawn", "left", "erased"])
def test_mail_that_waits_is_dropped_where_it_is_not_wanted_any_more(what: str):
    post = post_of(published_at=NOON)
    here = reader(post.organisation)
    work()
    if what == "withdrawn":
        Post.objects.update(state=PostState.WITHDRAWN)
    elif what == "left":
        Reader.objects.update(ended_at=timezone.now())
    else:
        here.delete()

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get())


def test_what_ended_is_not_written_again():
    post = post_of(published_at=NOON)
    open_dispatch(post.pk, NOON)
    dispatch = Dispatch.objects.get()
    write_news(dispatch.pk, NOON)

    write_news(dispatch.pk, AFTER)

    assert Dispatch.objects.get().ended_at == NOON
