"""An event's public pages, rendered once for everybody and stored where the rush path finds them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from turnout.accounts.accent_sheet import accent_sheet
from turnout.design.hall import hall
from turnout.design.policy import policy as content_policy
from turnout.events.models import Event, Stage
from turnout.events.when_and_where import locale_of, with_time
from turnout.interest import in_words
from turnout.interest.beneath import beneath
from turnout.interest.event_page import Visit, event_page, languages_of, with_its_parts
from turnout.interest.not_taken import CHECKS, NOT_TAKEN
from turnout.interest.queries import Counts, counts_of
from turnout.interest.shown_pictures import shown, smallest, supporter
from turnout.pages.models import Page
from turnout.pages.store import EntranceFacts, RenderedPage, store, withdraw
from turnout.rush.page import KEPT, QUESTION
from turnout.rush.shelf import EMBEDDED

ACCEPTING = frozenset({Stage.GAUGING, Stage.INVITING})
State = Page.State
# A channel that no event has: what stands for it in a page is replaced by each channel's code.
_ANY_CHANNEL = "any-channel-of-it"


class Way(NamedTuple):
    """The event's own pages, or those for the frames of others: where they are, and who may frame them.

    `beneath` stands below the form, see interest.beneath.
    """

    within: str
    policy: str
    beneath: Sequence[SafeString] = ()


def render_pages(event: Event) -> int:
    """Show visitors the event as it stands: of a draft nothing. Called after the change's transaction.

    Gives the number of answers that the pages tell of.
    """
    while True:
        event = with_its_parts(Event.objects.get(pk=event.pk))
        counts = counts_of(event.pk)
        if event.is_public:
            store(event.pk, list(_pages(event, counts)), entrance_of(event))
        else:
            withdraw(event.pk)
        # Who rendered an older edition may have stored it after whoever rendered a newer one.
        if not Event.objects.filter(pk=event.pk).exclude(edition=event.edition).exists():
            return counts.genuine().total.answers


def entrance_of(event: Event) -> EntranceFacts:
    return EntranceFacts(
        slug=event.slug,
        languages=languages_of(event),
        channels=[channel.code for channel in event.channels.all()],
        accepting=event.stage in ACCEPTING,
        forms={form.version: form.compiled for form in event.form_versions.all()},
        opens_at=event.opens_at,
        closes_at=event.closes_at,
        checks_everybody=event.checks_everybody,
        embed_hosts=event.embed_hosts,
        sources=event.channel_sources(),
    )


def _pages(event: Event, counts: Counts) -> Iterator[RenderedPage]:
    for language in languages_of(event):
        with translation.override(language):
            ways_in = [Way("", content_policy(), beneath(event, language))]
            if event.embed_hosts:
                ways_in.append(Way(EMBEDDED, content_policy(event.embed_hosts)))
            for way in ways_in:
                yield from _pages_of_way(event, counts, language, way)


def _pages_of_way(event: Event, counts: Counts, language: str, way: Way) -> Iterator[RenderedPage]:
    for state in (State.BEFORE, State.OPEN, State.AFTER):
        yield from _for_each_channel(event, counts, language, state, way)
    yield _page(event, "thanks", language, State.OPEN, thanks_html(event, language, way.within), way)
    for state in NOT_TAKEN:
        body = not_taken_html(event, language, state, way.within)
        yield _page(event, "interest", language, state, body, way)


def _for_each_channel(
    event: Event, counts: Counts, language: str, state: str, way: Way
) -> Iterator[RenderedPage]:
    plain = event_html(event, Visit(language, state=state, within=way.within), counts, way.beneath)
    yield _page(event, "", language, state, plain, way)
    if channels := event.channels.all():
        # Rendered once: the pages of the channels differ by nothing but the code.
        visit = Visit(language, via=_ANY_CHANNEL, state=state, within=way.within)
        pattern = event_html(event, visit, counts, way.beneath)
        for channel in channels:
            body = pattern.replace(_ANY_CHANNEL, channel.code)
            yield _page(event, "", language, state, body, way, via=channel.code)


def _page(
    event: Event, part: str, language: str, state: str, html: str, way: Way, via: str = ""
) -> RenderedPage:
    path = f"/e/{event.slug}/{way.within}{part}"
    return RenderedPage(path, language, html.encode(), way.policy, via, state)


def event_html(event: Event, visit: Visit, counts: Counts, below: Sequence[SafeString] = ()) -> str:
    """The page in the active language, which must be the visit's; in a frame, its form alone."""
    template = "interest/embedded.html" if visit.within else "interest/event.html"
    context = {**event_page(event, visit, counts), "beneath": below}
    return render_to_string(template, _with_pictures(event, context))


def thanks_html(event: Event, language: str, within: str = "") -> str:
    context = event_page(event, Visit(language, within=within), Counts())
    context["sender"] = settings.DEFAULT_FROM_EMAIL
    if event.closes_at:
        day, time = in_words.moment(event.closes_at, event, language, timezone.localdate())
        context["closing"] = with_time(day, time, locale_of(language, event.country))
    return render_to_string("interest/thanks.html", _with_pictures(event, context))


def not_taken_html(event: Event, language: str, state: str, within: str = "") -> str:
    context = event_page(event, Visit(language, within=within), Counts())
    context |= {"not_taken": NOT_TAKEN[State(state)], "kept_mark": mark_safe(KEPT.decode())}  # noqa: S308
    if state in CHECKS:
        context["question_mark"] = mark_safe(QUESTION.decode())  # noqa: S308
    return render_to_string("interest/not_taken.html", _with_pictures(event, context))


def _with_pictures(event: Event, context: dict[str, Any]) -> dict[str, Any]:
    return {
        **context,
        "accent_sheet": accent_sheet(event.organisation.accent),
        "cover": shown(event.cover),
        "logo": smallest(event.organisation.logo),
        "hall": None if event.cover else hall(event.slug),
        "supporter": supporter(event, context["visit"].language),
    }
