from django.db.models import Q

from turnout.interest.render_pages import render_pages
from turnout.newsroom.models import Mention, Post, PostState
from turnout.newsroom.show import show_page


def show_mentioned(mention: Mention) -> None:
    """Bring the pages up to date on which it stands. Called after the change's transaction."""
    about = Q(pk=mention.post_id) if mention.post_id else Q(events=mention.event_id)
    for post in Post.objects.filter(about, state=PostState.PUBLISHED):
        show_page(post)
    if mention.event and mention.event.is_public:
        render_pages(mention.event)
