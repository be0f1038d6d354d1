"""What is said where a comment cannot be taken just now."""

from django.utils.translation import gettext_lazy as _

from turnout.interest.not_taken import CHECKS, NotTaken
from turnout.interest.not_taken import NOT_TAKEN as OF_ANSWERS
from turnout.pages.models import Page

__all__ = ["CHECKS", "NOT_TAKEN"]

State = Page.State
NOT_TAKEN: dict[str, NotTaken] = {
    State.FULL: NotTaken(
        _("Your comment is not saved yet"),
        _(
            "Very many people are writing just now. "
            "What you typed is kept: wait a few seconds and send it again."
        ),
        again=True,
    ),
    State.FAST: NotTaken(
        _("Your comment is not saved yet"),
        _("Much came from your connection. What you typed is kept: wait a minute and send it again."),
        again=True,
    ),
    State.CHECK: NotTaken(
        OF_ANSWERS[State.CHECK].heading,
        _("Before we take your comment we make sure that a person sends it. What you typed is kept."),
        again=True,
    ),
    State.WRONG: OF_ANSWERS[State.WRONG],
    State.FOREIGN: NotTaken(
        OF_ANSWERS[State.FOREIGN].heading,
        _("Your comment came from another site and is not saved. If you wrote it yourself, send it again."),
        again=True,
    ),
    State.LARGE: NotTaken(
        OF_ANSWERS[State.LARGE].heading,
        _("Your comment is not saved. Go back, shorten what you wrote and send it again."),
        again=False,
    ),
    State.SLOW: NotTaken(
        OF_ANSWERS[State.SLOW].heading,
        _("Your comment did not arrive whole and is not saved. Go back and send it again."),
        again=False,
    ),
}
