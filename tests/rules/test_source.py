import pytest

from turnout.rules.source import LONGEST_REFERRER, channel_for, host_of, source_of


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("newsletter", "newsletter"),
        ("News.Example.org", "news.example.org"),
        ("a", "a"),
        ("a" * 60, "a" * 60),
        ("", ""),
        ("a" * 61, ""),
        ("-a", ""),
        ("a b", ""),
        ("<script>", ""),
        ("новости", ""),
    ],
)
def test_a_source_is_a_plain_name_or_nothing(given: str, source: str):
    assert source_of(given) == source


@pytest.mark.parametrize(
    ("via", "source", "code"),
    [
        ("reddit", "", "reddit"),
        ("reddit", "poster", "reddit"),
        ("gone", "poster", "poster"),
        ("", "news.example.org", "article"),
        ("", "elsewhere", ""),
        ("", "", ""),
    ],
)
def test_the_link_names_the_channel_and_else_the_source(via: str, source: str, code: str):
    assert channel_for(via, source, {"reddit", "poster", "article"}, {"news.example.org": "article"}) == code


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        (b"https://news.example.org/a?b=c", "news.example.org"),
        (b"https://www.News.example.org:8443", "news.example.org"),
        (b"http://user@news.example.org/", "news.example.org"),
        (b"android-app://org.example.reader/", "org.example.reader"),
        (b"https://[2001:db8::1]/", ""),
        (b"news.example.org", ""),
        (b"", ""),
        (b"\xff\xfe", ""),
        (b"https://news.example.org/" + b"a" * LONGEST_REFERRER, ""),
    ],
)
def test_a_referrer_is_its_host(referrer: bytes, host: str):
    assert host_of(referrer) == host
