"""The sample's newsroom: three posts with their pictures, an article elsewhere, and who reads by mail.

Made by the program's own verbs, each at the time at which it is said to have happened.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from typing import Any, cast

from django.db import transaction

from turnout.accounts.models import Membership, Organisation
from turnout.design.pictures import keep
from turnout.events.models import Event
from turnout.forecasts.models import Outcome
from turnout.interest.models import Interest
from turnout.invitations.models import Invitation
from turnout.journal.models import Entry
from turnout.newsroom.answer_wishes import answer_wish
from turnout.newsroom.change_reader import confirm_reader
from turnout.newsroom.create_post import create_post
from turnout.newsroom.decide_mention import approve_mention
from turnout.newsroom.digest import set_digest
from turnout.newsroom.models import Digest, Mention, Post, PostState, PostVersion, Reader, ReaderWish
from turnout.newsroom.pin_related import pin_related
from turnout.newsroom.post_fields import PostFields
from turnout.newsroom.publish_post import put_out
from turnout.newsroom.receive_mention import keep_mention
from turnout.newsroom.show import show
from turnout.outbox.models import Mail
from turnout.rules.email_address import key_of
from turnout.rules.web_address import web_address
from turnout.sample import news_texts as texts
from turnout.sample.comments import load_comments
from turnout.sample.confirm import INVENTED
from turnout.sample.news_pictures import PICTURES

ANNOUNCED, COMPARED = timedelta(days=20), timedelta(days=4)
ALL = (texts.RECAP, texts.ANNOUNCEMENT, texts.FOLLOW_UP)


def load_newsroom(actor: str, new_york: Event, chicago: Event, now: datetime) -> None:
    """Unless something of it is there: what an organiser deleted of it since does not come back."""
    organisation = new_york.organisation
    if Post.objects.filter(slug__in=[each["slug"] for each in ALL]).exists():
        return
    # Drawn before the transaction, so that no other writer waits for it.
    pictures = {name: keep(BytesIO(draw())) for name, draw in PICTURES.items()}
    with transaction.atomic():
        told = [
            _tell(organisation, actor, _recap(chicago), [chicago], pictures, _after(chicago)),
            _tell(organisation, actor, texts.ANNOUNCEMENT, [new_york], pictures, now - ANNOUNCED),
            _tell(organisation, actor, texts.FOLLOW_UP, [new_york], pictures, now - COMPARED),
        ]
        mention = _mention(new_york, now)
        _read(organisation, now)
    recap, announcement, follow_up = told
    pin_related(follow_up, actor, [recap.pk, announcement.pk])
    pin_related(announcement, actor, [follow_up.pk])
    _approve(mention, actor)
    load_comments({post.slug: post for post in told}, actor)
    # Its organiser is invented as well, and is written to as little.
    for membership in Membership.objects.filter(organisation=organisation):
        set_digest(membership, Digest.Every.NEVER, actor)
    for post in told:
        show(post)


def show_again() -> None:
    """The pages of an earlier loading that ended between its posts and its pages."""
    for post in Post.objects.filter(slug__in=[each["slug"] for each in ALL], state=PostState.PUBLISHED):
        show(post)


def _after(event: Event) -> datetime:
    """At noon of the second day after it."""
    day = Outcome.objects.get(event=event).date + timedelta(days=2)
    return datetime.combine(day, time(12), UTC)


def _recap(event: Event) -> dict[str, Any]:
    outcome = Outcome.objects.get(event=event)
    counted = {
        "answered": Interest.objects.filter(event=event).count(),
        "chosen": Invitation.objects.filter(event=event, is_chosen=True).count(),
        "came": outcome.came + outcome.walk_ins,
    }
    recap = texts.RECAP
    translations = {
        language: {**said, "text": said["text"].format(**counted)}
        for language, said in recap["translations"].items()
    }
    return {**recap, "text": recap["text"].format(**counted), "translations": translations}


def _tell(
    organisation: Organisation,
    actor: str,
    said: Mapping[str, Any],
    events: list[Event],
    pictures: Mapping[str, str],
    at: datetime,
) -> Post:
    """Published at that time, after it was written an hour before."""
    fields = {
        **said,
        "author": texts.AUTHOR,
        "picture": pictures[said["picture"]],
        "picture_credit": texts.CREDIT,
        "language": "en",
        "languages": ["es", "zh-hans"],
        "events": [event.pk for event in events],
    }
    slug = fields.pop("slug")
    written = at - timedelta(hours=1)
    post = create_post(organisation, actor, written, slug=slug, **cast(PostFields, fields))
    post = put_out(post, actor, at)
    Post.objects.filter(pk=post.pk).update(created_at=written, changed_at=at)
    PostVersion.objects.filter(post=post).update(at=written)
    Entry.objects.filter(noun="post", noun_id=post.pk).update(at=at)
    return post


def _mention(event: Event, now: datetime) -> Mention:
    """As if its page had been read: nobody is asked for it, because it is not there."""
    at = now - ANNOUNCED + timedelta(hours=20)
    mention = keep_mention(web_address(texts.MENTION["source"]), event, at)
    read = {name: texts.MENTION[name] for name in ("title", "site", "author")}
    Mention.objects.filter(pk=mention.pk).update(state=Mention.State.HELD, next_at=None, read_at=at, **read)
    return Mention.objects.get(pk=mention.pk)


def _approve(mention: Mention, actor: str) -> None:
    at = mention.received_at + timedelta(hours=2)
    approve_mention(mention, actor, at)
    Entry.objects.filter(noun="mention", noun_id=mention.pk).update(at=at)


def _read(organisation: Organisation, now: datetime) -> None:
    """They are invented, so nothing is sent to them: what they get are posts to come."""
    for number, (email, language, cadence) in enumerate(texts.READERS):
        at = now - timedelta(days=2 - number, hours=3)
        wish = ReaderWish.objects.create(
            organisation=organisation,
            email=email,
            email_key=key_of(email),
            language=language,
            cadence=cadence,
            at=at,
        )
        answer_wish(wish.pk, at)
        reader = Reader.objects.get(organisation=organisation, email_key=key_of(email))
        confirm_reader(reader, at + timedelta(minutes=9))
        Entry.objects.filter(noun="reader", noun_id=reader.pk).update(at=at + timedelta(minutes=9))
        mails = Mail.objects.filter(template="newsroom/confirm_reader", recipient=email)
        mails.update(state=Mail.State.DROPPED, error=INVENTED)
