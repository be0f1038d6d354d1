"""A name in addresses, made from a title."""

import re
import unicodedata

# Letters that have no base letter to fall back to.
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)


def slug_of(text: str, longest: int = 72) -> str:
    """The text's Latin letters and digits; empty where it has none."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("\u2019", ""), re.ASCII)
    slug = "-".join(words)
    return (
        slug[:longest].rsplit("-", 1)[0] if len(slug) > longest and "-" in slug[:longest] else slug[:longest]
    )
