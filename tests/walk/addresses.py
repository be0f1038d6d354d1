"""Every address of the program, with sample values for what stands in it."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.walk.stage import Filled

# What the front answers by itself, before the URLconf is asked.
IN_FRONT = (
    "/healthz",
    "/readyz",
    "/-/stats",
    "/e/everything/?lang=es",
    "/e/everything/?lang=zh-hans",
    "/e/everything/?via=reddit",
    "/e/everything/?via=unknown&utm_source=reddit",
    "/e/everything/thanks?lang=es",
    "/news/post0/?lang=es",
    "/news/?lang=zh-hans",
    "/search/?q=nimbus",
    "/search/?q=nothing%20at%20all",
    "/static/nothing.css",
    "/media/nothing.png",
    "/nothing/",
)


def names() -> list[str]:
    """Of every pattern of the URLconf."""
    return list(dict.fromkeys(_names(get_resolver().url_patterns)))


def addresses(filled: Filled) -> Iterator[tuple[str, str]]:
    """Each pattern's name with each address it has. AssertionError where a part has no sample value."""
    for name in names():
        for path in addresses_of(name, filled):
            yield name, path


def addresses_of(name: str, filled: Filled) -> list[str]:
    parts = _parts_of(name)
    values = {**filled.parts["*"], **filled.parts.get(name, {})}
    for part in parts:
        assert part in values, (
            f"The address “{name}” has the part <{part}>, for which tests/walk/stage.py has no value: "
            f'add it in `_parts`, under "*" or under "{name}".'
        )
    found = (reverse(name, kwargs=dict(zip(parts, each, strict=True))) for each in _choices(parts, values))
    return list(dict.fromkeys(found))


def _choices(parts: list[str], values: dict[str, list[Any]]) -> Iterator[tuple[Any, ...]]:
    return product(*(values[part] for part in parts))


def _names(found: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            assert one.name, f"The address {one.pattern} needs a name, so that it can be walked to."
            yield f"{space}{one.name}"


def _parts_of(name: str) -> list[str]:
    resolver = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return list(resolver.reverse_dict.getlist(last)[0][0][0][1])
