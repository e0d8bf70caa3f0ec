"""The typeface: where its files are, and the part of it that a page carries with itself."""

import base64
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FAMILY = "Source Sans Pro"
WEIGHTS = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}


@cache
def font_directory() -> Path:
    """Return the folder with the font files."""
    import font_source_sans_pro  # noqa: PLC0415 -- slow import

    return Path(font_source_sans_pro.font_directory)


def font_faces(characters: Iterable[str]) -> str:
    """Return the style rules of the typeface, cut down to these characters and embedded.

    Parameters
    ----------
    characters : Iterable[str]
        What the page shows; more does no harm, but makes the page heavier.

    Returns
    -------
    str
        One ``@font-face`` rule a weight, each with its WOFF2 file as a data address.
    """
    wanted = frozenset(characters)
    return "\n".join(_font_face(weight, name, wanted) for weight, name in WEIGHTS.items())


def subset_font(weight: int, characters: Iterable[str]) -> bytes:
    """Return the typeface in one weight as WOFF2, cut down to these characters."""
    return _subset(WEIGHTS[weight], frozenset(characters))


def missing_characters(characters: Iterable[str]) -> frozenset[str]:
    """Return the characters that the typeface cannot show."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import

    missing: set[str] = set()
    for name in WEIGHTS.values():
        with TTFont(font_directory() / name, lazy=True) as font:
            known = font.getBestCmap()
        missing |= {one for one in characters if ord(one) not in known and not one.isspace()}
    return frozenset(missing)


def _font_face(weight: int, name: str, characters: frozenset[str]) -> str:
    encoded = base64.b64encode(_subset(name, characters)).decode("ascii")
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: block; '
        f'src: url(data:font/woff2;base64,{encoded}) format("woff2"); }}'
    )


@cache
def _subset(name: str, characters: frozenset[str]) -> bytes:
    from fontTools import subset  # noqa: PLC0415 -- slow import

    options = subset.Options(flavor="woff2", layout_features=["kern", "mark", "mkmk"], hinting=False)
    file = io.BytesIO()
    with subset.load_font(str(font_directory() / name), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        # The time of writing would make each page a little different from the last.
        font.recalcTimestamp = False
        font["head"].modified = font["head"].created
        subset.save_font(font, file, options)
    return file.getvalue()
