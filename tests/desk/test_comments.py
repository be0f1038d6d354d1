"""The desk's queue of comments."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import ACTOR, comment_of, organisation_of, post_of, user_of
from tests.newsroom.reading import found, words
from turnout.accounts.models import Membership, Role
from turnout.desk.comment_reason_words import reasons_in_words
from turnout.newsroom.decide_comment import decide_comment
from turnout.newsroom.models import Block, Comment, Digest, Post, Report
from turnout.newsroom.own_comment import delete_own
from turnout.newsroom.report_comment import report_comment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def post() -> Post:
    return post_of(organisation_of(), published_at=NOON)


@pytest.fixture
def desk(client: Client, post: Post) -> Client:
    client.force_login(user_of(post.organisation, role=Role.REVIEWER, name="Rita"))
    return client


def at(post: Post, rest: str = "") -> str:
    return f"/desk/{post.organisation.slug}/news/comments/{rest}"


def token(comment: Comment) -> str:
    return f"{comment.pk}.{comment.revision}"


def said(page: Any) -> list[str]:
    return words(page, "//*[@class='to-told']/p")


def names(page: Any) -> list[str]:
    return words(page, "//bdi")


@pytest.mark.parametrize("comments", [1, 3])
def test_the_queue_costs_the_same_however_many_it_shows(
    desk: Client, post: Post, comments: int, django_assert_num_queries: Any
):
    for number in range(comments):
        comment_of(post, name=f"Reader {number}")
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(8):
        page = desk.get(at(post))

    assert len(names(page)) == comments


def test_the_queue_has_what_is_held_and_what_was_reported(desk: Client, post: Post):
    comment_of(post, name="Held")
    comment_of(post, name="Fine", state="shown")
    reported = comment_of(post, name="Reported", state="shown")
    report_comment(reported, Report.Why.RUDE, "n1", NOON)
    comment_of(post_of(published_at=NOON), name="Elsewhere")

    page = desk.get(at(post))

    assert names(page) == ["Reported", "Held"]
    assert words(page, "//h1") == ["2 comments to decide about"]
    assert "It insults or threatens somebody (1)" in page.content.decode()
    assert names(desk.get(at(post, "?show=shown"))) == ["Reported", "Fine"]
    assert names(desk.get(at(post, "?show=spam"))) == []
    assert names(desk.get(at(post, "?show=nothing"))) == ["Reported", "Held"]


def test_an_empty_queue_says_what_would_stand_there(desk: Client, post: Post):
    page = desk.get(at(post))

    assert words(page, "//section/h2")[0] == "Nothing waits for you"


def test_reasons_stand_in_words_beside_the_score(desk: Client, post: Post):
    comment_of(post, text="casino bonus free spins http://lucky.top")

    page = desk.get(at(post))

    assert words(page, "//*[@aria-label='Speaks for spam']//li")
    assert "% spam" in page.content.decode()
    assert reasons_in_words(["~links-1", "name:shop", "casino", "~unknown"]) == [
        "A link",
        "The name has “shop”",
        "The word “casino”",
        "~unknown",
    ]


def test_one_button_decides_and_another_takes_it_back(desk: Client, post: Post):
    comment = comment_of(post)
    (button,) = found(desk.get(at(post)), "//button[@data-key='a']")

    done = desk.post(at(post, "decide/"), {"one": button.get("value")}, follow=True)

    assert said(done) == ["The comment appears."]
    assert Comment.objects.get(pk=comment.pk).state == "shown"
    (undo,) = found(done, "//button[@data-undo]")
    back = desk.post(at(post, "decide/"), {"one": undo.get("value")}, follow=True)
    assert said(back) == ["Taken back: it stands as before."]
    assert Comment.objects.get(pk=comment.pk).state == "held"


def test_the_second_of_two_members_is_told_who_was_first(desk: Client, post: Post):
    comment = comment_of(post)
    first = user_of(post.organisation, role=Role.EDITOR, name="Eddie")
    decide_comment(comment, "approve", f"user:{first.pk}", NOON)

    late = desk.post(at(post, "decide/"), {"one": f"spam:{token(comment)}"}, follow=True)

    assert said(late) == ["Eddie decided about it meanwhile. Nothing was changed."]
    assert Comment.objects.get(pk=comment.pk).state == "shown"


def test_what_its_author_deleted_cannot_be_decided_about(desk: Client, post: Post):
    comment = comment_of(post)
    delete_own(comment, NOON)

    late = desk.post(at(post, "decide/"), {"one": f"approve:{token(comment)}"}, follow=True)

    assert said(late) == ["It was changed or deleted by its author meanwhile. Nothing was decided."]


def test_many_are_decided_about_at_once(desk: Client, post: Post):
    chosen = [comment_of(post) for _ in range(3)]
    decide_comment(chosen[2], "delete", ACTOR, NOON)

    done = desk.post(
        at(post, "decide/"), {"many": "spam", "comment": [token(each) for each in chosen]}, follow=True
    )

    assert said(done) == [
        "Decided about 2 comments.",
        "1 comment was left alone: somebody decided about it meanwhile, or it was changed.",
    ]
    assert [each.state for each in Comment.objects.order_by("pk")] == ["spam", "spam", "deleted"]
    undone = desk.post(
        at(post, "decide/"),
        {
            "many": "undo",
            "show": "spam",
            "comment": [f"{each.pk}.{each.revision + 1}" for each in chosen[:2]],
        },
        follow=True,
    )
    assert said(undone) == ["Decided about 2 comments."]


@pytest.mark.parametrize(
    "fields", [{}, {"many": "spam"}, {"many": "eat", "comment": "1.1"}, {"many": "spam", "comment": "x.y"}]
)
def test_to_choose_nothing_decides_nothing(desk: Client, post: Post, fields: dict[str, str]):
    assert said(desk.post(at(post, "decide/"), fields, follow=True)) == ["Choose at least one comment first."]


@pytest.mark.parametrize("one", ["eat:1.1", "spam:9.9", "spam:x"])
def test_a_button_that_was_made_up_finds_nothing(desk: Client, post: Post, one: str):
    assert desk.post(at(post, "decide/"), {"one": one}).status_code == 404


def test_another_organisations_comment_is_out_of_reach(desk: Client, post: Post):
    other = comment_of(post_of(organisation_of(), published_at=NOON))

    assert desk.post(at(post, "decide/"), {"one": f"spam:{token(other)}"}).status_code == 404
    assert desk.get(at(post, f"{other.pk}/")).status_code == 404
    assert desk.post(at(post, "block/"), {"kind": "address", "comment": other.pk}).status_code == 404


def test_a_long_queue_has_pages(desk: Client, post: Post):
    for number in range(26):
        comment_of(post, name=f"Reader {number}")

    first = desk.get(at(post))
    (following,) = found(first, "//a[@rel='next']")
    second = desk.get(at(post, following.get("href").rpartition("/")[2]))

    assert (len(names(first)), names(second)) == (25, ["Reader 0"])


def test_one_comment_shows_what_stands_around_it_and_what_was_done(desk: Client, post: Post):
    root = comment_of(post, name="Root", email="maya@example.org", state="shown")
    comment_of(post, name="Earlier", email="josh@example.org", state="spam")
    answer = comment_of(post, name="Answer", email="josh@example.org", answers_to=root.public_id)
    decide_comment(answer, "spam", ACTOR, NOON)

    page = desk.get(at(post, f"{answer.pk}/"))

    assert names(page) == ["Answer", "Root", "Earlier"]
    assert "1 was spam" in page.content.decode()
    assert "Called it spam" in page.content.decode()
    Comment.objects.filter(pk=answer.pk).update(commenter=None)
    assert names(desk.get(at(post, f"{answer.pk}/"))) == ["Answer", "Root"]


def test_an_address_a_connection_and_a_word_are_blocked_and_released(desk: Client, post: Post):
    comment = comment_of(post, email="troll@example.org", network="abcdef0123456789")
    for fields in (
        {"kind": "address", "comment": comment.pk},
        {"kind": "network", "comment": comment.pk},
        {"kind": "word", "word": "Casino"},
    ):
        desk.post(at(post, "block/"), fields)
    page = desk.get(at(post, "blocks/"))

    assert words(page, "//tbody/tr/th") == ["casino", "abcdef", "t…@example.org"]
    refused = desk.post(at(post, "block/"), {"kind": "word", "word": "x"}, follow=True)
    assert said(refused) == ["There is nothing to block. A word has 2 to 60 characters."]
    word = Block.objects.get(kind="word")
    desk.post(at(post, f"blocks/{word.pk}/remove/"))
    assert Block.objects.count() == 2
    assert desk.post(at(post, f"blocks/{word.pk}/remove/")).status_code == 404


def test_how_often_a_mail_comes_is_each_members_own(desk: Client, post: Post):
    page = desk.get(at(post))
    assert [each.get("value") for each in found(page, "//*[@name='every'][@checked]")] == ["day"]

    desk.post(at(post, "by-mail/"), {"every": "never"})
    desk.post(at(post, "by-mail/"), {"every": "always"})

    rita = Membership.objects.get(user__name="Rita")
    assert Digest.objects.get(pk=rita.pk).every == "never"
    page = desk.get(at(post))
    assert [each.get("value") for each in found(page, "//*[@name='every'][@checked]")] == ["never"]
