"""The pages around comments, where Django answers them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests.factories import comment_of, organisation_of, post_of
from tests.newsroom.reading import found, words
from turnout.interest.human_check import human_check
from turnout.newsroom.close_comments import close_comments
from turnout.newsroom.close_comments import due as due_to_close
from turnout.newsroom.comments_shown import comments_shown
from turnout.newsroom.models import Comment, Post, Report
from turnout.newsroom.own_comment import delete_own
from turnout.newsroom.show import show
from turnout.pages.boards import BoardsDelivery
from turnout.pages.models import Board
from turnout.rush.board import Boards

pytestmark = pytest.mark.django_db
GOOD = {"name": "Maya", "email": "maya@example.org", "text": "Will there be a stream?", "lang": "en"}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def post() -> Post:
    return post_of(organisation_of(), published_at=now())


def send(client: Client, post: Post, fields: dict[str, str], **headers: str) -> Any:
    return client.post(
        f"/news/{post.slug}/comments",
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


def section(post: Post, language: str = "en") -> str:
    with translation.override(language):
        return render_to_string("newsroom/comments.html", comments_shown(post, language))


def test_a_good_comment_leads_to_the_thanks(client: Client, post: Post):
    answer = send(client, post, GOOD)

    assert (answer.status_code, answer["Location"]) == (303, f"/news/{post.slug}/comments/thanks")
    assert Comment.objects.get().name == "Maya"
    thanks = client.get(answer["Location"])
    assert words(thanks, "//h1") == ["Thank you for your comment"]
    assert 'href="../"' in thanks.content.decode()


def test_what_is_wrong_is_said_with_what_was_typed(client: Client, post: Post):
    answer = send(client, post, GOOD | {"email": "maya", "text": ""})

    assert answer.status_code == 422
    said = words(answer, "//form/preceding-sibling::div//li")
    assert said == ["Enter an e-mail address such as name@example.com.", "Write your comment."]
    assert found(answer, "//*[@id='to-name']")[0].get("value") == "Maya"
    assert not Comment.objects.exists()


def test_another_sites_form_and_a_megabyte_are_refused(client: Client, post: Post):
    assert send(client, post, GOOD, origin="https://evil.example").status_code == 403
    assert send(client, post, GOOD | {"text": "x" * 1_000_000}).status_code == 413
    assert not Comment.objects.exists()


def test_a_check_is_solved_by_the_sum_and_a_spent_one_asks_again(client: Client, post: Post):
    check = human_check()
    words, token = check.question(-post.pk, "en", now().timestamp())
    answer = next(each.answer for each in check.questions["en"] if each.words == words)
    solved = GOOD | {"question": token, "sum": str(answer)}

    assert send(client, post, solved).status_code == 303
    assert send(client, post, solved | {"email": "other@example.org"}).status_code == 429


def test_a_post_that_is_closed_says_so(client: Client, post: Post):
    Post.objects.filter(pk=post.pk).update(comments_days=7, published_at=now() - timedelta(days=7))

    assert send(client, post, GOOD).status_code == 409
    assert not Comment.objects.exists()


@pytest.mark.parametrize("slug", ["nothing", "draft"])
def test_under_what_is_not_published_nothing_is_said(client: Client, slug: str):
    post_of(slug="draft")

    assert client.get(f"/news/{slug}/comments/thanks").status_code == 404
    assert send(client, Post(slug=slug), GOOD).status_code == 404


def test_the_forms_address_leads_to_the_post(client: Client, post: Post):
    assert client.get(f"/news/{post.slug}/comments")["Location"] == f"/news/{post.slug}/#comments"


def test_the_script_gets_the_age_of_the_form_and_a_challenge(client: Client, post: Post):
    assert client.get(f"/news/{post.slug}/comments/opened").content.count(b".") == 1
    assert b'"event": -' in client.get(f"/news/{post.slug}/comments/challenge").content


def test_without_a_script_an_answer_has_a_page_of_its_own(client: Client, post: Post):
    root = comment_of(post, state="shown", name="Josh", text="See *there*")

    page = client.get(f"/news/{post.slug}/comments/answer/{root.public_id}")

    assert found(page, "//*[@name='answers_to']")[0].get("value") == root.public_id
    assert words(page, "//blockquote") == ["JoshSee there"]
    send(client, post, GOOD | {"answers_to": root.public_id})
    assert Comment.objects.latest("pk").parent == root
    again = send(client, post, GOOD | {"answers_to": root.public_id, "text": ""})
    assert found(again, "//*[@name='answers_to']")[0].get("value") == root.public_id


def test_what_does_not_appear_is_neither_answered_nor_reported(client: Client, post: Post):
    held = comment_of(post)

    for part in ("answer", "report"):
        assert client.get(f"/news/{post.slug}/comments/{part}/{held.public_id}").status_code == 404


def test_a_report_is_sent_by_a_form_with_a_reason(client: Client, post: Post):
    comment = comment_of(post, state="shown")
    address = f"/news/{post.slug}/comments/report/{comment.public_id}"

    assert client.get(address).status_code == 200
    assert client.post(address, "", content_type="application/x-www-form-urlencoded").status_code == 422
    assert not Report.objects.exists()
    sent = client.post(address, "why=rude", content_type="application/x-www-form-urlencoded")

    assert words(sent, "//h1") == ["Thank you"]
    assert Report.objects.get().why == "rude"
    foreign = client.post(
        address,
        "why=rude",
        content_type="application/x-www-form-urlencoded",
        headers={"origin": "https://evil.example"},
    )
    assert foreign.status_code == 403


def test_comments_stand_in_their_order_with_their_answers(post: Post):
    first = comment_of(post, state="shown", name="First", text="<b>bold?</b> *yes*")
    comment_of(post, state="shown", name="Second")
    comment_of(post, state="shown", name="Answer", answers_to=first.public_id)
    comment_of(post, name="Held")
    comment_of(post, state="spam", name="Spam")

    threads = comments_shown(post, "en")["comments"]["threads"]

    assert [(each.name, [one.name for one in each.answers]) for each in threads] == [
        ("First", ["Answer"]),
        ("Second", []),
    ]
    shown = section(post)
    assert '<h2 id="comments-title">3 comments</h2>' in shown
    assert "&lt;b&gt;bold?&lt;/b&gt; <em>yes</em>" in shown
    assert f'id="comment-{first.public_id}"' in shown
    assert "example.org</" not in shown
    assert "csrf" not in shown


@pytest.mark.parametrize("comments", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    post: Post, comments: int, django_assert_num_queries: Any
):
    for number in range(comments):
        root = comment_of(post, state="shown", name=f"Reader {number}")
        comment_of(post, state="shown", answers_to=root.public_id)

    with django_assert_num_queries(2):
        shown = section(post)

    assert shown.count("<article") == 2 * comments


def test_where_answers_hang_on_what_was_deleted_its_place_stays(post: Post):
    root = comment_of(post, state="shown", text="My secret")
    comment_of(post, state="shown", answers_to=root.public_id, text="I see")
    delete_own(root, now())

    shown = section(post)

    assert "This comment was deleted." in shown
    assert "My secret" not in shown
    assert "I see" in shown
    assert "1 comment<" in shown


def test_a_name_cannot_break_out_of_the_page(post: Post):
    comment_of(post, state="shown", name='"><script>alert(1)</script>')

    assert "<script>alert" not in section(post)


def test_comments_that_are_off_show_nothing_and_closed_ones_no_form(post: Post):
    post.comments = "off"
    assert section(post).strip() == ""
    post.comments, post.comments_days = "open", 0
    assert "Comments are closed." in section(post)


def test_the_rush_path_learns_which_posts_take_comments(post: Post):
    boards = Boards()
    delivery = BoardsDelivery(boards)
    show(post)
    show(post)
    delivery.deliver()
    first = boards.by_slug
    delivery.deliver()
    assert boards.by_slug is first
    assert (first[post.slug].post_id, first[post.slug].mode) == (post.pk, "open")

    post.slug, post.comments, post.comments_days = "moved", "waitlist", 30
    post.save()
    show(post)
    delivery.deliver()

    moved = boards.by_slug["moved"]
    assert (list(boards.by_slug), moved.mode) == (["moved"], "waitlist")
    assert post.published_at
    assert moved.closes == (post.published_at + timedelta(days=30)).timestamp()
    post.state = "withdrawn"
    post.save()
    show(post)
    show(post)
    delivery.deliver()
    assert boards.by_slug == {}


def test_a_posts_page_says_when_its_days_for_comments_are_over(post: Post):
    Post.objects.filter(pk=post.pk).update(comments_days=7)
    show(Post.objects.get(pk=post.pk))
    assert due_to_close(now()) == []
    Post.objects.filter(pk=post.pk).update(published_at=now() - timedelta(days=8))
    Board.objects.update(closes_at=now() - timedelta(days=1))
    Board.objects.create(post_id=0, organisation_id=1, slug="gone", mode="open", closes_at=now(), serial=1)

    for pk in due_to_close(now()):
        close_comments(pk, now())

    assert [(each.slug, each.mode) for each in Board.objects.all()] == [(post.slug, "off")]
    assert due_to_close(now()) == []
