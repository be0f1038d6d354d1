"""Comments into the database, many at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.factories import comment_of, organisation_of, post_of, said_of
from turnout.interest.register import CheckSpent
from turnout.newsroom.comment_submission import CommentSubmission
from turnout.newsroom.models import Comment, Commenter
from turnout.newsroom.register_comments import register_batch, register_comment
from turnout.rush.group_commit import GroupCommit
from turnout.rush.human import Sending

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def submission(post: Any, *, at: datetime = NOON, **fields: Any) -> CommentSubmission:
    return CommentSubmission(post.pk, post.organisation_id, said_of(**fields), at)


@pytest.mark.django_db
def test_many_comments_are_kept_in_a_few_statements(django_assert_max_num_queries: Any):
    post = post_of(published_at=NOON)
    batch = [submission(post, at=NOON + timedelta(seconds=number)) for number in range(60)]

    with django_assert_max_num_queries(6):
        declined = register_batch(batch)

    assert declined == []
    assert Comment.objects.filter(post=post, state="waiting").count() == 60
    assert Commenter.objects.filter(organisation=post.organisation).count() == 60


@pytest.mark.django_db
def test_an_address_is_one_commenter_of_an_organisation():
    post, elsewhere = post_of(published_at=NOON), post_of(organisation_of(), published_at=NOON)

    for each in (post, post, elsewhere):
        register_batch(
            [submission(each, email="Maya@Example.org"), submission(each, email="maya@example.org")]
        )

    assert Commenter.objects.filter(email_key="maya@example.org").count() == 2
    assert Comment.objects.count() == 6


@pytest.mark.django_db
def test_the_same_submission_again_is_nothing_at_all():
    post = post_of(published_at=NOON)
    once = {"submission": "a" * 32, "email": "maya@example.org"}

    register_batch([submission(post, **once)])
    register_batch([submission(post, **once), submission(post, **once)])

    assert Comment.objects.filter(post=post).count() == 1


@pytest.mark.django_db
def test_an_answer_hangs_on_a_comment_that_appears_and_never_two_levels_deep():
    post, other = post_of(published_at=NOON), post_of(published_at=NOON)
    root = comment_of(post, state="shown")
    answer = comment_of(post, state="shown", answers_to=root.public_id)

    deeper = comment_of(post, answers_to=answer.public_id)
    held = comment_of(post, answers_to=deeper.public_id)
    astray = comment_of(other, answers_to=root.public_id)

    assert (answer.parent_id, deeper.parent_id) == (root.pk, root.pk)
    assert (held.parent_id, astray.parent_id) == (None, None)


@pytest.mark.django_db
def test_what_was_solved_is_good_for_one_comment():
    post = post_of(published_at=NOON)
    proof = Sending(proof="q1", until=int(NOON.timestamp()) + 600)
    register_comment(post, said_of(email="maya@example.org"), NOON, proof)

    register_comment(post, said_of(email="maya@example.org", text="Once more."), NOON, proof)
    with pytest.raises(CheckSpent):
        register_comment(post, said_of(email="other@example.org"), NOON, proof)

    assert Comment.objects.filter(post=post).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_bad_row_never_fails_its_neighbours():
    post = post_of(published_at=NOON)
    gone = CommentSubmission(post.pk + 1_000, post.organisation_id, said_of(), NOON)
    commit = GroupCommit(register_batch, refusals=(IntegrityError,))

    outcomes = commit._outcomes([submission(post), gone, submission(post)])

    assert [type(each).__name__ for each in outcomes] == ["NoneType", "Refused", "NoneType"]
    assert Comment.objects.filter(post=post).count() == 2
    connection.close()
