import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from turnout.accounts.guard import public
from turnout.design.trouble import full_page

handler500 = "turnout.design.trouble.server_error"


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    @public
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("fault", raising(ValueError())),
    path("locked", raising(OperationalError("database is locked"))),
    path("refused", raising(PermissionDenied())),
    path("desk/", raising(ValueError()), name="desk"),
]


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/fault", 500, "Something went wrong here"),
        ("/locked", 503, "Very many people are here just now"),
        ("/refused", 403, "This is not yours to open"),
        ("/missing", 404, "There is no page here"),
    ],
)
@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_each_trouble_has_its_page_in_the_look(address: str, status: int, heading: str) -> None:
    client = Client(raise_request_exception=False)

    response = client.get(address)
    html = response.content.decode()

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert re.search(r'<link rel="stylesheet" href="/static/built/site\.[0-9a-f]+\.css">', html)
    assert (response.headers.get("Retry-After") == "5") == (status == 503)


def test_the_page_of_a_full_house_says_when_to_come_back() -> None:
    body, headers = full_page()

    assert b"Reload it in a few seconds." in body
    assert headers["Retry-After"] == "5"
    assert "script-src 'self'" in headers["Content-Security-Policy"]
