"""What the Bot API answers instead of a result."""

from __future__ import annotations


class ApiError(Exception):
    """A refusal: HTTP status and description as Telegram words it.

    `complaint` marks a call that no correct client makes (a wrong type, a text too long, broken HTML), as opposed to
    one that circumstances refuse (blocked, not modified, too old). Tests hold that there were no complaints.
    """

    def __init__(self, status: int, description: str, *, complaint: bool = False, retry_after: int | None = None):
        super().__init__(description)
        self.status = status
        self.description = description
        self.complaint = complaint
        self.retry_after = retry_after


def malformed(what: str) -> ApiError:
    """A call that no correct client makes."""
    return ApiError(400, f"Bad Request: {what}", complaint=True)


def bad_request(what: str) -> ApiError:
    """A call that is well formed, and refused as things stand."""
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    return ApiError(403, f"Forbidden: {what}")


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
