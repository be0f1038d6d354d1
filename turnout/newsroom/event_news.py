"""What the newsroom tells beneath an event's page: the latest posts, and where else it was written about."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from turnout.events.models import Event
from turnout.interest.beneath import stands_beneath
from turnout.newsroom.cards import post_card
from turnout.newsroom.mentions_shown import mentions_of_event
from turnout.newsroom.public_lists import posts_of_event

MOST = 3


@stands_beneath
def news_of(event: Event, language: str) -> SafeString:
    """In the active language, which must be that one; empty where there is nothing to tell."""
    latest = [post_card(post, language) for post in posts_of_event(event)[:MOST]]
    facts = {"posts": latest, "mentions": mentions_of_event(event), "host": event.organisation}
    return (
        render_to_string("newsroom/event_news.html", facts) if latest or facts["mentions"] else SafeString()
    )
