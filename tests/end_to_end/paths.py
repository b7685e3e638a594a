"""Ways through the shipped lip-twitch flow, as buttons to tap, by the data that they carry."""

AGREE = (".agree", "Twitching lip")
HEALTHY = (
    *AGREE,
    ".=me",
    ".none",  # sudden
    ".none",  # danger
    ".none",  # ill
    ".none",  # medicines
    ".none",  # background
    ".none",  # pattern
    ".=days",
    ".+caffeine",
    ".done",
)
"""Self-care, with coffee ticked: what is left is the offer to check back."""

ACCEPT = ".accept"
CHECK_IN_GONE = (".begin", ".none", ".none", ".none", ".none", ".none", ".=gone")
