"""A post's text: Markdown in, HTML out, with pictures of this house, tables, and videos that wait.

A picture alone in its paragraph is a figure: `![what it shows](figure-… "caption | credit")`.
A link to a video alone in its paragraph becomes a block that loads nothing until it is pressed.
"""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from turnout.design.markdown import ATTRIBUTES, TAGS
from turnout.interest.shown_pictures import Shown, shown
from turnout.newsroom.models import Post
from turnout.newsroom.videos import Video, video_of

_SIZES = "(min-width: 46rem) 42rem, 100vw"
_DEEPEST = 4
_TAGS = TAGS | {"figure", "figcaption", "picture", "source", "span", "div"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = ATTRIBUTES | {
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "source": {"type", "srcset", "sizes"},
    "div": {"role", "tabindex", "aria-label", "data-enhance", "data-kind", "data-plays", "data-words"},
    "th": {"align"},
    "td": {"align"},
}
_CLASSES = {
    "figure": {"to-figure"},
    "span": {"to-figure__credit"},
    "div": {"to-video", "to-wide"},
}
_BARE_LINK = re.compile(r"https://\S+")


def post_html(post: Post, language: str) -> SafeString:
    """The post's text in that language, or in its own where there is none."""
    return text_html(post.in_language("text", language), language)


def text_html(text: str, language: str) -> SafeString:
    """Its first heading is an h2, since the page has its own h1; labels of ours are in that language."""
    with override(language):
        rendered = _reader.render(text, {"figures": 0})
    clean = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308


def videos_of(post: Post, language: str) -> list[Video]:
    """What may be played in the page: its policy has to allow their origins, and no others."""
    tokens = _reader.parse(post.in_language("text", language))
    blocks = (token for token in tokens if token.type == "inline" and token.level == 1)
    return [video for token in blocks if (video := _video_in(token.children or []))]


class _Renderer(RendererHTML):
    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        _lower_headings(tokens)
        return "".join(self._blocks(tokens, options, env))

    def _blocks(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> Iterator[str]:
        """As the house's own renderer, but for paragraphs that are nothing but pictures or one video."""
        index = 0
        while index < len(tokens):
            block = self._alone(tokens, index, options, env)
            yield block or self._one(tokens, index, options, env)
            index += 3 if block else 1

    def _one(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[index]
        if token.type == "inline":
            return self.renderInline(token.children or [], options, env)
        if token.type in self.rules:
            return str(self.rules[token.type](tokens, index, options, env))
        return self.renderToken(tokens, index, options, env)

    def _alone(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        if tokens[index].type != "paragraph_open" or tokens[index].hidden:
            return ""
        inside = tokens[index + 1].children or []
        if (video := _video_in(inside)) and tokens[index].level == 0:
            return _block_of(video, self._words_of(inside))
        pictures = [token for token in inside if token.type not in {"softbreak", "hardbreak"}]
        if pictures and all(_picture_of(token) for token in pictures):
            return "".join(self._figure(token, options, env) for token in pictures)
        return ""

    def _words_of(self, inside: Sequence[Token]) -> str:
        words = "".join(token.content for token in inside if token.type == "text")
        return "" if words.startswith("https://") else words

    def _figure(self, token: Token, options: OptionsDict, env: EnvType) -> str:
        caption, _, credit = str(token.attrs.get("title", "")).partition("|")
        below = html.escape(caption.strip())
        if credit.strip():
            below += f' <span class="to-figure__credit">{html.escape(credit.strip())}</span>'
        told = f"<figcaption>{below}</figcaption>" if below else ""
        return f'<figure class="to-figure">{self._img(token, options, env)}{told}</figure>\n'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Among words: without a caption. What is no picture of this house is its words alone."""
        return self._img(tokens[idx], options, env)

    def _img(self, token: Token, options: OptionsDict, env: EnvType) -> str:
        alt = html.escape(self.renderInlineAsText(token.children or [], options, env))
        picture = _picture_of(token)
        if picture is None:
            return alt
        env["figures"] = int(env["figures"]) + 1
        # What stands first may be in sight at once: waiting for the layout would only delay it.
        wait = ' loading="lazy"' if int(env["figures"]) > 1 else ""
        sources = "".join(
            f'<source type="{each.type}" srcset="{html.escape(each.srcset)}" sizes="{_SIZES}">'
            for each in picture.sources
        )
        return (
            f'<picture>{sources}<img src="{html.escape(picture.src)}" alt="{alt}" width="{picture.width}"'
            f' height="{picture.height}"{wait} decoding="async"></picture>'
        )

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A wide one is scrolled by itself, by keyboard too, not with the page."""
        label = html.escape(gettext("Table"))
        return f'<div class="to-wide" role="region" tabindex="0" aria-label="{label}"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _cell("th", tokens[idx])

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _cell("td", tokens[idx])


def _cell(tag: str, token: Token) -> str:
    """Its side as an attribute: the policy allows no style."""
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f'<{tag} align="{side}">' if side in {"left", "center", "right"} else f"<{tag}>"


def _lower_headings(tokens: Sequence[Token]) -> None:
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    first = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(_DEEPEST, int(token.tag[1]) - first + 2)}"


def _picture_of(token: Token) -> Shown | None:
    name = str(token.attrs.get("src", "")) if token.type == "image" else ""
    return shown(name) if name.startswith("figure-") else None


def _video_in(inside: Sequence[Token]) -> Video | None:
    """Of a paragraph that is one link and nothing else, or one bare address."""
    if len(inside) == 1 and inside[0].type == "text" and _BARE_LINK.fullmatch(inside[0].content.strip()):
        return video_of(inside[0].content.strip())
    is_link = len(inside) >= 3 and inside[0].type == "link_open" and inside[-1].type == "link_close"
    if not is_link or any(token.type == "link_open" for token in inside[1:]):
        return None
    return video_of(str(inside[0].attrs.get("href", "")))


def _block_of(video: Video, words: str) -> str:
    """Without a script a plain link that says where it leads; the script puts a button in its place."""
    named: dict[str, Any] = {"site": video.site}
    plain = gettext("Watch the video on %(site)s") % named
    told = f"{words} · {plain}" if words else plain
    press = gettext("Play the video here. It is loaded from %(site)s, which then learns of it.") % named
    escaped = {name: html.escape(value) for name, value in vars(video).items()}
    return (
        f'<div class="to-video" data-enhance="video" data-kind="{escaped["kind"]}"'
        f' data-plays="{escaped["plays"]}" data-words="{html.escape(press)}">'
        f'<p><a href="{escaped["address"]}">{html.escape(told)}</a></p></div>\n'
    )


_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer).enable(
    ["strikethrough", "table"]
)
