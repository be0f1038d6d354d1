"""What another site's page says of itself is read once, in time that its size alone decides."""

import time

import pytest

from turnout.rules.web_page import LONGEST_TAG, plain, read

HERE = "https://tech.example.org/2026/nimbus?page=2"


def test_page_says_its_title_site_author_and_links():
    page = read(
        """<!doctype html><html><head><title>Not this</title>
        <meta property="og:title" content="Nimbus &amp; friends"><meta property="og:title" content="later">
        <meta name="viewport" content="x"><meta property="og:site_name" content="Tech Weekly">
        <meta name="Author" content="Ada Okafor">
        </head><body><a href="/e/new-york/#answer" rel="nofollow">one</a><AREA HREF='next'></body></html>""",
        HERE,
    )

    assert (page.title, page.site, page.author) == ("Nimbus & friends", "Tech Weekly", "Ada Okafor")
    assert page.links == {"https://tech.example.org/e/new-york/", "https://tech.example.org/2026/next"}


def test_title_is_read_where_nothing_is_said_to_programs():
    assert read("<title>Fan &lt;day&gt;\n in New York</title>", HERE).title == "Fan <day> in New York"


def test_text_marked_as_an_entry_is_read_last():
    page = read(
        """<article class="h-entry"><img class="p-author" src="x"><h1 class="p-name">A day <em>out</em></h1>
        by <a class="p-author h-card" href="/ada">Ada</a> <i class="p-author">Bo</i></article>""",
        HERE,
    )

    assert (page.title, page.author) == ("A day out", "Ada")


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <a href='https://here.example/'>x</a> -->",
        "<!-- never closed <a href='https://here.example/'>x</a>",
        "<script>'<a href=https://here.example/>'</script>",
        "<SCRIPT>never closed <a href=https://here.example/>",
        "<template><a href=https://here.example/>x</a></template>",
        "<textarea><a href=https://here.example/>x</a></textarea>",
        "<noscript><a href=https://here.example/>x</a></noscript>",
        "<title><a href=https://here.example/>x</a></title>",
        "<a title='href=https://here.example/'>x</a>",
        "<a href=https://other.example/ href=https://here.example/>x</a>",
        "<a href='https://here.example:port/'>x</a>",
        "<a href='http://[here'>x</a>",
        "<link href=https://here.example/>",
        "<a href>x</a>",
    ],
)
def test_what_no_reader_can_follow_is_no_link(html: str):
    assert read(html, HERE).links & {"https://here.example/"} == set()


def test_first_base_that_can_be_one_turns_links():
    page = read("<base href='http://[no'><base href=/deep/er/><base href=/other/><a href=x>", HERE)

    assert page.links == {"https://tech.example.org/deep/er/x"}


def test_a_long_attribute_hides_nothing_that_follows():
    picture = f"<img src='data:image/png;base64,{'A' * 3 * LONGEST_TAG}'>"

    assert read(f"{picture}<a href='https://here.example/'>", HERE).links == {"https://here.example/"}


def test_a_lesser_sign_is_no_tag():
    assert read("1 < 2 <3 </ <a href=/x>", HERE).links == {"https://tech.example.org/x"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("  One\n\ttwo \u2028 three ", "One two three"),
        ("\u202eevil\u200b\u200f\x00\ufeff", "evil"),
        ("Z" + "\u0300\u0301\u0302\u0303\u0304\u0305" + "!", "Z\u0300\u0301\u0302!"),
        ("a" * 300, "a" * 19 + "…"),
        ("&lt;b&gt;", "<b>"),
        ("新品发布会", "新品发布会"),
    ],
)
def test_texts_are_plain_and_short(said: str, shown: str):
    assert plain(said, 20) == shown


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "</",
        "<!--",
        "<!x",
        "<a ",
        "<a href='",
        "<a '>",
        "<script>",
        "<title>",
        "<div>",
        "<a a=",
        "&amp;",
        "<p class='p-name p-author'>",
    ],
)
def test_a_hostile_page_takes_no_longer_than_a_plain_one(piece: str):
    html = piece * (200_000 // len(piece))

    began = time.process_time()
    read(html, HERE)

    assert time.process_time() - began < 2


def test_a_page_of_nothing_but_links_gives_so_many():
    html = "".join(f"<a href=/{number}>" for number in range(6_000))

    assert len(read(html, HERE).links) == 5_000
