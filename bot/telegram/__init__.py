"""Telegram: updates in, screens out. The only place that imports `telegram`, and that knows what Telegram allows."""

import os

# The library gives waits as timedelta, as it will from its next major version on; else it warns at each 429.
os.environ.setdefault("PTB_TIMEDELTA", "1")
