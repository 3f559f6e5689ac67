"""QR codes for authenticator apps."""

import segno

# Pixels per module.
_SCALE = 5


def barcode(text: str) -> str:
    """Return a QR code of the text, as a `data:` URL of a PNG."""
    return segno.make(text, error="l", micro=False).png_data_uri(scale=_SCALE, border=2)
