from django.utils import translation
from django.utils.translation import gettext as _

from turnout.accounts.models import Organisation


def news_wording(organisation: Organisation, language: str) -> str:
    """What somebody agrees to who wants to hear of the next events; it stands beside the box on the form."""
    with translation.override(language):
        return _("Tell me about the next events of %(host)s, too. I can stop that at any time.") % {
            "host": organisation.name
        }
