import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.design.markdown import TAGS, to_html, to_plain

IMAGE = {"src", "alt", "width", "height", "loading"}
PICTURE = "cover-" + "a" * 32 + "-1280x720-b83a12"


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))


def test_the_text_of_an_event_becomes_a_page():
    text = "## What to *expect*\n\nCome **early**:\n\n1. Talk\n2. Try\n\n> Again\n\n[Us](https://example.org)"

    assert to_html(text) == (
        "<h2>What to <em>expect</em></h2>\n<p>Come <strong>early</strong>:</p>\n<ol>\n<li>Talk</li>\n"
        "<li>Try</li>\n</ol>\n<blockquote>\n<p>Again</p>\n</blockquote>\n"
        '<p><a href="https://example.org" rel="noopener">Us</a></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# A\n## B\n### C\n#### D", ["h2", "h3", "h4", "h4"]),
        ("## A\n### B", ["h2", "h3"]),
        ("#### A\n# B", ["h4", "h2"]),
        ("A\n===\n\nB\n---", ["h2", "h3"]),
    ],
)
def test_headings_begin_at_the_second_level(text, headings):
    assert re.findall(r"<(h\d)>", to_html(text)) == headings


def test_a_picture_of_this_house_is_shown_with_its_size():
    html = to_html(f'![Doors "open"](/media/pictures/{PICTURE}/800.webp)')

    assert html == (
        f'<p><img src="/media/pictures/{PICTURE}/800.webp" alt="Doors &quot;open&quot;" '
        'width="800" height="450" loading="lazy"></p>\n'
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/pixel.png",
        "//evil.example/media/pictures/x.png",
        "/media/../desk/",
        f"/media/pictures/{PICTURE}/800.svg",
        f"https://evil.example/media/pictures/{PICTURE}/800.webp",
        f"/media/pictures/{PICTURE}/800.webp?x=1",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
    ],
)
def test_anybody_elses_picture_is_its_words_alone(address):
    html = to_html(f"![The hall]({address})")

    assert "<img" not in html
    assert "The hall" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=//evil.example></iframe>",
        "<style>*{display:none}</style>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\nscript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        '[a](https://example.org "x" onmouseover="alert(1)")',
        '[a](https://example.org/"onmouseover="alert(1))',
        '![" onerror="alert(1)](/media/pictures/' + PICTURE + "/800.webp)",
        "`<script>alert(1)</script>`",
        "    <script>alert(1)</script>",
        "```<script>\n<script>alert(1)</script>\n```",
        "[x]: javascript:alert(1)\n\n[x]",
        "<a href='javascript:alert(1)'>a</a>",
        "<math><mtext></mtext><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=a()&gt;'>",
    ],
)
def test_nothing_that_runs_comes_through(hostile):
    seen = Tags()
    seen.feed(to_html(hostile))

    assert {name for name, _ in seen.all} <= TAGS
    assert {name for _, attributes in seen.all for name in attributes} <= {"href", "title", "rel", *IMAGE}
    for _, attributes in seen.all:
        assert re.match(r"https?:|$", attributes.get("href", ""))


@given(st.text(alphabet=st.sampled_from("<>&\"'`![]()#*_~\\/:=- \nascript onerror")))
def test_whatever_is_typed_only_known_tags_come_out(text):
    found = re.findall(r"</?([a-z0-9]+)", to_html(text))

    assert set(found) <= TAGS


@pytest.mark.parametrize(
    "hostile",
    ["[" * 20_000, "*a " * 6_600, "> " * 10_000, "`" * 20_000, "![](" * 5_000, "- " * 10_000, "_" * 20_000],
)
def test_a_text_made_to_be_slow_is_not(hostile):
    began = time.monotonic()

    to_html(hostile)

    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# A\n\nCome **early**, *all*.", "A Come early, all."),
        ("Tea & coffee <3", "Tea & coffee <3"),
        ("one two three four five", "one two three…"),
    ],
)
def test_a_description_is_the_words_alone(text, plain):
    assert to_plain(text, 18) == plain
