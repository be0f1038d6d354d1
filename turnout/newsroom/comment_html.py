"""A comment's text as readers see it: emphasis, links, quotes and code, and nothing else."""

import html
from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from turnout.rules.shown_host import shown_host

TAGS = {"p", "br", "strong", "em", "a", "span", "blockquote", "code", "pre"}
ATTRIBUTES = {"a": {"href"}, "span": {"class"}}
REL = "ugc nofollow noopener"
# Deeper quotes cost the parser, and nobody reads them.
_DEEPEST = 6
_RULES = ["newline", "escape", "backticks", "emphasis", "link", "autolink", "entity"]
_RULES += ["blockquote", "fence", "balance_pairs", "fragments_join"]


def comment_html(text: str) -> SafeString:
    """Each link is followed by the name of its host, spelt so that it can be mistaken for no other."""
    clean = nh3.clean(
        _reader.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel=REL,
    )
    return mark_safe(clean)  # noqa: S308


class _Renderer(RendererHTML):
    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        href = str(tokens[idx].attrs.get("href", ""))
        env.setdefault("hosts", []).append(shown_host(href))
        return f'<a href="{html.escape(href)}">'

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        host = html.escape(env["hosts"].pop())
        return f'</a> <span class="to-remark__host">({host})</span>' if host else "</a>"


_reader = MarkdownIt(
    "zero", {"html": False, "breaks": True, "maxNesting": _DEEPEST * 3}, renderer_cls=_Renderer
).enable(_RULES)
