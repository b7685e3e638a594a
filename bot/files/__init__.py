"""A document as a file: everything held as JSON, or a page for a clinician as PDF. Made when it is sent, never kept."""

from __future__ import annotations

from bot.files.page import pdf
from bot.triage.screen import Document, Report


def content_of(document: Document | Report) -> bytes:
    """The bytes of the file."""
    return document.text.encode() if isinstance(document, Document) else pdf(document)
