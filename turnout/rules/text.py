"""Text as people send it, made fit to be kept and shown."""

import unicodedata

# What reorders the text around it, or is not text at all. Joiners and plain direction marks stay:
# Persian and Indic names need the one, Hebrew and Arabic ones the other.
_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_CONTROL = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)))
_SPACING = "\t\n\v\f\r\x85"
_UNWANTED = {ord(char): None for char in _REORDERING + _CONTROL if char not in _SPACING}


# As many as UAX #15's stream-safe format allows. Sorting a longer run takes quadratic time.
_MOST_MARKS = 30


def one_line(text: str) -> str:
    """NFC, trimmed, each run of white space a single space; no control or reordering characters."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _without_piled_marks(text.translate(_UNWANTED)))
    return " ".join(text.split())


def _without_piled_marks(text: str) -> str:
    kept = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def lines(text: str) -> str:
    """As `one_line`, but line breaks stay, as a single newline each."""
    return "\n".join(one_line(line) for line in text.strip().splitlines())


def is_visible(text: str) -> bool:
    """Whether anything of one line can be seen: joiners and marks alone are no name."""
    return (text.isascii() and text != "") or any(unicodedata.category(char)[0] in "LNPS" for char in text)
