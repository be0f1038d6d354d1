import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from tests.factories import event_of, organisation_of, user_of
from turnout.accounts.models import Role, User
from turnout.events.guard import event_member
from turnout.events.models import Event

pytestmark = pytest.mark.django_db


@event_member(Role.EDITOR)
def title(request: HttpRequest, event: Event) -> HttpResponse:
    return HttpResponse(event.title)


def answer(user: User, organisation: str, event: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = user
    answered = title(request, organisation=organisation, event=event)
    assert isinstance(answered, HttpResponse)
    return answered


def test_an_editor_gets_the_event():
    event = event_of()
    editor = user_of(event.organisation, Role.EDITOR)

    assert answer(editor, event.organisation.slug, event.slug).content == b"Nimbus Fan Day"


def test_another_role_is_refused():
    event = event_of()

    with pytest.raises(PermissionDenied):
        answer(user_of(event.organisation, Role.DOOR), event.organisation.slug, event.slug)


def test_another_organisations_event_is_not_there():
    event, mine = event_of(), organisation_of()
    editor = user_of(mine, Role.EDITOR)

    with pytest.raises(Http404):
        answer(editor, mine.slug, event.slug)
    with pytest.raises(Http404):
        answer(editor, event.organisation.slug, event.slug)
