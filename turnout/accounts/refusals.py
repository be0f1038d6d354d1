"""Why something that was asked of the accounts is not done."""

from turnout.rules.refusal import Refusal


class LinkGone(Refusal):
    """The link was used, has expired, or never was one."""


class NotAMember(Refusal):
    """Nobody here has this address."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email


class WrongCode(Refusal):
    """No mail that was sent lately has this number."""


class MayNotHost(Refusal):
    """Neither the first person here nor an owner."""


class HardToRead(Refusal):
    """An accent colour with too little contrast, and the nearest one with enough."""

    def __init__(self, colour: str, ratio: float, offered: str) -> None:
        super().__init__(colour)
        self.colour = colour
        self.ratio = ratio
        self.offered = offered


class AlreadyAMember(Refusal):
    """The address belongs to a member of this organisation."""


class LastOwner(Refusal):
    """Without this owner the organisation would have none."""


class SignInFirst(Refusal):
    """The invited address belongs to somebody who has to sign in: the link alone is not enough for that."""


class SomebodyElse(Refusal):
    """Another person is signed in than the one who is invited."""


class InvitationGone(Refusal):
    """It was accepted, renewed or taken back, or it is too old."""
