import pytest

from turnout.rush.origin import is_foreign

OWN = {"events.example.org"}
NAMED = {"fans.example.com"}


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"origin": "https://events.example.org", "sec-fetch-site": "same-origin"}, False),
        ({"origin": "http://127.0.0.1:8000", "host": "127.0.0.1:8000"}, False),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "https://evil.example", "host": "events.example.org"}, True),
        ({"origin": "https://events.example.org.evil.example"}, True),
        ({"origin": "https://events.example.org", "sec-fetch-site": "cross-site"}, True),
        ({"origin": "https://fans.example.com", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "https://FANS.example.com"}, False),
        ({"origin": "null"}, True),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, False),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, True),
        ({"origin": "\xff"}, True),
    ],
)
def test_form_of_another_site_is_foreign(headers: dict[str, str], foreign: bool):
    given = {name.encode(): value.encode("latin-1") for name, value in headers.items()}

    assert is_foreign(given, OWN, NAMED) is foreign
