import datetime as dt

from django.forms import ValidationError
from django.utils.translation import gettext


def near_enough(date: dt.date) -> None:
    """A year with a digit too many or too few is a slip, and no clock reaches it. Raises ValidationError."""
    if not 2000 <= date.year <= 2199:
        raise ValidationError(gettext("Use a year from 2000 to 2199."))
