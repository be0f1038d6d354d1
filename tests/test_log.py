"""What a running program writes to its log, in a rush and among scanners."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from turnout.accounts.guard import public

handler500 = "turnout.design.trouble.server_error"


@public
def fault(request: HttpRequest) -> HttpResponse:
    raise ValueError("no such seat")


@public
def not_taken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=422)


urlpatterns = [path("fault", fault), path("not-taken", not_taken), path("desk/", fault, name="desk")]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_is_logged_with_its_traceback(log: io.StringIO) -> None:
    Client(raise_request_exception=False).get("/fault")

    assert "ERROR django.request: Internal Server Error: /fault\nTraceback" in log.getvalue()
    assert log.getvalue().endswith("ValueError: no such seat\n")


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/missing", 404), ("/not-taken", 422)])
@override_settings(ROOT_URLCONF=__name__)
def test_what_a_visitor_got_wrong_is_not_logged(log: io.StringIO, address: str, status: int) -> None:
    answer = Client().get(address)

    assert answer.status_code == status
    assert log.getvalue() == ""


def test_a_wrong_host_is_one_line(log: io.StringIO) -> None:
    answer = Client(headers={"host": "elsewhere.example.org"}).get("/sign-in/")

    assert answer.status_code == 400
    assert log.getvalue().count("\n") == 1
    assert "'elsewhere.example.org'" in log.getvalue()
