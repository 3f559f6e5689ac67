"""The options about certificates of clients: in which header they come, and who may have signed them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography import x509

    from mockauth.web.certificates import Lookup


def lookup_of(kind: str | None, header: str | None) -> "Lookup | None":
    """Give what reads the header of a proxy of this kind; None where there is no such proxy."""
    if kind is None:
        if header is not None:
            raise click.UsageError("--client-cert-header needs --client-cert-lookup: how is the header written?")
        return None
    from mockauth.web.certificates import lookup

    return lookup(kind, header or "")


def authorities_in(file: Path | None) -> "Sequence[x509.Certificate]":
    """Give the certificates of a file."""
    if file is None:
        return ()
    from mockauth.protocol.certificates import authorities

    try:
        return authorities.read_pem(file.read_bytes())
    except (OSError, ValueError) as error:
        raise click.UsageError(f"--client-ca: {file} holds no certificates (PEM): {error}") from error
