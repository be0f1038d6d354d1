import pytest

from turnout.rush.negotiate import encoding, language


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (b"gzip, deflate, br, zstd", b"br"),
        (b"gzip", b"gzip"),
        (b"GZIP;q=0.5, br;q=0.4", b"gzip"),
        (b"br;q=0, gzip;q=0", b""),
        (b"*", b"br"),
        (b"*;q=0.1, br;q=0", b"gzip"),
        (b"br;q=nonsense", b""),
        (b"identity", b""),
        (b"", b""),
        (b"br;level=1", b"br"),
        (b"\xff\xfe", b""),
    ],
)
def test_encoding_is_the_one_that_is_liked_best(accept: bytes, chosen: bytes):
    assert encoding(accept) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (b"", "en"),
        (b"es-MX,es;q=0.9,en;q=0.8", "es"),
        (b"zh-CN,zh;q=0.9", "zh-hans"),
        (b"fr, es;q=0.3", "es"),
        (b"en;q=0.2, es;q=0.3", "es"),
        (b"es;q=0", "en"),
        (b"*", "en"),
    ],
)
def test_language_is_one_that_the_reader_reads(accept: bytes, chosen: str):
    assert language(accept, ("en", "es", "zh-hans")) == chosen


def test_only_language_is_taken_whatever_is_asked():
    assert language(b"es", ("en",)) == "en"
