import pytest

from turnout.rules.urlencoded import Malformed, parse


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {}),
        (b"&&", {}),
        (b"a=1&b=2&a=3", {"a": ["1", "3"], "b": ["2"]}),
        (b"a", {"a": [""]}),
        (b"=x", {"": ["x"]}),
        (b"a=b=c", {"a": ["b=c"]}),
        (b"a+b=c+d%2B", {"a b": ["c d+"]}),
        (b"n%61me=%E5%BC%A0", {"name": ["\u5f20"]}),
        ("a=\u5f20".encode(), {"a": ["\u5f20"]}),
        (b"a=%zz%", {"a": ["%zz%"]}),
    ],
)
def test_fields_are_read_as_browsers_write_them(body: bytes, fields: dict[str, list[str]]):
    assert parse(body) == fields


@pytest.mark.parametrize(
    "body",
    [
        b"a=\0",
        b"a=%00",
        b"a=\xff",
        b"a=%ff",
        b"a=%ED%A0%80",
        b"a=\xed\xa0\x80",
        b"a=%C0%80",
        b"&".join(b"f%d=1" % number for number in range(10_000)),
        b"&" * 1_000,
    ],
)
def test_what_no_page_sends_is_malformed(body: bytes):
    with pytest.raises(Malformed):
        parse(body)


def test_as_many_fields_as_are_allowed_are_read():
    assert len(parse(b"&".join(b"f%d=1" % number for number in range(1_000)))) == 1_000
