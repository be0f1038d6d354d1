"""What becomes of a new comment before any member looks at it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories import ACTOR, comment_of, event_of, interest_of, post_of, published
from turnout.interest.models import Interest
from turnout.journal.models import Entry
from turnout.newsroom.blocks import NothingToBlock, block_comments_like, block_word, unblock
from turnout.newsroom.decide_comment import decide_comment
from turnout.newsroom.models import Block, Comment, Commenter, CommentState, SpamDecision, SpamModel
from turnout.newsroom.own_comment import verify_commenter
from turnout.newsroom.sort_comments import due, sort_comments
from turnout.newsroom.spam_filter import due as due_to_learn
from turnout.newsroom.spam_filter import learn_due
from turnout.outbox.models import Mail

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SPAM = "Best online casino bonus, free spins now http://lucky-casino.top"


def known(post: Any, email: str = "maya@example.org") -> Commenter:
    """Whose address is confirmed, and whom a member once let appear."""
    first = comment_of(post, email=email, at=NOON, state="shown")
    assert first.commenter
    verify_commenter(first.commenter, NOON)
    return first.commenter


def test_the_first_comment_of_an_address_is_held_and_its_owner_gets_the_link():
    post = post_of(published_at=NOON)

    comment = comment_of(post, email="maya@example.org", at=NOON)

    assert comment.state == CommentState.HELD
    mail = Mail.objects.get()
    assert (mail.template, mail.recipient) == ("newsroom/your_comment", "maya@example.org")
    assert due(NOON) == []


def test_later_ones_appear_once_the_address_is_confirmed_and_was_approved():
    post = post_of(published_at=NOON)
    known(post)

    comment = comment_of(post, email="maya@example.org", at=NOON)

    assert (comment.state, comment.decided_by, comment.shown_at) == (CommentState.SHOWN, "system", NOON)
    assert Entry.objects.filter(noun="comment", noun_id=comment.pk, verb="show", actor="system").exists()


@pytest.mark.parametrize(("verified", "approved"), [(True, False), (False, True)])
def test_one_of_the_two_alone_is_not_enough(verified: bool, approved: bool):
    post = post_of(published_at=NOON)
    first = comment_of(post, email="maya@example.org", state="shown" if approved else "", at=NOON)
    assert first.commenter
    if verified:
        verify_commenter(first.commenter, NOON)

    assert comment_of(post, email="maya@example.org", at=NOON).state == CommentState.HELD


def test_what_is_like_spam_is_held_whoever_wrote_it_and_nobody_is_written_to():
    post = post_of(published_at=NOON)
    known(post)
    Mail.objects.all().delete()

    held = [comment_of(post, email=email, text=SPAM) for email in ("maya@example.org", "new@example.org")]

    assert [each.state for each in held] == [CommentState.HELD] * 2
    assert held[0].score
    assert held[0].score > 0.9
    assert held[0].reasons[0] == "~cheap-domain"
    assert not Mail.objects.exists()


def test_the_field_that_no_person_sees_makes_it_spam():
    comment = comment_of(post_of(published_at=NOON), signs="filled unopened")

    assert (comment.state, comment.reasons[0]) == (CommentState.SPAM, "~sign-filled")


def test_what_is_blocked_is_spam_from_then_on():
    post = post_of(published_at=NOON)
    author = comment_of(post, email="troll@example.org", network="n1")
    block_comments_like(author, Block.Kind.ADDRESS, ACTOR, NOON)
    network = block_comments_like(author, Block.Kind.NETWORK, ACTOR, NOON)
    block_word(post.organisation, "  Wumpus ", ACTOR, NOON)

    again = [
        comment_of(post, email="Troll@Example.ORG", network="n2"),
        comment_of(post, network="n1"),
        comment_of(post, text="a \uff37\uff35\uff2d\uff30\uff35\uff33 again"),
        comment_of(post_of(published_at=NOON), text="a wumpus elsewhere"),
    ]

    assert [each.reasons[:1] for each in again[:3]] == [
        ["~blocked-address"],
        ["~blocked-network"],
        ["~blocked-word"],
    ]
    assert [each.state for each in again] == ["spam", "spam", "spam", "held"]
    assert "troll" not in Block.objects.get(kind="address").value
    unblock(network, ACTOR)
    assert comment_of(post, network="n1").state == CommentState.HELD


@pytest.mark.parametrize("word", ["", "x", "y" * 61])
def test_a_word_that_would_block_everything_or_nothing_is_refused(word: str):
    with pytest.raises(NothingToBlock):
        block_word(post_of().organisation, word, ACTOR, NOON)


def test_nothing_is_blocked_by_a_comment_that_does_not_have_it():
    with pytest.raises(NothingToBlock):
        block_comments_like(comment_of(post_of(published_at=NOON)), Block.Kind.NETWORK, ACTOR, NOON)


def test_under_a_post_for_members_of_the_waitlist_others_do_not_appear():
    event = published(event_of())
    post = post_of(event.organisation, published_at=NOON, comments="waitlist")
    post.events.add(event)
    interest_of(event, email="member@example.org")
    gone = interest_of(event, email="gone@example.org")
    Interest.objects.filter(pk=gone.pk).update(standing="withdrawn")

    states = {
        email: comment_of(post, email=email).state
        for email in ("member@example.org", "gone@example.org", "stranger@example.org")
    }

    assert states == {
        "member@example.org": "held",
        "gone@example.org": "deleted",
        "stranger@example.org": "deleted",
    }
    assert Mail.objects.filter(template="newsroom/your_comment").count() == 3


def test_many_comments_cost_few_queries(django_assert_max_num_queries: Any):
    post = post_of(published_at=NOON)
    comment_of(post)
    Comment.objects.all().delete()
    for number in range(30):
        comment = comment_of(post, at=NOON, network=f"n{number % 3}")
        Comment.objects.filter(pk=comment.pk).update(state="waiting")
    (first,) = due(NOON)

    with django_assert_max_num_queries(12):
        sort_comments(first, NOON)

    assert Comment.objects.filter(state="held").count() == 30
    assert "~recent-many" not in Comment.objects.latest("pk").reasons


def test_a_stranger_is_written_to_once_an_hour_however_often_their_address_is_typed():
    post = post_of(published_at=NOON)
    for minutes in (0, 1, 59, 60):
        comment_of(post, email="victim@example.org", at=NOON + timedelta(minutes=minutes))

    assert Mail.objects.filter(recipient="victim@example.org").count() == 2


def test_the_filter_learns_from_each_decision_and_forgets_one_that_is_taken_back():
    post = post_of(published_at=NOON)
    text = "Zorbulate your gadgets at the zorbulator"
    before = comment_of(post, text=text)
    decide_comment(before, "spam", ACTOR, NOON)

    for pk in due_to_learn(NOON):
        learn_due(pk, NOON)
    after = comment_of(post, text=text)

    assert before.score is not None
    assert after.score is not None
    assert after.score > before.score + 0.2
    assert "zorbul" in after.reasons
    assert (SpamDecision.objects.get().is_spam, due_to_learn(NOON)) == (True, [])
    assert SpamModel.objects.get().version == 2
