"""What the documents say of the code is still so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
EXCERPT = re.compile(r"^`([\w./-]+)`\n\n```\w*\n(.*?)```$", re.MULTILINE | re.DOTALL)
NAMED_FILE = re.compile(r"`((?:turnout|tests|web|bench|docs)/[\w./-]*)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _excerpts() -> list[tuple[str, str]]:
    return EXCERPT.findall((ROOT / "docs" / "tour.md").read_text())


@pytest.mark.parametrize(("path", "excerpt"), _excerpts(), ids=lambda value: value[:40])
def test_the_tour_quotes_what_is_there(path: str, excerpt: str) -> None:
    assert _stripped(excerpt).strip() in _stripped((ROOT / path).read_text())


def test_the_tour_has_its_excerpts() -> None:
    assert len(_excerpts()) >= 10


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_only_files_that_there_are(document: Path) -> None:
    text = document.read_text()
    named = {ROOT / name for name in NAMED_FILE.findall(text)}
    # What stands in code is an example of a link, and none.
    linked = {(document.parent / target).resolve() for target in LINK.findall(re.sub("`[^`\n]*`", "", text))}

    assert {str(path) for path in named | linked if not path.exists()} == set()


@pytest.mark.parametrize(
    "picture", sorted((ROOT / "docs" / "pictures").glob("*.png")), ids=lambda path: path.name
)
def test_a_picture_is_small_enough_to_be_cloned_with_the_code(picture: Path) -> None:
    assert picture.stat().st_size <= 200_000
