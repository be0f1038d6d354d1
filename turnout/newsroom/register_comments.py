"""Keep comments: the one way by which a comment comes into being."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from turnout.interest.public_id import new_public_id
from turnout.interest.register import CheckSpent
from turnout.interest.spend import spend
from turnout.newsroom.comment_submission import CommentSubmission
from turnout.newsroom.models import Comment, Commenter, CommentState, Post
from turnout.rules.comment import Said
from turnout.rush.human import Sending

# What hangs on nothing that readers see cannot be answered.
ANSWERED = (CommentState.SHOWN,)


def register_comment(post: Post, said: Said, at: datetime, sending: Sending = Sending()) -> None:  # noqa: B008
    """Keep one comment. Raises CheckSpent."""
    if register_batch([CommentSubmission(post.pk, post.organisation_id, said, at, *sending)]):
        raise CheckSpent


def register_batch(submissions: Sequence[CommentSubmission]) -> Sequence[CommentSubmission]:
    """Keep all of these comments or none; gives back those whose check another one has spent.

    The same submission again is nothing at all. Whether a comment appears is not decided here.
    """
    # In one order for everybody: two writers that meet the same addresses must not wait in a ring.
    ordered = sorted(submissions, key=CommentSubmission.key)
    with transaction.atomic():
        declined = spend(ordered)
        kept = [each for each in ordered if each not in declined]
        writers = _writers(kept)
        parents = _parents(kept)
        # In the order in which they came, which is the order of their numbers.
        rows = [_row(each, writers, parents) for each in sorted(kept, key=lambda each: each.at)]
        Comment.objects.bulk_create(rows, ignore_conflicts=True)
    return declined


def _writers(submissions: Sequence[CommentSubmission]) -> Mapping[tuple[int, str], int]:
    """The number of each address; who is new becomes known by it."""
    Commenter.objects.bulk_create(
        [
            Commenter(
                organisation_id=each.organisation_id,
                public_id=new_public_id(each.at),
                email=each.answer.email,
                email_key=each.answer.email_key,
                language=each.answer.language,
                created_at=each.at,
            )
            for each in {each.key(): each for each in submissions}.values()
        ],
        ignore_conflicts=True,
    )
    found = Commenter.objects.filter(
        organisation_id__in={each.organisation_id for each in submissions},
        email_key__in={each.answer.email_key for each in submissions},
    ).values_list("organisation_id", "email_key", "pk")
    return {(organisation_id, email_key): pk for organisation_id, email_key, pk in found}


def _parents(submissions: Sequence[CommentSubmission]) -> Mapping[tuple[int, str], int]:
    """What is answered, by its post and public id. An answer to an answer stands beside it."""
    wanted = {each.answer.answers_to for each in submissions if each.answer.answers_to}
    if not wanted:
        return {}
    found = Comment.objects.filter(public_id__in=wanted, state__in=ANSWERED)
    rows = found.values_list("post_id", "public_id", "pk", "parent_id")
    return {(post_id, public_id): parent_id or pk for post_id, public_id, pk, parent_id in rows}


def _row(
    each: CommentSubmission, writers: Mapping[tuple[int, str], int], parents: Mapping[tuple[int, str], int]
) -> Comment:
    said = each.answer
    return Comment(
        post_id=each.post_id,
        commenter_id=writers[each.key()],
        parent_id=parents.get((each.post_id, said.answers_to)),
        public_id=each.public_id,
        submission=said.submission,
        name=said.name,
        text=said.text,
        language=said.language,
        signs=each.signs,
        network=each.network,
        created_at=each.at,
    )
