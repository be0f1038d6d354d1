"""The message catalogues: what the code says, and its translations. `make messages` runs this file.

Django's own templatize turns a template into the calls that it makes, so that what is extracted is
exactly what is asked for when a page is rendered, doubled percent signs included.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "turnout/locale"
LANGUAGES = ("es", "zh_Hans")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A date that changed with each run would make every run a change.
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def extract_template(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    calls = templatize(file.read().decode())
    # In brackets, so that the template's indentation means nothing to Python.
    yield from extract_python(BytesIO(f"({calls}\n)".encode()), keywords, comment_tags, options)


def sources() -> list[Path]:
    python = (path for path in (ROOT / "turnout").rglob("*.py") if "migrations" not in path.parts)
    templates = (path for path in ROOT.glob("turnout/*/templates/**/*") if path.suffix in {".html", ".txt"})
    return sorted([*python, *templates])


def extracted(files: list[Path] | None = None) -> Catalog:
    """Every message of the code, in the order of the files."""
    catalog = new_catalog(None)
    for path in files or sources():
        method: Any = "python" if path.suffix == ".py" else extract_template
        with path.open("rb") as file:
            for line, message, comments, context in extract(method, file, KEYWORDS, ["Translators:"]):
                place = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
                del line  # a line number would change with every edit
                catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def new_catalog(language: str | None) -> Catalog:
    catalog = Catalog(locale=language, project="Turnout", version="1", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# The words of Turnout."
    catalog.creation_date = catalog.revision_date = WRITTEN
    catalog.last_translator, catalog.language_team = "Turnout", "Turnout"
    return catalog


def catalogue_of(language: str) -> Catalog:
    file = po_file(language)
    if not file.exists():
        return new_catalog(language)
    with file.open("rb") as written:
        return read_po(written, locale=language)


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES/django.po"


def bring_up_to_date(language: str) -> Catalog:
    """The language's translations of exactly the messages that the code has; nothing is guessed."""
    old, new = catalogue_of(language), new_catalog(language)
    for message in extracted():
        if message.id:
            known = old.get(message.id, message.context)
            new.add(
                message.id,
                known.string if known and known.id == message.id else None,
                message.locations,
                message.flags,
                message.auto_comments,
                known.user_comments if known else [],
                context=message.context,
            )
    return new


def main() -> None:
    for language in LANGUAGES:
        catalog, file = bring_up_to_date(language), po_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as written:
            write_po(written, catalog, width=110, include_lineno=False, sort_by_file=True)
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalog)
        untranslated = [message for message in catalog if message.id and not all(strings(message))]
        sys.stdout.write(f"{language}: {len(catalog)} messages, {len(untranslated)} to translate\n")


def strings(message: Any) -> tuple[str, ...]:
    """A message's translation, one for each plural form."""
    return message.string if isinstance(message.string, tuple) else (message.string or "",)


if __name__ == "__main__":
    main()
