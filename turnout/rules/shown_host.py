"""A link's host as readers are shown it: in its own script, or in punycode where it could be mistaken.

After the rules by which browsers show names (UTS 39, highly restrictive), in short.
"""

import unicodedata
from urllib.parse import urlsplit

import idna

_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}),
    frozenset({"CJK", "HANGUL", "LATIN"}),
    frozenset({"CJK", "BOPOMOFO", "LATIN"}),
)
# Letters of other scripts that are read as Latin ones: a name of nothing else pretends.
_LOOK_LATIN = frozenset(
    "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u051d\u0445\u0443\u04af"
    "\u0475\u03b1\u03b9\u03bd\u03bf\u03c4\u03c5\u03c9\u043a\u043f"
)
_NEUTRAL = frozenset({"DIGIT", "HYPHEN-MINUS", "COMBINING"})


def shown_host(address: str) -> str:
    """Of an http or https link; empty where it has none."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    try:
        spelt = idna.decode(label) if label.startswith("xn--") else label
        coded = label if label.isascii() else idna.encode(label, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return label.encode("punycode").decode() if not label.isascii() else label
    return coded if _is_mistakable(spelt) else spelt


def _is_mistakable(label: str) -> bool:
    if label.isascii():
        return False
    scripts = {script for char in label if (script := _script(char)) not in _NEUTRAL}
    if len(scripts) > 1:
        return not any(scripts <= together for together in _TOGETHER)
    return all(char in _LOOK_LATIN or _script(char) in _NEUTRAL for char in label)


def _script(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split()[0]
