"""What a certificate from Apple must have so that passes can be signed with it."""

from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID


def check_pass_certificate(pem: bytes) -> None:
    """Raises ValueError, which says what is missing."""
    key, certificates = _parts(pem)
    own = [each for each in certificates if _names_a_pass(each)]
    if not own:
        raise ValueError("no certificate in it names a pass type")
    if not any(each.public_key() == key.public_key() for each in own):
        raise ValueError("its private key belongs to another certificate")


def _parts(pem: bytes) -> tuple[Any, list[x509.Certificate]]:
    try:
        return load_pem_private_key(pem, password=None), x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError):
        raise ValueError("it needs a private key without a password, and certificates, as PEM") from None


def _names_a_pass(certificate: x509.Certificate) -> bool:
    subject = certificate.subject
    return bool(
        subject.get_attributes_for_oid(NameOID.USER_ID)
        and subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    )
