"""From a draft to what everybody reads, and back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import ACTOR, WRITTEN_AT, organisation_of, post_of, user_of, written
from turnout.accounts.models import Organisation, Role, User
from turnout.events.refusals import NoSuchTime, Unfit
from turnout.journal.models import Entry
from turnout.newsroom import publish_scheduled
from turnout.newsroom.approve_post import approve_post
from turnout.newsroom.change_slug import change_slug
from turnout.newsroom.correct_post import correct_post
from turnout.newsroom.delete_post import delete_post
from turnout.newsroom.models import OldAddress, Post, PostState, Related
from turnout.newsroom.pin_related import pin_related
from turnout.newsroom.post_refusals import (
    EditedMeanwhile,
    NeedsReview,
    NoSuchVersion,
    NotAhead,
    NotAnother,
    NotReady,
    OwnWork,
    StateRefused,
)
from turnout.newsroom.publish_post import publish_post
from turnout.newsroom.restore_version import restore_version
from turnout.newsroom.save_post import save_post
from turnout.newsroom.schedule_post import schedule_post, unschedule_post
from turnout.newsroom.submit_post import send_back, submit_post
from turnout.newsroom.withdraw_post import withdraw_post
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.worker import WORK

pytestmark = pytest.mark.django_db
NOW = WRITTEN_AT
# What a place's clocks show.
NOON = dt.datetime(2026, 11, 3, 12)  # noqa: DTZ001
OVER = dt.datetime(2026, 11, 2, 8)  # noqa: DTZ001
IN_THE_GAP = dt.datetime(2027, 3, 14, 2, 30)  # noqa: DTZ001


@pytest.fixture
def organisation() -> Organisation:
    """With two members: one asks the other."""
    return organisation_of()


@pytest.fixture
def author(organisation: Organisation) -> User:
    return user_of(organisation, Role.EDITOR)


@pytest.fixture
def second(organisation: Organisation) -> User:
    return user_of(organisation, Role.REVIEWER)


def approved(organisation: Organisation, author: User, second: User) -> Post:
    post = submit_post(written(organisation, by=author), f"user:{author.pk}")
    return approve_post(post, second, post.edition)


def verbs(post: Post) -> list[str]:
    entries = Entry.objects.filter(noun="post", noun_id=post.pk)
    return list(entries.order_by("pk").values_list("verb", flat=True))


def test_alone_one_publishes_what_one_wrote() -> None:
    organisation = organisation_of()
    author = user_of(organisation)
    user_of(organisation, Role.DOOR)

    post = publish_post(written(organisation, by=author), ACTOR, NOW)

    assert (post.state, post.published_at, post.is_public) == ("published", NOW, True)
    assert verbs(post) == ["create", "publish"]


def test_together_another_member_approves_first(
    organisation: Organisation, author: User, second: User
) -> None:
    post = written(organisation, by=author)
    with pytest.raises(NeedsReview):
        publish_post(post, ACTOR, NOW)
    assert Post.objects.get().state == "draft"

    post = submit_post(post, f"user:{author.pk}")
    with pytest.raises(NeedsReview):
        publish_post(post, ACTOR, NOW)
    post = approve_post(post, second, post.edition)
    post = publish_post(post, ACTOR, NOW)

    assert (post.state, post.reviewed_by) == ("published", second)
    assert verbs(post) == ["create", "submit", "approve", "publish"]


def test_nobody_approves_their_own(organisation: Organisation, author: User) -> None:
    post = submit_post(written(organisation, by=author), ACTOR)

    with pytest.raises(OwnWork):
        approve_post(post, author, post.edition)


def test_only_what_was_read_is_approved(organisation: Organisation, author: User, second: User) -> None:
    post = submit_post(written(organisation, by=author), ACTOR)
    save_post(post, ACTOR, 0, NOW, text="Other words")

    with pytest.raises(EditedMeanwhile) as refusal:
        approve_post(post, second, 0)

    assert refusal.value.post.text == "Other words"
    assert Post.objects.get().reviewed_by is None


def test_a_draft_is_not_approved(organisation: Organisation, author: User, second: User) -> None:
    with pytest.raises(StateRefused) as refusal:
        approve_post(written(organisation, by=author), second, 0)

    assert (refusal.value.state, refusal.value.allowed) == ("draft", ["review"])


def test_a_change_takes_the_approval_back(organisation: Organisation, author: User, second: User) -> None:
    post = approved(organisation, author, second)

    saved = save_post(post, ACTOR, post.edition, NOW, text="Other words")

    assert saved.reviewed_by is None
    with pytest.raises(NeedsReview):
        publish_post(saved, ACTOR, NOW)


def test_it_is_sent_back_to_be_changed(organisation: Organisation, author: User, second: User) -> None:
    post = send_back(approved(organisation, author, second), ACTOR)

    assert (post.state, post.reviewed_by) == ("draft", None)


@pytest.mark.parametrize("verb", [submit_post, lambda post, actor: publish_post(post, actor, NOW)])
def test_an_empty_post_does_not_go_out(verb: Callable[[Post, str], object]) -> None:
    post = written(text="")

    with pytest.raises(NotReady) as refusal:
        verb(post, ACTOR)

    assert refusal.value.lacking == ("text",)
    assert Post.objects.get().state == "draft"


def test_it_is_scheduled_by_the_clocks_of_a_place_and_the_worker_publishes_it() -> None:
    post = schedule_post(written(), ACTOR, NOON, "America/New_York", NOW)
    at = dt.datetime(2026, 11, 3, 17, tzinfo=dt.UTC)
    assert (post.state, post.publish_at, post.publish_zone) == ("scheduled", at, "America/New_York")

    assert publish_scheduled.due(at - dt.timedelta(seconds=1)) == []
    publish_scheduled.publish_scheduled(post.pk, at - dt.timedelta(seconds=1))
    assert Post.objects.get().state == "scheduled"
    assert publish_scheduled.due(at) == [post.pk]
    publish_scheduled.publish_scheduled(post.pk, at)
    publish_scheduled.publish_scheduled(post.pk, at + dt.timedelta(minutes=1))

    published = Post.objects.get()
    assert (published.state, published.published_at, published.publish_at) == ("published", at, None)
    assert verbs(post) == ["create", "schedule", "publish"]
    assert publish_scheduled.due in [work.due for work in WORK]


@pytest.mark.parametrize(
    ("local", "zone", "refusal"),
    [
        (OVER, "UTC", NotAhead),
        (IN_THE_GAP, "America/New_York", NoSuchTime),
    ],
)
def test_a_time_that_is_over_or_never_comes_is_refused(
    local: dt.datetime, zone: str, refusal: type[Exception]
) -> None:
    post = written()

    with pytest.raises(refusal):
        schedule_post(post, ACTOR, local, zone, NOW)

    assert Post.objects.get().state == "draft"


def test_taken_off_the_schedule_it_waits_as_it_was(
    organisation: Organisation, author: User, second: User
) -> None:
    waiting = schedule_post(approved(organisation, author, second), ACTOR, NOON, "UTC", NOW)

    waiting = unschedule_post(waiting, ACTOR)
    alone = unschedule_post(schedule_post(written(), ACTOR, NOON, "UTC", NOW), ACTOR)

    assert (waiting.state, waiting.reviewed_by, waiting.publish_at) == ("review", second, None)
    assert alone.state == "draft"


@pytest.mark.parametrize("state", ["scheduled", "withdrawn"])
def test_what_was_let_through_once_is_not_asked_about_again(state: str) -> None:
    organisation = organisation_of()
    post = schedule_post(written(organisation, by=user_of(organisation)), ACTOR, NOON, "UTC", NOW)
    if state == "withdrawn":
        post = withdraw_post(publish_post(post, ACTOR, NOW), ACTOR, NOW)
    user_of(organisation)

    if state == "scheduled":
        post = schedule_post(post, ACTOR, NOON, "America/New_York", NOW)
    assert publish_post(post, ACTOR, NOW).is_public


def test_withdrawn_it_comes_back_with_its_first_date(organisation: Organisation, author: User) -> None:
    user_of(organisation)
    post = post_of(organisation, published_at=NOW)

    gone = withdraw_post(post, ACTOR, NOW + dt.timedelta(days=1))
    assert (gone.state, gone.withdrawn_at) == ("withdrawn", NOW + dt.timedelta(days=1))
    back = publish_post(gone, ACTOR, NOW + dt.timedelta(days=2))

    assert (back.state, back.published_at, back.withdrawn_at) == ("published", NOW, None)


def test_of_two_who_publish_one_does() -> None:
    post = written()
    publish_post(post, ACTOR, NOW)

    with pytest.raises(StateRefused) as refusal:
        publish_post(post, ACTOR, NOW)

    assert refusal.value.state == PostState.PUBLISHED


def test_a_correction_is_dated_and_in_each_language() -> None:
    post = post_of(published_at=NOW)

    correct_post(post, ACTOR, "It is the 8th.", NOW, {"es": "Es el día 8.", "zh-hans": " "})

    correction = post.corrections.get()
    assert (correction.at, correction.text, correction.translations) == (
        NOW,
        "It is the 8th.",
        {"es": "Es el día 8."},
    )
    assert verbs(post) == ["correct"]


def test_a_correction_needs_words_and_readers() -> None:
    with pytest.raises(Unfit):
        correct_post(post_of(published_at=NOW), ACTOR, " ", NOW)
    with pytest.raises(StateRefused):
        correct_post(post_of(), ACTOR, "It is the 8th.", NOW)


def test_a_version_is_restored_as_a_new_one() -> None:
    post = written(text="First", tags=["Fans"])
    post = save_post(post, ACTOR, 0, NOW, text="Second", tags=[])

    back = restore_version(post, ACTOR, 1, post.edition, NOW)

    assert (back.text, back.edition) == ("First", 2)
    assert [tag.name for tag in back.tags.all()] == ["Fans"]
    assert [version.fields["text"] for version in post.versions.all()] == ["First", "Second", "First"]
    assert verbs(post) == ["create", "change", "restore"]


def test_a_restored_version_of_a_public_post_is_public() -> None:
    post = publish_post(written(text="First"), ACTOR, NOW)
    post = save_post(post, ACTOR, 0, NOW, text="Second")

    assert restore_version(post, ACTOR, 1, 1, NOW).is_public


def test_a_version_that_is_not_there_is_not_restored() -> None:
    with pytest.raises(NoSuchVersion) as refusal:
        restore_version(written(), ACTOR, 9, 0, NOW)

    assert refusal.value.number == 9


def test_the_old_address_of_a_public_post_is_kept_and_may_be_taken_back() -> None:
    post = post_of(published_at=NOW, slug="old")

    post = change_slug(post, ACTOR, "new-one")
    assert (post.slug, OldAddress.objects.get().slug) == ("new-one", "old")
    post = change_slug(post, ACTOR, "old")

    assert (post.slug, OldAddress.objects.get().slug) == ("old", "new-one")


def test_the_old_address_of_a_draft_is_free_again() -> None:
    change_slug(post_of(slug="old"), ACTOR, "other")

    assert not OldAddress.objects.exists()
    assert change_slug(Post.objects.get(), ACTOR, "other").slug == "other"


@pytest.mark.parametrize(("slug", "code"), [("New One", "not_an_address"), ("taken", "taken")])
def test_an_address_that_cannot_be_had_is_refused(slug: str, code: str) -> None:
    post_of(slug="taken")

    with pytest.raises(Unfit) as refusal:
        change_slug(post_of(slug="old"), ACTOR, slug)

    assert refusal.value.problems[0].code == code


def test_a_draft_is_deleted_and_what_was_out_is_not() -> None:
    draft, out = written(), post_of(published_at=NOW)
    withdrawn = withdraw_post(post_of(published_at=NOW), ACTOR, NOW)

    delete_post(draft, ACTOR)
    for post in (out, withdrawn):
        with pytest.raises(StateRefused):
            delete_post(post, ACTOR)

    assert Post.objects.count() == 2


def test_pinned_posts_keep_their_order_and_what_was_found_stays() -> None:
    organisation = organisation_of()
    post, one, two, found = (post_of(organisation, published_at=NOW) for _ in range(4))
    Related.objects.create(post=post, other=found, likeness=0.5)

    pin_related(post, ACTOR, [two.pk, one.pk, two.pk])
    pin_related(post, ACTOR, [one.pk, found.pk])

    rows = post.related.order_by("-pinned", "position").values_list("other", "pinned", "likeness")
    assert list(rows) == [(one.pk, True, 0.0), (found.pk, True, 0.5)]
    pin_related(post, ACTOR, [])
    assert list(post.related.values_list("other", "pinned")) == [(found.pk, False)]


@pytest.mark.parametrize("which", ["itself", "a draft", "another host's"])
def test_only_another_public_post_of_the_house_is_pinned(which: str) -> None:
    organisation = organisation_of()
    post = post_of(organisation, published_at=NOW)
    others: dict[str, Any] = {
        "itself": post,
        "a draft": post_of(organisation),
        "another host's": post_of(published_at=NOW),
    }

    with pytest.raises(NotAnother):
        pin_related(post, ACTOR, [others[which].pk])


def told(template: str) -> list[tuple[str, str, str]]:
    """To whom, subject and text of the mails of that kind."""
    mails = Mail.objects.filter(template=f"newsroom/{template}").order_by("pk")
    return [(mail.recipient, *_written(mail)) for mail in mails]


def _written(mail: Mail) -> tuple[str, str]:
    letter = render(mail)
    return letter.subject, letter.text


def test_whoever_may_approve_it_is_asked_by_mail(
    organisation: Organisation, author: User, second: User
) -> None:
    User.objects.filter(pk=second.pk).update(language="es")
    user_of(organisation, Role.DOOR)

    post = submit_post(written(organisation, by=author, headline="We come"), f"user:{author.pk}")

    ((recipient, subject, text),) = told("please_review")
    assert (recipient, subject) == (second.email, "Echa un vistazo a una publicación: We come")
    assert f"/desk/{organisation.slug}/news/{post.pk}/" in text


@pytest.mark.parametrize("then", ["taken back", "approved", "left", "deleted"])
def test_nobody_is_asked_for_what_is_settled(
    organisation: Organisation, author: User, second: User, then: str
) -> None:
    post = submit_post(written(organisation, by=author), f"user:{author.pk}")
    mail = Mail.objects.get()
    if then == "taken back":
        send_back(post, f"user:{author.pk}")
    elif then == "approved":
        approve_post(post, second, post.edition)
    elif then == "left":
        second.memberships.all().delete()
    else:
        Post.objects.all().delete()

    with pytest.raises(NoLongerNeeded):
        render(mail)


def test_its_author_is_told_what_came_of_the_review(
    organisation: Organisation, author: User, second: User
) -> None:
    post = approved(organisation, author, second)
    send_back(post, f"user:{second.pk}")
    send_back(submit_post(post, f"user:{author.pk}"), f"user:{author.pk}")

    mails = Mail.objects.filter(template="newsroom/reviewed").order_by("pk")
    assert [(mail.recipient, mail.context["outcome"]) for mail in mails] == [
        (author.email, "approved"),
        (author.email, "sent_back"),
    ]


@pytest.mark.parametrize(
    ("outcome", "subject"), [("approved", "Approved: We come"), ("sent_back", "To be changed: We come")]
)
def test_the_mail_about_a_review_says_what_can_be_done(
    organisation: Organisation, author: User, second: User, outcome: str, subject: str
) -> None:
    post = submit_post(written(organisation, by=author, headline="We come"), f"user:{author.pk}")
    if outcome == "approved":
        approve_post(post, second, post.edition)
    else:
        send_back(post, f"user:{second.pk}")

    assert [mail[:2] for mail in told("reviewed")] == [(author.email, subject)]
    Post.objects.update(edition=99)
    with pytest.raises(NoLongerNeeded):
        told("reviewed")
