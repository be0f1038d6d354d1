import pytest

from turnout.rules.shown_host import shown_host


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.example.org/a?b=c", "www.example.org"),
        ("https://EXAMPLE.org:8443/", "example.org"),
        ("https://user:secret@example.org/", "example.org"),
        ("https://m\u00fcnchen.example/", "m\u00fcnchen.example"),
        ("https://xn--mnchen-3ya.example/", "m\u00fcnchen.example"),
        ("https://\u4f8b\u5b50.\u4e2d\u56fd/", "\u4f8b\u5b50.\u4e2d\u56fd"),
        ("https://\u30d5\u30a1\u30f3no\u4f1a.example/", "\u30d5\u30a1\u30f3no\u4f1a.example"),
        (
            "https://\u043f\u0440\u0438\u043c\u0435\u0440.example/",
            "\u043f\u0440\u0438\u043c\u0435\u0440.example",
        ),
        # "apple" and "paypal" with Cyrillic letters: whole, and among Latin ones.
        ("https://\u0430\u0440\u0440\u04cf\u0435.com/", "xn--80ak6aa92e.com"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("https://p\u0430ypal.com/", "xn--pypal-4ve.com"),
        ("https://xn--pypal-4ve.com/", "xn--pypal-4ve.com"),
        ("https://\u202egoogle.com/", "google-9l0c.com"),
        ("https://xn--99999999/", "xn--99999999"),
        ("mailto:a@example.org", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_a_host_is_shown_so_that_it_is_mistaken_for_no_other(address: str, shown: str):
    assert shown_host(address) == shown
