"""The picture that other sites show beside a link to a post: the same ticket as an event's."""

from django.utils import translation
from django.utils.translation import gettext as _

from turnout.design.lettering import drawable
from turnout.events.share_card import Card
from turnout.newsroom.cards import day_of
from turnout.newsroom.models import Post


def card_of(post: Post, language: str) -> Card:
    with translation.override(language):
        told = ((_("News"), day_of(post.published_at, language)), (_("By"), post.author))
    host = post.organisation
    return Card(
        title=drawable(post.in_language("headline", language)) or post.slug,
        host=drawable(host.name, "sans"),
        facts=tuple((drawable(label, "sans"), drawable(text, "sans")) for label, text in told if text),
        accent=host.accent,
        cover=post.picture,
        logo=host.logo,
    )
