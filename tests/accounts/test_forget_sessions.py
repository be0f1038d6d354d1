from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests.factories import user_of
from turnout.accounts.forget_sessions import due, forget_sessions
from turnout.worker import WORK

pytestmark = pytest.mark.django_db


def used_session() -> Session:
    client = Client()
    client.force_login(user_of())
    client.get("/account/")
    return Session.objects.get(session_key=client.session.session_key)


def test_what_is_kept_of_an_ended_session_goes_and_others_stay() -> None:
    cache.clear()
    now = datetime.now(UTC)
    ended, alive = used_session(), used_session()
    Session.objects.filter(pk=ended.pk).update(expire_date=now - timedelta(seconds=1))

    assert due(now) == [1]
    forget_sessions(1, now)

    assert due(now) == []
    assert Session.objects.get().pk == alive.pk
    assert UserSession.objects.get().session_key == alive.pk


def test_the_worker_does_it() -> None:
    assert forget_sessions in [work.do for work in WORK]
