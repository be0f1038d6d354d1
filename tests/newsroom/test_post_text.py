"""What a post's Markdown becomes."""

import re

import pytest

from tests.factories import picture_file, post_of
from turnout.design.pictures import keep_figure
from turnout.newsroom.post_text import post_html, text_html, videos_of
from turnout.newsroom.videos import Video, video_of

VIDEO = "https://youtu.be/dQw4w9WgXcQ"


@pytest.fixture
def figure() -> str:
    return keep_figure(picture_file())


def test_a_picture_alone_is_a_figure_with_caption_and_credit(figure: str) -> None:
    html = text_html(f'![A <hall>]({figure} "The hall & us | Bea")', "en")

    assert html.startswith('<figure class="to-figure"><picture><source type="image/avif" srcset="/media/')
    assert 'alt="A &lt;hall&gt;" width="1000" height="600" decoding="async"' in html
    assert html.endswith(
        '<figcaption>The hall &amp; us <span class="to-figure__credit">Bea</span></figcaption></figure>\n'
    )
    assert re.findall(r"(\d+)\.avif \1w", html) == ["480", "800", "1000"]


def test_only_pictures_below_the_first_wait(figure: str) -> None:
    html = text_html(f"![One]({figure})\n\n![Two]({figure})\n![Three]({figure})", "en")

    assert re.findall(r'alt="(\w+)"[^>]*loading="lazy"', html) == ["Two", "Three"]
    assert html.count("<figure") == 3
    assert "figcaption" not in html


def test_a_picture_among_words_stays_among_them(figure: str) -> None:
    html = text_html(f'Here ![a hall]({figure} "no caption") it is', "en")

    assert html.startswith("<p>Here <picture>")
    assert html.endswith("</picture> it is</p>\n")
    assert "no caption" not in html


@pytest.mark.parametrize(
    "source", ["https://evil.example/x.png", "figure-1", "/media/pictures/x/1.jpg", "cover-x"]
)
def test_a_picture_of_elsewhere_is_its_words_alone(source: str) -> None:
    assert text_html(f"![a hall]({source})", "en") == "<p>a hall</p>\n"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ('<div class="to-video" data-plays="https://evil.example">', None),
        ("[a](https://example.org/)", '<p><a href="https://example.org/" rel="noopener">a</a></p>\n'),
    ],
)
def test_what_is_typed_carries_no_html_of_its_own(typed: str, kept: str | None) -> None:
    html = text_html(typed, "en")

    assert html == kept or (kept is None and "<div" not in html)


def test_headings_begin_below_the_headline() -> None:
    assert text_html("# One\n\n#### Two", "en") == "<h2>One</h2>\n<h4>Two</h4>\n"


def test_a_table_is_scrolled_by_itself_and_keeps_its_sides() -> None:
    html = text_html("| City | Fans |\n|---|--:|\n| New York | 812 |", "es")

    assert html.startswith('<div class="to-wide" role="region" tabindex="0" aria-label="')
    assert '<td>New York</td>\n<td align="right">812</td>' in html
    assert html.endswith("</tbody>\n</table></div>\n")


def test_quotes_and_lists_are_as_written() -> None:
    assert text_html("> Well\n\n- a\n- b", "en") == (
        "<blockquote>\n<p>Well</p>\n</blockquote>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    )


@pytest.mark.parametrize("typed", [VIDEO, f"<{VIDEO}>", f"[{VIDEO}]({VIDEO})"])
def test_a_video_alone_loads_nothing_and_says_where_its_link_leads(typed: str) -> None:
    html = text_html(typed, "en")

    assert '<a href="https://youtu.be/dQw4w9WgXcQ" rel="noopener">Watch the video on YouTube</a>' in html
    assert 'data-plays="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"' in html
    assert not re.search(r"<(iframe|video|script|img)|\ssrc=", html)


def test_a_videos_own_words_come_first() -> None:
    assert ">Our film · Watch the video on YouTube</a>" in text_html(f"[Our film]({VIDEO})", "en")


@pytest.mark.parametrize(
    "typed",
    [
        f"See {VIDEO}",
        f"- {VIDEO}",
        f"[a]({VIDEO}) [b]({VIDEO})",
        f"[a]({VIDEO}) and",
        "https://example.org/x",
    ],
)
def test_a_video_among_words_stays_a_link(typed: str) -> None:
    assert "to-video" not in text_html(typed, "en")


@pytest.mark.parametrize(
    ("address", "plays"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
        ),
        (
            "https://m.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
        ),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        (
            "https://vimeo.com/76979871/8272103f6e",
            "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=8272103f6e",
        ),
        (
            "https://framatube.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
            "https://framatube.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?autoplay=1&p2p=0",
        ),
        ("https://example.org/film.MP4", "https://example.org/film.MP4"),
    ],
)
def test_known_videos_are_played_from(address: str, plays: str) -> None:
    found = video_of(address)

    assert found is not None
    assert found.plays == plays
    assert found.address == address


@pytest.mark.parametrize(
    "address",
    [
        "http://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/short",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://user@youtu.be/dQw4w9WgXcQ",
        "https://example.org:8443/a.mp4",
        "https://example.org:x/a.mp4",
        'https://example.org/a".mp4',
        "https://example.org/a;script-src.mp4",
        "https://vimeo.com/about",
        "https:///a.mp4",
        "https://[::1/a.mp4",
    ],
)
def test_what_is_no_plain_address_of_a_video_is_none(address: str) -> None:
    assert video_of(address) is None


@pytest.mark.django_db
def test_the_page_may_allow_the_origins_of_its_own_videos_alone() -> None:
    post = post_of(text=f"{VIDEO}\n\nSee https://vimeo.com/76979871\n\nhttps://example.org/film.mp4")

    videos = videos_of(post, "en")

    assert [video.origin for video in videos] == ["https://www.youtube-nocookie.com", "https://example.org"]
    assert videos[1] == Video(
        "file", "example.org", "https://example.org/film.mp4", "https://example.org/film.mp4"
    )


@pytest.mark.django_db
def test_a_language_without_a_text_reads_the_posts_own() -> None:
    post = post_of(text="Hello", translations={"es": {"text": "Hola"}})

    assert post_html(post, "es") == "<p>Hola</p>\n"
    assert post_html(post, "zh-hans") == "<p>Hello</p>\n"
