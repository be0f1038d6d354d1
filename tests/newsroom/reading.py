"""What a test reads of a page."""

from typing import Any

from lxml import html


def found(page: Any, path: str) -> list[Any]:
    """The elements that an XPath names."""
    return list(html.fromstring(page.content).xpath(path))


def words(page: Any, path: str) -> list[str]:
    """What each of them says, white space run together."""
    return [" ".join(each.text_content().split()) for each in found(page, path)]
