"""The README's picture, made from a conversation with the real bot: `make picture` (needs Debian's chromium)."""
