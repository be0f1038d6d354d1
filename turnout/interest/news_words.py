from django.utils import translation
from django.utils.translation import gettext as _

from turnout.accounts.models import Organisation


def news_wording(organisation: Organisation, language: str) -> str:
    """What somebody agrees to who wants to hear of the next events."""
    with translation.override(language):
        return _("%(host)s may write to me about its next events, until I say stop.") % {
            "host": organisation.name
        }
