import datetime as dt
from typing import Any, TypedDict

from turnout.events import fit
from turnout.events.slugs import is_slug

TEXTS = {
    "title": fit.line(120),
    "strapline": fit.line(240),
    "text": fit.markdown(20_000),
    "consent": fit.line(600),
    "cover_alt": fit.line(200),
}


def _slug(value: Any) -> str:
    if not is_slug(str(value)):
        raise fit.Wrong("not_an_address")
    return str(value)


CHECKS = TEXTS | {
    "title": fit.line(120, required=True),
    "slug": _slug,
    "language": fit.language,
    "languages": fit.languages,
    "translations": fit.translations(TEXTS),
    "cover": fit.line(120),
    "country": fit.country,
    "time_zone": fit.time_zone,
    "opens_at": fit.moment,
    "closes_at": fit.moment,
    "party_max": fit.whole(1, 20),
    "least_age": fit.whole(1, 99, optional=True),
    "keep_days": fit.whole(1, 3650),
    # Whoever has not confirmed after two days is asked once more, and has at least a day for it.
    "unverified_days": fit.whole(3, 365),
    "shows_count": bool,
}


class NewEventFields(TypedDict, total=False):
    strapline: str
    text: str
    consent: str
    cover: str
    cover_alt: str
    slug: str
    language: str
    languages: list[str]
    translations: dict[str, dict[str, str]]
    country: str
    time_zone: str
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    party_max: int
    least_age: int | None
    keep_days: int
    unverified_days: int
    shows_count: bool


class EventFields(NewEventFields, total=False):
    title: str
