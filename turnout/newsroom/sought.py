"""Keep what a search finds up to date with posts and events."""

from collections.abc import Sequence

from turnout.design.markdown import to_plain
from turnout.events.models import Event
from turnout.events.when_and_where import places
from turnout.interest.event_page import languages_of
from turnout.newsroom.models import Post, Sought
from turnout.rules.search_words import words

LONGEST_TEXT = 40_000


def index_post(post: Post) -> None:
    """In each of its languages; not at all where it is not public."""
    rows = [_of_post(post, language) for language in post.all_languages] if post.is_public else []
    _keep(Sought.Kind.POST, post.pk, rows)


def index_event(event: Event) -> None:
    rows = [_of_event(event, language) for language in languages_of(event)] if event.is_public else []
    _keep(Sought.Kind.EVENT, event.pk, rows)


def forget(kind: str, thing_ids: Sequence[int]) -> None:
    Sought.objects.filter(kind=kind, thing_id__in=thing_ids).delete()


def _of_post(post: Post, language: str) -> Sought:
    texts = (post.in_language(field, language) for field in ("standfirst", "text"))
    told = [to_plain(text, LONGEST_TEXT) for text in texts if text]
    return Sought(
        language=language,
        title=post.in_language("headline", language),
        text="\n".join(told),
        # Where there is none it is not public, and nothing of it is kept.
        at=post.published_at or post.created_at,
    )


def _of_event(event: Event, language: str) -> Sought:
    texts = (event.in_language(field, language) for field in ("strapline", "text"))
    told = [to_plain(text, LONGEST_TEXT) for text in texts if text]
    return Sought(
        language=language,
        title=event.in_language("title", language),
        text="\n".join(filter(None, [*told, places(event, language)])),
        at=event.published_at or event.created_at,
    )


def _keep(kind: str, thing_id: int, rows: Sequence[Sought]) -> None:
    stored = {row.language: row for row in Sought.objects.filter(kind=kind, thing_id=thing_id)}
    gone = stored.keys() - {row.language for row in rows}
    if gone:
        Sought.objects.filter(kind=kind, thing_id=thing_id, language__in=gone).delete()
    for row in rows:
        before = stored.get(row.language)
        if before and (before.title, before.text, before.at) == (row.title, row.text, row.at):
            continue
        Sought.objects.update_or_create(
            kind=kind,
            thing_id=thing_id,
            language=row.language,
            defaults={
                "title": row.title,
                "text": row.text,
                "title_words": " ".join(words(row.title)),
                "text_words": " ".join(words(row.text)),
                "at": row.at,
            },
        )
