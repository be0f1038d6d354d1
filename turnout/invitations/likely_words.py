"""How sure somebody is, as their answer says it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LIKELY: Mapping[str, str | Promise] = {
    "definitely": pgettext_lazy("likelihood", "Definitely"),
    "probably": pgettext_lazy("likelihood", "Probably"),
    "maybe": pgettext_lazy("likelihood", "Maybe"),
}
