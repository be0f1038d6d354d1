"""One post at the desk: reviewing, scheduling, publishing, correcting, withdrawing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import event_of, organisation_of, post_of, user_of, written
from tests.interest.page import elements, text_of
from turnout.accounts.models import Organisation, Role, User
from turnout.newsroom.models import OldAddress, Post
from turnout.newsroom.submit_post import submit_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def ada(organisation: Organisation) -> User:
    return user_of(organisation, Role.EDITOR, email="ada@example.org", name="Ada")


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def post(organisation: Organisation, ada: User) -> Post:
    return written(organisation, by=ada)


def at(post: Post, rest: str = "") -> str:
    return f"/desk/{post.organisation.slug}/news/{post.pk}/{rest}"


def chosen(page: Any) -> list[str]:
    options = elements(page.content.decode(), "option")
    return [option["value"] for option in options if "selected" in option]


def public(organisation: Organisation, **fields: Any) -> Post:
    return post_of(organisation, published_at=timezone.now(), **fields)


def test_alone_one_is_told_so_and_publishes(desk: Client, post: Post) -> None:
    assert "so you publish alone" in text_of(desk.get(at(post)))

    answer = desk.post(at(post, "publish/"), follow=True)

    assert "Published. Everybody can read it now." in text_of(answer)
    assert "Everybody can read it" in text_of(answer)
    assert Post.objects.get().is_public


def test_an_empty_post_is_to_be_written_first(desk: Client, organisation: Organisation) -> None:
    post = written(organisation, text="")

    assert "The post has no text yet." in text_of(desk.get(at(post)))
    assert "Write a text first." in text_of(desk.post(at(post, "publish/"), follow=True))


def test_together_one_asks_and_the_other_approves(
    desk: Client, post: Post, organisation: Organisation
) -> None:
    bea = user_of(organisation, Role.REVIEWER, name="Bea Lund")
    assert "Ask for a review" in text_of(desk.get(at(post)))
    assert "Ask for a review." in text_of(desk.post(at(post, "publish/"), follow=True))

    waiting = desk.post(at(post, "submit/"), follow=True)
    assert "One of these can approve it: Bea Lund." in text_of(waiting)
    assert "You wrote this." in text_of(desk.post(at(post, "approve/"), {"edition": "0"}, follow=True))
    theirs = Client()
    theirs.force_login(bea)
    (edition,) = elements(theirs.get(at(post)).content.decode(), "input", name="edition")
    approved = theirs.post(at(post, "approve/"), {"edition": edition["value"]}, follow=True)

    assert "Approved. It can be published now." in text_of(approved)
    assert "Bea Lund approved it." in text_of(desk.get(at(post)))
    assert "Publish now" in text_of(desk.get(at(post)))


@pytest.mark.parametrize("edition", ["", "9", "x"])
def test_what_was_not_read_is_not_approved(
    client: Client, post: Post, organisation: Organisation, edition: str
) -> None:
    submit_post(post, "user:1")
    client.force_login(user_of(organisation))

    answer = client.post(at(post, "approve/"), {"edition": edition}, follow=True)

    assert "changed this post meanwhile." in text_of(answer)


def test_it_is_sent_back(client: Client, post: Post, organisation: Organisation) -> None:
    submit_post(post, "user:1")
    client.force_login(user_of(organisation, Role.REVIEWER))

    assert "It is a draft again." in text_of(client.post(at(post, "send-back/"), follow=True))


def test_left_alone_with_a_post_in_review_one_publishes_it(
    desk: Client, post: Post, organisation: Organisation
) -> None:
    other = user_of(organisation)
    submit_post(post, "user:1")
    other.memberships.update(role=Role.DOOR)

    assert "so you publish alone" in text_of(desk.get(at(post)))


def test_it_is_scheduled_by_the_clocks_of_its_event(
    desk: Client, organisation: Organisation, ada: User
) -> None:
    post = written(organisation, by=ada, events=[event_of(organisation).pk])
    (zone,) = chosen(desk.get(at(post, "schedule/")))

    answer = desk.post(
        at(post, "schedule/"),
        {"date": "2099-11-03", "time": "12:00", "zone": "America/New_York"},
        follow=True,
    )

    assert zone == "America/New_York"
    assert Post.objects.get().publish_at == datetime(2099, 11, 3, 17, tzinfo=UTC)
    assert "Nov. 3, 2099, noon America/New_York" in text_of(answer)
    (time,) = elements(desk.get(at(post, "schedule/")).content.decode(), "input", name="time")
    assert time["value"] == "12:00"
    assert "Taken off the schedule." in text_of(desk.post(at(post, "unschedule/"), follow=True))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"date": "2020-01-01", "time": "12:00", "zone": "UTC"}, "This time is over."),
        ({"date": "2027-03-14", "time": "02:30", "zone": "America/New_York"}, "The clocks go forward"),
        ({"date": "", "time": "x", "zone": "UTC"}, "Give a day, such as 2026-12-08."),
    ],
)
def test_a_time_that_cannot_be_is_said(desk: Client, post: Post, given: dict[str, str], said: str) -> None:
    answer = desk.post(at(post, "schedule/"), given)

    assert answer.status_code == 422
    assert said in text_of(answer)


def test_what_is_on_the_schedule_gets_another_time_though_somebody_joined(
    desk: Client, post: Post, organisation: Organisation
) -> None:
    given = {"date": "2099-11-03", "time": "12:00", "zone": "UTC"}
    desk.post(at(post, "schedule/"), given)
    user_of(organisation)

    desk.post(at(post, "schedule/"), given | {"time": "13:00"})

    assert Post.objects.get().publish_at == datetime(2099, 11, 3, 13, tzinfo=UTC)


def test_what_is_not_ready_is_not_scheduled(desk: Client, organisation: Organisation) -> None:
    for post in (public(organisation), written(organisation, text="")):
        assert desk.get(at(post, "schedule/"))["Location"] == at(post)


def test_a_correction_stands_in_each_language(desk: Client, organisation: Organisation) -> None:
    post = public(organisation, languages=["es"])
    assert desk.post(at(post, "correct/"), {"text": ""}).status_code == 422

    answer = desk.post(at(post, "correct/"), {"text": "The 8th.", "text_es": "El 8."}, follow=True)

    assert "The correction stands under the post." in text_of(answer)
    assert "The 8th." in text_of(answer)
    assert "El 8." in text_of(desk.get(at(post, "preview/?lang=es")))
    assert desk.get(at(written(organisation), "correct/")).status_code == 302


def test_withdrawing_is_asked_about_and_undone(desk: Client, organisation: Organisation) -> None:
    post = public(organisation)
    assert "Whoever opens" in text_of(desk.get(at(post, "withdraw/")))
    assert Post.objects.get().is_public

    gone = desk.post(at(post, "withdraw/"), follow=True)
    assert "Publish again" in text_of(gone)
    assert desk.get(at(post, "withdraw/"))["Location"] == at(post)
    desk.post(at(post, "publish/"))

    assert Post.objects.get().is_public


def test_two_who_withdraw_are_told_how_it_stands(desk: Client, organisation: Organisation) -> None:
    post = public(organisation)
    desk.post(at(post, "withdraw/"))

    again = desk.post(at(post, "withdraw/"), follow=True)

    assert "This is how it stands now: Withdrawn." in text_of(again)


def test_a_draft_is_deleted_after_a_question(desk: Client, post: Post, organisation: Organisation) -> None:
    assert "with all its versions" in text_of(desk.get(at(post, "delete/")))

    answer = desk.post(at(post, "delete/"), follow=True)

    assert "The draft is deleted." in text_of(answer)
    assert not Post.objects.exists()
    assert desk.get(at(public(organisation), "delete/")).status_code == 302


def test_a_post_that_went_out_meanwhile_is_not_deleted(desk: Client, post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(state="withdrawn")

    assert "Withdrawn" in text_of(desk.post(at(post, "delete/"), follow=True))
    assert Post.objects.exists()


def test_a_new_address_sends_the_old_one_on(desk: Client, organisation: Organisation) -> None:
    post = public(organisation, slug="old")
    refused = desk.post(at(post, "address/"), {"slug": "New One"})

    answer = desk.post(at(post, "address/"), {"slug": "new-one"}, follow=True)

    assert "Use small letters" in text_of(refused)
    assert "/news/new-one/" in text_of(answer)
    assert OldAddress.objects.get().slug == "old"


def test_related_posts_are_chosen_by_hand(desk: Client, organisation: Organisation) -> None:
    post, one, two = (public(organisation, headline=name) for name in ("Here", "One", "Two"))

    answer = desk.post(at(post, "related/"), {"pin_1": str(two.pk), "pin_3": str(one.pk)}, follow=True)

    assert list(post.related.order_by("position").values_list("other", flat=True)) == [two.pk, one.pk]
    assert text_of(answer).index("Two") < text_of(answer).index("One")
    assert chosen(desk.get(at(post, "related/"))) == [str(two.pk), str(one.pk), ""]


def test_a_post_that_was_withdrawn_meanwhile_is_not_pinned(desk: Client, organisation: Organisation) -> None:
    post, other = public(organisation), post_of(organisation)

    assert desk.post(at(post, "related/"), {"pin_1": str(other.pk)}).status_code == 422


def test_what_is_no_verb_is_not_there(desk: Client, post: Post) -> None:
    assert desk.post(at(post, "nonsense/")).status_code == 404
    assert desk.get(at(post, "publish/")).status_code == 405


def test_what_was_typed_and_not_saved_is_told(desk: Client, organisation: Organisation) -> None:
    post = public(organisation)
    given = {"headline": "x", "text": "Half", "language": "en", "comments": "open", "edition": "0"}
    desk.post(at(post, "autosave/"), given)

    assert "You typed something and did not save it." in text_of(desk.get(at(post)))
