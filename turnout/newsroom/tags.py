from collections.abc import Iterable

from django.utils.text import slugify

from turnout.accounts.models import Organisation
from turnout.events.slugs import by_chance
from turnout.newsroom.models import Tag


def tags_of(organisation: Organisation, names: Iterable[str]) -> list[Tag]:
    """The organisation's tags of these names, made where it has none yet."""
    return [_tag(organisation, name) for name in names]


def _tag(organisation: Organisation, name: str) -> Tag:
    """Two names that read the same in an address are one tag: the first one's spelling stays."""
    slug = slugify(name, allow_unicode=True)[:60].strip("-_")
    if not slug:
        found = Tag.objects.filter(organisation=organisation, name=name).first()
        return found or Tag.objects.create(organisation=organisation, name=name, slug=f"tag-{by_chance()}")
    return Tag.objects.get_or_create(organisation=organisation, slug=slug, defaults={"name": name})[0]
