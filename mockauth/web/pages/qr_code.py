"""Barcodes in pages."""

import segno

# How many pixels wide and high a module is.
_SCALE = 5


def barcode(text: str) -> str:
    """Give a text as a QR code: a `data:` URL of a PNG."""
    return segno.make(text, error="l", micro=False).png_data_uri(scale=_SCALE, border=2)
