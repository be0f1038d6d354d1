"""The link to a reader's own page: derived when a mail is written, stored nowhere, good for ever.

Nothing can be read there but what the mails themselves tell, and a POST to it ends them (RFC 8058).
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from turnout.newsroom.models import Reader
from turnout.newsroom.reader_refusals import ReaderGone
from turnout.outbox.secret_part import secret_part

_signer = signing.Signer(salt="newsroom.reader", sep=".")


def reader_link(reader: Reader) -> str:
    return settings.TURNOUT_BASE_URL + reverse("reader", args=[secret_part(token_of(reader))])


def token_of(reader: Reader) -> str:
    return str(_signer.sign(reader.public_id))


def reader_of(token: str) -> Reader:
    """With its organisation. Raises ReaderGone."""
    try:
        public_id = _signer.unsign(token)
    except signing.BadSignature:
        raise ReaderGone from None
    found = Reader.objects.select_related("organisation").filter(public_id=public_id).first()
    if found is None:
        raise ReaderGone
    return found
