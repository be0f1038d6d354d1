"""A commenter's own page, the mails that lead to it, and the mails to those who decide."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.test import Client

from tests.factories import ACTOR, comment_of, organisation_of, post_of, user_of
from tests.newsroom.reading import found, words
from turnout.accounts.models import Membership, Role
from turnout.newsroom.commenter_link import commenter_link, path_of, token_of
from turnout.newsroom.decide_comment import decide_comment
from turnout.newsroom.decide_link import decide_link
from turnout.newsroom.digest import due, send_digest, set_digest
from turnout.newsroom.models import Comment, Commenter
from turnout.newsroom.own_comment import switch_answers, verify_commenter
from turnout.newsroom.tell_answered import due as due_to_tell
from turnout.newsroom.tell_answered import tell_answered
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.outbox.secret_part import masked

pytestmark = pytest.mark.django_db


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def comment() -> Comment:
    return comment_of(post_of(organisation_of(), published_at=now()), email="maya@example.org")


@pytest.fixture
def mine(client: Client, comment: Comment) -> Client:
    """The browser in which the mailed link was opened."""
    client.get(link_of(comment))
    return client


def link_of(comment: Comment) -> str:
    assert comment.commenter
    return f"/news/comments/{token_of(comment.commenter)}/"


def at(comment: Comment, rest: str = "") -> str:
    assert comment.commenter
    return path_of(comment.commenter) + rest


def test_the_link_becomes_a_cookie_and_a_clean_address(client: Client, comment: Comment):
    answer = client.get(link_of(comment))

    assert (answer.status_code, answer["Location"]) == (302, at(comment))
    assert answer["Referrer-Policy"] == "no-referrer"
    cookie = answer.cookies["turnout-said"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (at(comment), True, "Lax")
    page = client.get(at(comment))
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert "Will there be a live stream?" in page.content.decode()


@pytest.mark.parametrize("token", ["nonsense", "0" * 40, "0" * 32 + "-0.x"])
def test_a_wrong_link_opens_nothing(client: Client, token: str):
    assert client.get(f"/news/comments/{token}/").status_code == 410


def test_without_the_cookie_nothing_opens_and_another_link_opens_only_its_own(
    client: Client, comment: Comment
):
    assert client.get(at(comment)).status_code == 403
    other = comment_of(comment.post, email="other@example.org")
    client.get(link_of(other))

    assert client.get(at(comment)).status_code == 403
    assert client.get(f"/news/comments/{'0' * 32}/").status_code == 403


def test_a_raised_generation_ends_link_and_cookie(mine: Client, comment: Comment):
    Commenter.objects.update(generation=1)

    assert mine.get(at(comment)).status_code == 403
    assert mine.get(link_of(comment)).status_code == 410


def test_the_button_confirms_the_address_and_opening_the_page_does_not(mine: Client, comment: Comment):
    mine.get(at(comment))
    mine.get(at(comment, "confirm/"))
    assert Commenter.objects.get().verified_at is None

    mine.post(at(comment, "confirm/"))

    assert Commenter.objects.get().verified_at is not None
    assert "Your address is confirmed." in mine.get(at(comment)).content.decode()


def test_a_comment_is_changed_within_ten_minutes(mine: Client, comment: Comment):
    edit = at(comment, f"edit/{comment.public_id}/")
    assert found(mine.get(edit), "//*[@id='to-text']")[0].text == "Will there be a live stream?"

    wrong = mine.post(edit, "name=&text=x", content_type="application/x-www-form-urlencoded")
    right = mine.post(edit, "name=Maya&text=Recorded%3F", content_type="application/x-www-form-urlencoded")

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert (Comment.objects.get().text, Comment.objects.get().state) == ("Recorded?", "waiting")
    Comment.objects.update(created_at=now() - timedelta(minutes=11))
    mine.post(edit, "name=Maya&text=Late", content_type="application/x-www-form-urlencoded")
    assert Comment.objects.get().text == "Recorded?"
    assert "The ten minutes are over." in mine.get(at(comment)).content.decode()


def test_a_comment_is_deleted_after_a_second_press(mine: Client, comment: Comment):
    delete = at(comment, f"delete/{comment.public_id}/")
    assert mine.get(delete).status_code == 200
    assert Comment.objects.get().text

    mine.post(delete)

    assert Comment.objects.get().text == ""
    assert mine.get(delete).status_code == 404


def test_of_others_comments_nothing_is_changed(mine: Client, comment: Comment):
    other = comment_of(comment.post, email="other@example.org")

    for part in ("edit", "delete"):
        assert mine.post(at(comment, f"{part}/{other.public_id}/")).status_code == 404


def test_mails_about_answers_stop_by_the_button_and_by_one_click(mine: Client, comment: Comment):
    writer = Commenter.objects.get()
    mine.post(at(comment, "answers/"), {"want": "no"})
    assert Commenter.objects.get().answers_off_at
    mine.post(at(comment, "answers/"), {"want": "yes"})
    assert Commenter.objects.get().answers_off_at is None

    mail = answered(comment)
    stop = render(mail).unsubscribe_link
    path = stop[stop.index("/unsubscribe/") :]
    assert "answers to your comments" in Client().get(path).content.decode()
    Client().post(path, {"List-Unsubscribe": "One-Click"})

    assert Commenter.objects.get(pk=writer.pk).answers_off_at
    with pytest.raises(NoLongerNeeded):
        render(mail)
    assert "tells you no more of answers" in Client().get(path).content.decode()
    Commenter.objects.filter(pk=writer.pk).delete()
    assert Client().get(path).status_code == 200


def answered(comment: Comment) -> Mail:
    decide_comment(comment, "approve", ACTOR, now())
    assert comment.commenter
    verify_commenter(comment.commenter, now())
    answer = comment_of(comment.post, answers_to=comment.public_id, state="shown", text="Secret words")
    for pk in due_to_tell(now()):
        tell_answered(pk, now())
    mail = Mail.objects.get(template="newsroom/answered")
    written = render(mail)
    assert f"/news/{comment.post.slug}/#comment-{answer.public_id}" in written.text
    return mail


def test_no_mail_to_an_author_says_what_was_typed(comment: Comment):
    answered(comment)

    for mail in Mail.objects.all():
        written = render(mail)
        for typed in ("stream", "Maya", "Secret words"):
            assert typed not in written.text + written.html + written.subject


def test_the_mail_has_the_link_and_the_desk_sees_it_masked(comment: Comment):
    mail = Mail.objects.get()
    assert comment.commenter

    assert commenter_link(comment.commenter) in render(mail).text
    with masked():
        assert token_of(comment.commenter) not in render(mail).text


@pytest.mark.parametrize("gone", ["deleted", "erased", "renewed"])
def test_a_mail_about_what_is_gone_is_not_sent(comment: Comment, gone: str):
    mail = Mail.objects.get()
    if gone == "deleted":
        Comment.objects.update(text="")
    elif gone == "erased":
        Commenter.objects.all().delete()
    else:
        Commenter.objects.update(generation=1)

    with pytest.raises(NoLongerNeeded):
        render(mail)


def moderator(comment: Comment, role: str = Role.REVIEWER) -> Membership:
    user = user_of(comment.post.organisation, role=role)
    return Membership.objects.get(user=user)


def later(**span: int) -> datetime:
    return now() + timedelta(**span)


def test_members_hear_of_what_waits_once_a_day_unless_they_say_otherwise(comment: Comment):
    reviewer, owner = moderator(comment), moderator(comment, Role.OWNER)
    hourly, door = moderator(comment, Role.EDITOR), moderator(comment, Role.DOOR)
    set_digest(owner, "never", ACTOR)
    set_digest(hourly, "hour", ACTOR)
    assert due(now()) == []

    for pk in [*due(later(minutes=6)), door.pk]:
        send_digest(pk, later(minutes=6)) if pk != door.pk else None

    told = Mail.objects.filter(template="newsroom/to_moderate")
    assert {mail.context["membership"] for mail in told} == {reviewer.pk, hourly.pk}
    assert due(later(minutes=7)) == []
    comment_of(comment.post)
    assert due(later(hours=2)) == [hourly.pk]
    assert set(due(later(hours=25))) == {reviewer.pk, hourly.pk}
    send_digest(reviewer.pk, later(minutes=8))
    assert told.count() == 2


def test_the_digest_names_what_waits_with_links_that_decide(comment: Comment, client: Client):
    membership = moderator(comment)
    send_digest(membership.pk, later(minutes=6))
    mail = Mail.objects.get(template="newsroom/to_moderate")

    written = render(mail)

    assert "Will there be a live stream?" in written.text
    assert f"/desk/{comment.post.organisation.slug}/news/comments/" in written.text
    assert decide_link(comment, "approve", membership).rpartition(":")[0] in written.text
    decide_comment(comment, "approve", ACTOR, now())
    with pytest.raises(NoLongerNeeded):
        render(mail)
    membership.delete()
    with pytest.raises(NoLongerNeeded):
        render(mail)


def decide_at(comment: Comment, verb: str, membership: Membership) -> str:
    link = decide_link(comment, verb, membership)
    return link[link.index("/news/") :]


def test_a_link_in_the_digest_decides_when_its_button_is_pressed(comment: Comment, client: Client):
    membership = moderator(comment)
    approve, spam = (decide_at(comment, verb, membership) for verb in ("approve", "spam"))

    assert words(client.get(approve), "//form/button") == ["Let it appear"]
    assert Comment.objects.get().state == "held"
    assert client.post(approve).status_code == 200

    assert (Comment.objects.get().state, Comment.objects.get().decided_by) == (
        "shown",
        f"user:{membership.user_id}",
    )
    assert client.post(spam).status_code == 409
    assert "This was decided meanwhile" in client.get(spam).content.decode()
    assert Comment.objects.get().state == "shown"


def test_a_link_is_good_for_a_week_and_for_a_member_who_may_decide(
    comment: Comment, client: Client, monkeypatch: pytest.MonkeyPatch
):
    membership = moderator(comment)
    good = decide_at(comment, "approve", membership)
    elsewhere = Membership.objects.get(user=user_of(organisation_of()))

    assert client.get(good.replace("approve", "x")).status_code == 410
    assert client.get(decide_at(comment, "approve", elsewhere)).status_code == 410
    assert client.get(decide_at(comment, "eat", membership)).status_code == 410
    Membership.objects.filter(pk=membership.pk).update(role=Role.DOOR)
    assert client.get(good).status_code == 410
    assert signing.TimestampSigner(salt="newsroom.decide_link", sep=".").unsign(good.split("/")[-2])


def test_nothing_is_switched_for_nobody(comment: Comment):
    switch_answers("0" * 32, now(), on=False)
    switch_answers(Commenter.objects.get().public_id, now(), on=True)

    assert Commenter.objects.get().answers_off_at is None
