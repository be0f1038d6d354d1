"""Certificates and accounts as an organiser would have them of Apple and Google, made for a test."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def pem_of(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@cache
def pass_file(pass_type: str = "pass.org.example.nimbus", team: str = "NIMBUS1234") -> bytes:
    """Key, pass certificate and the one above it, in one file, the upper one first."""
    above = rsa_key()
    upper = _certificate([(NameOID.COMMON_NAME, "Wallet CA")], above, above)
    names = [(NameOID.COMMON_NAME, "Pass")]
    names += [(NameOID.USER_ID, pass_type)] if pass_type else []
    names += [(NameOID.ORGANIZATIONAL_UNIT_NAME, team)] if team else []
    own = _certificate(names, above, above)
    return b"".join([upper.public_bytes(Encoding.PEM), pem_of(above), own.public_bytes(Encoding.PEM)])


def _certificate(
    names: list[tuple[x509.ObjectIdentifier, str]], key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey
) -> x509.Certificate:
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in names])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Wallet CA")])
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    # What stands above others says so; the pass's own does not.
    is_upper = names[0][1] == "Wallet CA"
    builder = builder.add_extension(x509.BasicConstraints(ca=is_upper, path_length=None), critical=True)
    return builder.not_valid_before(now).not_valid_after(now + timedelta(days=9)).sign(signer, SHA256())


def google_account() -> dict[str, str]:
    return {"client_email": "tickets@nimbus.example.org", "private_key": pem_of(rsa_key()).decode()}
