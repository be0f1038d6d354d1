from turnout.events.change_stage import change_stage
from turnout.events.models import Event, Stage


def publish(event: Event, actor: str) -> Event:
    """A draft begins to gauge. Raises NotReady with what is lacking, StageRefused where it is no draft."""
    return change_stage(event, Stage.GAUGING, actor)
