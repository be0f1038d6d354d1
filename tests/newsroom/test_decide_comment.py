"""A member decides, or two at once; readers report; authors change and delete."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import ACTOR, comment_of, post_of
from turnout.journal.models import Entry, OldValue
from turnout.newsroom.decide_comment import DecidedMeanwhile, decide_comment, decide_many, undo_decision
from turnout.newsroom.models import Comment, Commenter, CommentState, Report, SpamDecision
from turnout.newsroom.own_comment import (
    TooLate,
    delete_own,
    edit_comment,
    may_edit,
    switch_answers,
    verify_commenter,
)
from turnout.newsroom.report_comment import report_comment
from turnout.newsroom.tell_answered import due, tell_answered
from turnout.outbox.models import Mail
from turnout.rules.comment import Words

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def verbs_of(comment: Comment) -> list[tuple[str, str]]:
    entries = Entry.objects.filter(noun="comment", noun_id=comment.pk).order_by("pk")
    return list(entries.values_list("actor", "verb"))


def test_a_member_lets_a_comment_appear_and_its_author_is_approved():
    comment = comment_of(post_of(published_at=NOON), at=NOON)

    shown = decide_comment(comment, "approve", ACTOR, NOON)

    assert (shown.state, shown.decided_by, shown.decided_from) == ("shown", ACTOR, "held")
    assert shown.commenter
    assert shown.commenter.approved_at == NOON
    assert verbs_of(comment) == [(ACTOR, "approve")]
    assert not SpamDecision.objects.get(comment=comment).is_spam


def test_of_two_members_at_once_the_second_is_told():
    comment = comment_of(post_of(published_at=NOON))
    seen_by_both = [Comment.objects.select_related("post__organisation").get(pk=comment.pk) for _ in "ab"]
    decide_comment(seen_by_both[0], "approve", "user:1", NOON)

    with pytest.raises(DecidedMeanwhile) as refusal:
        decide_comment(seen_by_both[1], "spam", "user:2", NOON)

    assert (refusal.value.comment.state, refusal.value.comment.decided_by) == ("shown", "user:1")
    assert verbs_of(comment) == [("user:1", "approve")]


def test_a_decision_can_be_taken_back_with_what_was_learned_from_it():
    comment = comment_of(post_of(published_at=NOON), state="spam")

    back = undo_decision(comment, ACTOR, NOON)

    assert (back.state, back.decided_from) == ("held", "")
    assert not SpamDecision.objects.exists()


def test_many_are_decided_about_and_those_changed_meanwhile_are_left_alone():
    post = post_of(published_at=NOON)
    chosen = [comment_of(post) for _ in range(3)]
    decide_comment(chosen[1], "delete", "user:2", NOON)

    done = decide_many(chosen, "approve", ACTOR, NOON)

    assert [each.pk for each in done] == [chosen[0].pk, chosen[2].pk]
    assert [each.state for each in decide_many(done, "undo", ACTOR, NOON)] == ["held", "held"]


def test_who_was_taken_for_spam_gets_the_link_once_somebody_lets_it_appear():
    comment = comment_of(post_of(published_at=NOON), text="casino bonus free spins http://a.top viagra")
    assert not Mail.objects.exists()

    decide_comment(comment, "approve", ACTOR, NOON)

    assert Mail.objects.get().template == "newsroom/your_comment"


def test_one_report_brings_a_comment_back_to_the_queue_and_hides_nothing():
    comment = comment_of(post_of(published_at=NOON), state="shown")

    for network in ("n1", "n1", "n2", "n3", "n4"):
        report_comment(comment, Report.Why.RUDE, network, NOON)

    assert Report.objects.filter(comment=comment, settled_at=None).count() == 4
    assert Comment.objects.get(pk=comment.pk).state == "shown"


def test_what_no_member_ever_saw_is_hidden_once_three_networks_reported_it():
    post = post_of(published_at=NOON)
    first = comment_of(post, email="maya@example.org", state="shown")
    assert first.commenter
    verify_commenter(first.commenter, NOON)
    comment = comment_of(post, email="maya@example.org")
    assert comment.state == "shown"

    for network in ("n1", "n2"):
        report_comment(comment, Report.Why.SPAM, network, NOON)
    assert Comment.objects.get(pk=comment.pk).state == "shown"
    report_comment(comment, Report.Why.SPAM, "n3", NOON)

    assert Comment.objects.get(pk=comment.pk).state == "held"
    assert verbs_of(comment)[-1] == ("system", "hold")


def test_to_decide_settles_the_reports():
    comment = comment_of(post_of(published_at=NOON), state="shown")
    report_comment(comment, Report.Why.OTHER, "n1", NOON)

    decide_comment(comment, "approve", ACTOR, NOON)

    assert Report.objects.get().settled_at == NOON


def test_an_author_changes_it_for_ten_minutes_and_it_is_looked_at_once_more():
    comment = comment_of(post_of(published_at=NOON), at=NOON, state="shown")
    words = Words("Maya R", "Will it be recorded?")

    edit_comment(comment, words, NOON + timedelta(minutes=9))

    changed = Comment.objects.get(pk=comment.pk)
    assert (changed.name, changed.text, changed.state) == ("Maya R", "Will it be recorded?", "waiting")
    assert OldValue.objects.get().values == {"name": "Maya", "text": "Will there be a live stream?"}
    assert not may_edit(changed, NOON + timedelta(minutes=10))
    with pytest.raises(TooLate):
        edit_comment(changed, Words("Maya", "Too late"), NOON + timedelta(minutes=10))


def test_the_same_words_again_change_nothing():
    comment = comment_of(post_of(published_at=NOON), at=NOON, state="shown")

    edit_comment(comment, Words(comment.name, comment.text), NOON)

    assert Comment.objects.get(pk=comment.pk).state == "shown"


def test_an_author_deletes_it_at_any_time_and_no_member_brings_it_back():
    comment = comment_of(post_of(published_at=NOON), at=NOON, state="shown")
    edit_comment(comment, Words("Maya", "My secret"), NOON)

    delete_own(comment, NOON + timedelta(days=400))
    delete_own(comment, NOON + timedelta(days=401))

    gone = Comment.objects.select_related("post__organisation").get(pk=comment.pk)
    assert (gone.state, gone.name, gone.text) == (CommentState.DELETED, "", "")
    assert OldValue.objects.get().values == {}
    assert verbs_of(comment).count(("author", "delete")) == 1
    with pytest.raises(DecidedMeanwhile):
        decide_comment(gone, "approve", ACTOR, NOON)


def test_who_was_answered_hears_of_it_once_if_the_address_is_theirs():
    post = post_of(published_at=NOON)
    root = comment_of(post, email="maya@example.org", state="shown")
    comment_of(post, answers_to=root.public_id, state="shown")
    writer = Commenter.objects.get(email="maya@example.org")
    Mail.objects.all().delete()

    for pk in due(NOON):
        tell_answered(pk, NOON)
    assert not Mail.objects.exists()
    verify_commenter(writer, NOON)
    comment_of(post, answers_to=root.public_id, state="shown")
    comment_of(post, email="maya@example.org", answers_to=root.public_id)
    for pk in [*due(NOON), *due(NOON)]:
        tell_answered(pk, NOON)

    told = Mail.objects.filter(template="newsroom/answered")
    assert [mail.recipient for mail in told] == ["maya@example.org"]
    switch_answers(writer.public_id, NOON, on=False)
    comment_of(post, answers_to=root.public_id, state="shown")
    for pk in due(NOON):
        tell_answered(pk, NOON)
    assert told.count() == 1
