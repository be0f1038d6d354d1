"""The organiser's text: Markdown in, HTML out that carries no script, no style and nobody else's picture."""

import html
import re
from collections.abc import Sequence

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from turnout.design.pictures import NAME, Picture

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "s", "a", "img"}
TAGS |= {"blockquote", "br", "hr", "code", "pre"}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height", "loading"}, "ol": {"start"}}
_DEEPEST = 4
_FILE = re.compile(
    rf"{re.escape(settings.MEDIA_URL)}pictures/(?P<name>{NAME.pattern})/(?P<width>[0-9]{{1,4}})\.(?:avif|webp|jpg|png)",
    re.ASCII,
)


def to_html(text: str) -> SafeString:
    """Its first heading is an h2, since the page has its own h1; links open with `noopener`."""
    clean = nh3.clean(
        _reader.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308


def to_plain(text: str, longest: int) -> str:
    """The words alone, for a description; cut at a word."""
    bare = html.unescape(nh3.clean(to_html(text).replace("<", " <"), tags=set()))
    words = re.sub(r" (?=[.,;:!?])", "", " ".join(bare.split()))
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"


class _Renderer(RendererHTML):
    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A picture of this house, with its size so that the page does not move; else the words alone."""
        token = tokens[idx]
        alt = html.escape(self.renderInlineAsText(token.children or [], options, env))
        source = str(token.attrs.get("src", ""))
        found = _FILE.fullmatch(source)
        picture = Picture.of(found["name"]) if found else None
        if picture is None or found is None:
            return alt
        width = min(int(found["width"]), picture.width)
        height = max(1, round(picture.height * width / picture.width))
        return f'<img src="{source}" alt="{alt}" width="{width}" height="{height}" loading="lazy">'

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
        first = min((int(token.tag[1]) for token in headings), default=2)
        for token in headings:
            token.tag = f"h{min(_DEEPEST, int(token.tag[1]) - first + 2)}"
        return super().render(tokens, options, env)


_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer).enable(
    "strikethrough"
)
