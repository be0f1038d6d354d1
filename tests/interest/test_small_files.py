import pytest
from django.test import Client

from tests.interest.page import elements

pytestmark = pytest.mark.django_db


def test_programs_find_what_they_ask_for(client: Client) -> None:
    assert "Disallow: /desk/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_a_page_that_is_not_there_says_so_and_leads_on(client: Client, language: str) -> None:
    response = client.get("/nothing/", headers={"Accept-Language": language})

    assert response.status_code == 404
    assert elements(response.content.decode(), "html")[0]["lang"] == language
    assert elements(response.content.decode(), "a", href="/") != []
