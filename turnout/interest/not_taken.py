"""What is said where an answer cannot be taken just now: heading, words, whether the page sends it again."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnout.pages.models import Page


@dataclass(frozen=True)
class NotTaken:
    heading: Promise
    words: Promise
    again: bool


NOT_TAKEN = {
    Page.State.FULL: NotTaken(
        _("Your answer is not saved yet"),
        _(
            "Very many people are answering just now. "
            "What you typed is kept: wait a few seconds and send it again."
        ),
        again=True,
    ),
    Page.State.FAST: NotTaken(
        _("Your answer is not saved yet"),
        _("Many answers came from your connection. What you typed is kept: wait a minute and send it again."),
        again=True,
    ),
    Page.State.CHECK: NotTaken(
        _("One short question first"),
        _("Before we take your answer we make sure that a person sends it. What you typed is kept."),
        again=True,
    ),
    Page.State.WRONG: NotTaken(
        _("That did not work out"),
        _("The answer was not right, or it was too old. What you typed is kept: here is another question."),
        again=True,
    ),
    Page.State.FOREIGN: NotTaken(
        _("Please send it from here"),
        _("Your answer came from another site and is not saved. If you wrote it yourself, send it again."),
        again=True,
    ),
    Page.State.LARGE: NotTaken(
        _("That is too long"),
        _("Your answer is not saved. Go back, shorten what you wrote and send it again."),
        again=False,
    ),
    Page.State.SLOW: NotTaken(
        _("The connection was too slow"),
        _("Your answer did not arrive whole and is not saved. Go back and send it again."),
        again=False,
    ),
}

# These ask something before they let anybody send it again.
CHECKS = (Page.State.CHECK, Page.State.WRONG)
