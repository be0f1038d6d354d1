"""What readers' words become on the page: nothing of theirs runs, pretends or breaks it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from turnout.newsroom.comment_html import ATTRIBUTES, TAGS, comment_html
from turnout.rules.comment import plain

HOST = '<span class="to-remark__host">'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*so* **true**", "<p><em>so</em> <strong>true</strong></p>\n"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"),
        ("> said\n\nyes", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>yes</p>\n"),
        ("`a <b>`", "<p><code>a &lt;b&gt;</code></p>\n"),
        ("```\nx < y\n```", "<pre><code>x &lt; y\n</code></pre>\n"),
        (
            "[here](https://example.org/a)",
            '<p><a href="https://example.org/a" rel="ugc nofollow noopener">here</a> '
            f"{HOST}(example.org)</span></p>\n",
        ),
        ("# no heading\n- no list", "<p># no heading<br>\n- no list</p>\n"),
    ],
)
def test_a_little_markdown_is_shown(text: str, shown: str):
    assert comment_html(text) == shown


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        '[x](https://e.org/"onmouseover="alert(1))',
        "![x](https://e.org/p.png)",
        "<svg/onload=alert(1)>",
        "<a href='https://e.org' onclick='x'>y</a>",
        "[x]: javascript:alert(1)\n\n[x]",
        "`</code><script>alert(1)</script>`",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "</div></main><style>*{display:none}</style>",
    ],
)
def test_nothing_of_theirs_runs(attack: str):
    allowed_only(comment_html(plain(attack)))


@given(st.text(alphabet=st.sampled_from("<>[]()!`*_>\"'&;:/ \nahrefscriptj\\#x")))
def test_whatever_is_typed_holds_nothing_but_what_is_allowed(text: str):
    allowed_only(comment_html(plain(text)))


def allowed_only(shown: str) -> None:
    for element in html.fragment_fromstring(shown, create_parent="div").iterdescendants():
        assert element.tag in TAGS
        allowed = ATTRIBUTES.get(element.tag, set()) | ({"rel"} if element.tag == "a" else set())
        assert set(element.attrib) <= allowed
        assert element.get("href", "https://").startswith(("http://", "https://"))
        if element.tag == "a":
            assert element.get("rel") == "ugc nofollow noopener"


def test_a_link_that_pretends_shows_where_it_leads():
    shown = comment_html("[https://paypal.com](https://p\u0430ypal.com/login)")

    assert f"{HOST}(xn--pypal-4ve.com)</span>" in shown


def test_what_reorders_hides_or_piles_up_is_gone_before_it_is_shown():
    typed = "safe\u202egpj.exe pay\u200bpal Z\u0335\u0321\u0322\u0323\u0324\u0325\u0326algo"

    assert comment_html(plain(typed)) == "<p>safegpj.exe paypal \u1e92\u0335\u0321\u0322algo</p>\n"


@pytest.mark.parametrize(
    "text", ["> " * 1_500, "[" * 3_000, "*a" * 1_500, "`" * 3_000, "](" * 1_500, "&amp" * 700]
)
def test_the_longest_comment_is_read_at_once(text: str):
    begun = time.monotonic()

    comment_html(text)

    assert time.monotonic() - begun < 1
