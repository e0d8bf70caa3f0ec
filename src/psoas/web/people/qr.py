"""QR codes as SVG that follows the page's colors only on paper-white."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """Draw a text as a QR code that a phone reads from a screen and from paper."""
    file = io.BytesIO()
    segno.make(text, error="m").save(
        file, kind="svg", scale=6, border=4, dark="#000000", light="#FFFFFF", xmldecl=False, svgclass="qr",
        lineclass=None, omitsize=True, title="QR code of the link",
    )  # fmt: skip
    return mark_safe(file.getvalue().decode())  # noqa: S308 -- drawn by segno from a text it encodes
