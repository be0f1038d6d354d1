"""Every word of the program exists in every language, and says the same with the same placeholders."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from django.template import Context, Template
from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django import Settings

from tests.messages import LANGUAGES, ROOT, bring_up_to_date, catalogue_of, extracted, new_catalog, strings

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|</?\w+[^>]*>|%[sd]")
UNREAD = {"code", "script", "style"}
LETTERS = re.compile(r"[^\W\d_]{2}")
INSIDE_A_TAG = {"check_attributes.html", "field_attributes.html", "field_facts.html"}
SHOWN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description"}


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def names(catalog: Catalog) -> set[tuple[str | None, Any]]:
    return {(message.context, message.id) for message in messages(catalog)}


def forms_of(message: Message) -> tuple[str, ...]:
    """The message itself, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_what_the_code_says(language: str) -> None:
    """`make messages` brings it up to date."""
    written, said = names(catalogue_of(language)), names(extracted())

    assert sorted(map(str, said - written)) == []
    assert sorted(map(str, written - said)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    catalog = bring_up_to_date(language)
    missing = [message.id for message in messages(catalog) if not all(strings(message))]

    assert missing == []
    assert [message.id for message in messages(catalogue_of(language)) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_message(language: str) -> None:
    wrong = []
    for message in messages(catalogue_of(language)):
        forms = forms_of(message)
        # "1 guest" may be translated without the figure, so each form may follow either.
        allowed = [placeholders(form) for form in forms]
        wrong += [
            (message.id, text) for text in strings(message) if text and placeholders(text) not in allowed
        ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_to_the_ends_of_its_message(language: str) -> None:
    """A space or a line's end that is lost joins two words, or two paragraphs."""
    wrong = []
    for message in messages(catalogue_of(language)):
        first = forms_of(message)[0]
        for text in filter(None, strings(message)):
            if [text[:1].isspace(), text[-1:].isspace()] != [first[:1].isspace(), first[-1:].isspace()]:
                wrong.append((message.id, text))

    assert wrong == []


TRICKY = """{% load i18n %}
  {% trans "50% of %(them)s" %}
{% blocktrans trimmed with name=who %}
   Dear {{ name }},
   100% sure
{% endblocktrans %}
      {% blocktrans count n=number %}{{ n }} seat{% plural %}{{ n }} seats{% endblocktrans %}
  {% trans "May" context "month" %}
{{ nothing|default:_("Nobody yet") }}
"""


def test_what_is_extracted_is_what_a_page_asks_for(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every extracted message is translated by a mark; what the page shows without it was missed."""
    (tmp_path / "tricky.html").write_text(TRICKY)
    catalog = new_catalog("es")
    for message in messages(extracted([tmp_path / "tricky.html"])):
        marked = tuple(f"«{form}»" for form in message.id) if message.pluralizable else f"«{message.id}»"
        catalog.add(message.id, marked, context=message.context)
    (tmp_path / "es/LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "es/LC_MESSAGES/django.mo").open("wb") as compiled:
        write_mo(compiled, catalog)

    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(trans_real, "_translations", {})
    with translation.override("es"):
        shown = Template(TRICKY).render(Context({"who": "Ada", "number": 3}))

    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    assert lines == [
        "«50% of %(them)s»",
        "«Dear Ada, 100% sure»",
        "«3 seats»",
        "«May»",
        "«Nobody yet»",
    ]


class BareWords(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in UNREAD
        self.found += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def outside_tags(template: str) -> Iterator[str]:
    """A template's text with each tag as a sign that has no letters; what is translated left out."""
    translating = False
    for token in Lexer(template).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if word.removeprefix("end") in {"blocktrans", "blocktranslate", "comment"}:
            translating = not word.startswith("end")
        elif token.token_type == TokenType.TEXT and not translating:
            yield token.contents
        else:
            yield "·"


@pytest.mark.parametrize(
    "template",
    sorted(path for path in ROOT.glob("turnout/*/templates/**/*.html") if path.name not in INSIDE_A_TAG),
    ids=lambda path: str(path.relative_to(ROOT / "turnout")),
)
def test_a_template_holds_no_bare_words(template: Path) -> None:
    reader = BareWords()
    reader.feed("".join(outside_tags(template.read_text())))
    reader.close()

    assert [text for text in reader.found if LETTERS.search(re.sub("Turnout|UTC", "", text))] == []
