"""What DNS says about the sender's domain, for whoever runs the server."""

from collections.abc import Iterator

from turnout.outbox.sender_domain import Record, SenderDomain

_FOR = {
    "SPF": "names the servers that may send in its name",
    "DKIM": "holds the key that your mail server signs with",
    "DMARC": "says what becomes of mail that neither of them fits",
}


def words_of_domain(domain: SenderDomain) -> Iterator[str]:
    """One line each. A record that is missing is worth a line and no failure: the mail may go another way."""
    if not domain.records:
        yield f"Mail: DNS says nothing here about {domain.domain}, so whether it may send was not looked at."
    for record in domain.records:
        yield f"Mail: {_words(record, domain.domain)}"


def _words(record: Record, domain: str) -> str:
    if record.found is not None:
        return f"{domain} has {record.name}."
    if not record.is_asked:
        return f"{record.name} was not looked at: set TURNOUT_DKIM_SELECTOR to the name of its key."
    return f"{domain} lacks {record.name}, the record that {_FOR[record.name]}."
