"""The options for client certificates: the header that carries them, and the authorities that may have signed them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography import x509

    from mockauth.web.certificates import Lookup


def certificate_lookup(proxy: str | None, header: str | None) -> "Lookup | None":
    """Return the function that reads the certificate header of a proxy of this kind; None if there is no proxy."""
    if proxy is None:
        if header is not None:
            raise click.UsageError(
                "--client-cert-header needs --client-cert-lookup: name the proxy whose format the header has"
            )
        return None
    from mockauth.web.certificates import lookup

    return lookup(proxy, header or "")


def read_authorities(file: Path | None) -> "Sequence[x509.Certificate]":
    """Return the certificates of a PEM file; none if there is no file."""
    if file is None:
        return ()
    from mockauth.protocol.certificates import authorities

    try:
        return authorities.read_pem(file.read_bytes())
    except (OSError, ValueError) as error:
        raise click.UsageError(f"--client-ca: {file} is not a file of PEM certificates: {error}") from error
