"""A mail that is written for many says to each what it would say alone."""

import re
from collections.abc import Sequence

import pytest
import time_machine
from django.utils import timezone

from tests.factories import interest_of, published
from turnout.interest.fan_mail import CONFIRM, fan_mail
from turnout.interest.models import Interest
from turnout.outbox import for_many
from turnout.outbox.for_many import facts_for_many
from turnout.outbox.letter import text_of
from turnout.outbox.message import message_of
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue_all
from turnout.outbox.render import NoLongerNeeded

pytestmark = pytest.mark.django_db
ADDRESSES = ["ada@example.org", f"{'b' * 58}@example.org", "josé@example.org", f"{'c' * 59}@example.org"]


def mails_to_confirm(interests: Sequence[Interest]) -> list[Mail]:
    now, before = timezone.now(), Mail.objects.count()
    queue_all([fan_mail(interest, CONFIRM, now) for interest in interests])
    return list(Mail.objects.order_by("pk")[before:])


def together(mails: Sequence[Mail]) -> list[bytes]:
    with facts_for_many([mail.context for mail in mails]):
        return [text_of(mail) for mail in mails]


def alone(mail: Mail) -> bytes:
    return bytes(message_of(mail).message().as_bytes())


def without_boundary(text: bytes) -> bytes:
    """What parts the two texts is drawn anew for every message."""
    return re.sub(rb"=+\d+==", b"=", text)


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_each_gets_its_own_words_byte_for_byte(language: str) -> None:
    event = published()
    with time_machine.travel(timezone.now(), tick=False):
        people = [interest_of(event, email=email, language=language) for email in ADDRESSES]
        mails = mails_to_confirm(people)

        written = together(mails)

        assert [without_boundary(text) for text in written] == [without_boundary(alone(m)) for m in mails]
    assert len({re.search(rb"/my/(\S+)/", text)[1] for text in written}) == len(people)  # type: ignore[index]


def test_many_cost_as_many_queries_as_one(django_assert_num_queries) -> None:
    event = published()
    few = mails_to_confirm([interest_of(event) for _ in range(3)])
    many = mails_to_confirm([interest_of(event) for _ in range(27)])
    together(few)

    for mails in (few, many):
        with django_assert_num_queries(5):
            together(mails)


def test_who_confirmed_meanwhile_gets_nothing_and_the_others_get_theirs() -> None:
    event = published()
    first, second, third = (interest_of(event) for _ in range(3))
    mails = mails_to_confirm([first, second, third])
    Interest.objects.filter(pk=second.pk).update(verified_at=timezone.now())

    with facts_for_many([mail.context for mail in mails]):
        assert first.email.encode() in text_of(mails[0])
        with pytest.raises(NoLongerNeeded):
            text_of(mails[1])
        assert third.email.encode() in text_of(mails[2])


def test_what_was_looked_up_is_looked_up_again_when_it_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(for_many, "_FRESH_FOR", 0.0)
    event = published()
    first, second = (interest_of(event) for _ in range(2))
    mails = mails_to_confirm([first, second])

    with facts_for_many([mail.context for mail in mails]):
        text_of(mails[0])
        Interest.objects.filter(pk=second.pk).update(verified_at=timezone.now())
        with pytest.raises(NoLongerNeeded):
            text_of(mails[1])
