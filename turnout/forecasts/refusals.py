"""Why the room does not do something. Facts only: whoever faces the person chooses the words."""

from turnout.rules.refusal import Refusal


class UnknownPlace(Refusal):
    """The gazetteer knows no place of that name there."""

    def __init__(self, name: str, country: str) -> None:
        super().__init__(name, country)
        self.name, self.country = name, country


class LinkOver(Refusal):
    """No such link, or no longer: expired, revoked, or its event went."""
