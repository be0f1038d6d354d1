"""The events' verbs together with what visitors then see: what screens and commands call."""

from turnout.events import change_stage as verb
from turnout.events.models import Event, Stage
from turnout.interest.render_pages import render_pages


def publish(event: Event, actor: str) -> Event:
    """A draft begins to gauge and its page is there. Raises NotReady, StageRefused."""
    return change_stage(event, Stage.GAUGING, actor)


def unpublish(event: Event, actor: str) -> Event:
    """Back to a draft, whose address answers that there is nothing. Raises StageRefused."""
    return change_stage(event, Stage.DRAFT, actor)


def change_stage(event: Event, wanted: str, actor: str) -> Event:
    """As the events' verb. Raises NotReady, StageRefused."""
    event = verb.change_stage(event, wanted, actor)
    render_pages(event)
    return event
