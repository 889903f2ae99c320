"""Certificates of made-up authorities, as Meta's would be."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Somebody who signs certificates; `chain` leads from it up to below its root."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    chain: tuple[x509.Certificate, ...] = ()

    def pem(self) -> bytes:
        """The certificate as a file holds it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def intermediate(self, name: str) -> "Authority":
        """An authority below this one."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_named(name), key, self.certificate.subject, self.key, authority=True)
        return Authority(certificate=made, key=key, chain=(made, *self.chain))

    def client(
        self, folder: Path, name: str, *, organization: str = "Meta", expired: bool = False
    ) -> Path:
        """A client's key, certificate and chain, in one file."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(
            _named(name, organization), key, self.certificate.subject, self.key, expired=expired
        )
        path = folder / f"{made.serial_number}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + b"".join(
                each.public_bytes(serialization.Encoding.PEM) for each in (made, *self.chain)
            )
        )
        return path


def root(name: str) -> Authority:
    """An authority that signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _certificate(_named(name), key, _named(name), key, authority=True)
    return Authority(certificate=made, key=key)


def _named(name: str, organization: str = "Meta") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuers_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool = False,
    expired: bool = False,
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 3 * _DAY)
        .not_valid_after(now - _DAY if expired else now + _DAY)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        made = made.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
    return made.sign(issuers_key, hashes.SHA256())
