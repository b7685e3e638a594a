"""Text for the letters that every PDF reader brings: those of Western Europe (Latin-1)."""

from __future__ import annotations

from unicodedata import normalize

TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "…": "...", "•": "-"}
    | {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Œ": "OE", "œ": "oe"}
)


def plain(text: str) -> str:
    """As it is; a letter that is not among them loses its accent, and what then remains unknown is a question mark."""
    return "".join(_letter(each) for each in normalize("NFC", text).translate(TYPOGRAPHY))


def _letter(each: str) -> str:
    if ord(each) < 256:
        return each
    return normalize("NFKD", each).encode("latin-1", "ignore").decode("latin-1") or "?"
