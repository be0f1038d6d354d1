"""Lost links are looked for while their answer is erased."""

from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import interest_of, published
from tests.waiting import until
from turnout.interest.ask_for_link import ask_for_link
from turnout.interest.models import Interest, LostLink
from turnout.interest.send_links import send_links
from turnout.outbox.models import Mail
from turnout.privacy.erase_person import erase_person

pytestmark = [pytest.mark.only("postgres"), pytest.mark.django_db(transaction=True)]


def test_erasing_and_sending_the_lost_link_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch):
    interest = interest_of(published(), email="ada@example.org")
    ask_for_link("ada@example.org", timezone.now())
    sending = Thread(target=send_apart, args=(LostLink.objects.get().pk,))

    def begin_to_send_and_subtract(interests: list[Interest]) -> None:
        sending.start()
        until(somebody_waits)

    monkeypatch.setattr("turnout.privacy.erase_person.tallies.subtract", begin_to_send_and_subtract)
    erase_person(interest.pk, "fan")
    sending.join()

    assert not Interest.objects.exists()
    assert not LostLink.objects.exists()
    assert not Mail.objects.exists()


def send_apart(pk: int) -> None:
    try:
        send_links(pk, timezone.now())
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
