from turnout.events.change_stage import change_stage
from turnout.events.models import Event, Stage


def unpublish(event: Event, actor: str) -> Event:
    """Back to a draft that only members see; address, answers and form versions stay. Raises StageRefused."""
    return change_stage(event, Stage.DRAFT, actor)
