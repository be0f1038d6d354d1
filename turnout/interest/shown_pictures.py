"""Stored pictures as a page's `<picture>` needs them."""

from dataclasses import dataclass

from turnout.design.pictures import Picture, Variant, variants
from turnout.events.models import Event

# As event.css has it.
SUPPORTER_HEIGHT = 112


@dataclass(frozen=True)
class Source:
    type: str
    srcset: str


@dataclass(frozen=True)
class Shown:
    """`sources` best format first; `src` and its size are what every browser understands."""

    sources: tuple[Source, ...]
    src: str
    width: int
    height: int
    colour: str


def shown(name: str) -> Shown | None:
    """None where there is no picture of that name."""
    picture = Picture.of(name) if name else None
    found = variants(name) if picture else []
    if picture is None or not found:
        return None
    formats = list(dict.fromkeys(variant.format for variant in found))
    plain = _of(found, formats[-1])[-1]
    sources = tuple(
        Source(each, ", ".join(f"{variant.url} {variant.width}w" for variant in _of(found, each)))
        for each in formats
    )
    return Shown(sources, plain.url, plain.width, plain.height, picture.colour)


def smallest(name: str) -> Shown | None:
    """For a logo or a card: one small file is enough."""
    picture = shown(name)
    if picture is None:
        return None
    found = variants(name)
    plain = _of(found, found[-1].format)[0]
    return Shown((), plain.url, plain.width, plain.height, picture.colour)


@dataclass(frozen=True)
class Supporter:
    """A sponsor's picture, and how wide it is shown."""

    picture: Shown | None
    alt: str
    sizes: str


def supporter(event: Event, language: str) -> Supporter:
    picture = shown(event.supporter_picture)
    wide = round(SUPPORTER_HEIGHT * picture.width / picture.height) if picture else 0
    return Supporter(picture, event.in_language("supporter_alt", language), f"min(100vw, {wide}px)")


def _of(found: list[Variant], format: str) -> list[Variant]:
    return [variant for variant in found if variant.format == format]
