"""An organisation's accent reaches its pages as a style sheet of its own; pages carry no inline style."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from turnout.rules.contrast import Accent, dark_accent, light_accent

HOUSE = "#b83a12"
# Raised when the sheet of the same colour changes: browsers keep what they have for a year.
EDITION = 1


def accent_sheet(colour: str) -> str:
    """The sheet's address; empty for the colour that every page has already.

    Its file stands beside the pictures, so that it costs no more to serve under a rush than they do.
    """
    if colour == HOUSE:
        return ""
    path = f"accents/{colour.removeprefix('#')}-{EDITION}.css"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(sheet_text(colour).encode()))
    return default_storage.url(path)


def sheet_text(colour: str) -> str:
    light, dark = _rule(light_accent(colour)), _rule(dark_accent(colour))
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n"


def _rule(accent: Accent) -> str:
    return f":root {{ --accent: {accent.colour}; --accent-ink: {accent.ink}; --accent-wash: {accent.wash}; }}"
