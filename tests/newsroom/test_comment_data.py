"""Comments when somebody asks for their data, is erased, or time passes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.factories import ACTOR, comment_of, event_of, interest_of, post_of, published
from turnout.interest.models import Interest
from turnout.newsroom.blocks import block_comments_like
from turnout.newsroom.forget_comments import KEPT, due, forget_comments
from turnout.newsroom.models import Block, Comment, Commenter, Post, SpamDecision
from turnout.newsroom.own_comment import edit_comment
from turnout.privacy.erase_person import erase_person
from turnout.privacy.export_person import export_person
from turnout.privacy.readable import readable
from turnout.rules.comment import Words

pytestmark = pytest.mark.django_db
ADDRESS = "maya.unmistakable@example.org"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def interest() -> Interest:
    return interest_of(published(event_of()), email=ADDRESS, name="Maya Unmistakable")


@pytest.fixture
def post(interest: Interest) -> Post:
    return post_of(interest.event.organisation, published_at=now())


def everything() -> str:
    """Every value of every table of this room, the journal and the outbox."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names(cursor)
            if table.startswith(("newsroom_", "journal_", "outbox_", "pages_"))
        ]
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(bytes(v) if isinstance(v, memoryview) else v) for row in cursor for v in row]
    return "\n".join(found)


def test_what_somebody_said_is_in_their_data(interest: Interest, post: Post):
    comment_of(post, email=ADDRESS, state="shown", text="My own words")
    comment_of(post, email="other@example.org", text="Not mine")

    given = export_person(interest)

    held = given["held"]["newsroom"]
    assert [each["text"] for each in held["comments"]] == ["My own words"]
    assert held["commenter"][0]["email"] == ADDRESS
    (part,) = [each for each in readable(interest, given) if each.heading == "Your comments"]
    assert part.pairs[0][1] == "Nimbus comes to New York\nMaya\nMy own words"


def test_who_is_erased_is_erased_from_comments_and_answers_keep_their_place(
    interest: Interest, post: Post, django_capture_on_commit_callbacks
):
    root = comment_of(post, email=ADDRESS, name="Unmistakable", text="Unmistakable words", state="shown")
    edit_comment(root, Words("Unmistakable", "Unmistakable again"), now())
    Comment.objects.update(state="shown")
    comment_of(post, email="other@example.org", answers_to=root.public_id, text="I see", state="shown")
    comment_of(post, email=ADDRESS, name="Unmistakable", text="unmistakable too", state="spam")
    block_comments_like(root, Block.Kind.ADDRESS, ACTOR, now())

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(interest.pk, ACTOR)

    assert "nmistakable" not in everything()
    gone, answer = Comment.objects.order_by("pk")
    assert (gone.state, gone.text, gone.commenter_id) == ("deleted", "", None)
    assert (answer.parent_id, answer.text) == (gone.pk, "I see")
    assert not Commenter.objects.filter(email=ADDRESS).exists()
    assert not Block.objects.exists()


def test_another_organisations_comments_of_the_same_address_stay(interest: Interest):
    elsewhere = comment_of(post_of(published_at=now()), email=ADDRESS, state="shown")

    erase_person(interest.pk, ACTOR)

    assert Comment.objects.get(pk=elsewhere.pk).text


def test_an_answer_whose_time_is_over_takes_no_comments_with_it(interest: Interest, post: Post):
    comment_of(post, email=ADDRESS, state="shown")

    erase_person(interest.pk, "system", with_news=False)

    assert Comment.objects.get().text


def test_after_three_months_what_never_appeared_is_forgotten(post: Post):
    old = now() - KEPT - timedelta(days=1)
    spam = comment_of(post, at=old, state="spam")
    held = comment_of(post, at=old)
    deleted = comment_of(post, at=old, state="shown", email="root@example.org")
    shown = comment_of(post, at=old, answers_to=deleted.public_id, state="shown")
    recent = comment_of(post, state="spam")
    Comment.objects.filter(pk=deleted.pk).update(state="deleted")

    while found := due(now()):
        forget_comments(found[0], now())

    left = set(Comment.objects.values_list("pk", flat=True))
    assert left == {deleted.pk, shown.pk, recent.pk}
    assert not left & {spam.pk, held.pk}
    assert Comment.objects.get(pk=deleted.pk).text == ""
    assert SpamDecision.objects.filter(comment=recent).exists()
    assert set(Commenter.objects.values_list("pk", flat=True)) == {shown.commenter_id, recent.commenter_id}
