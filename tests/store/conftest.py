"""Fixtures of the store's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.store.made import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A place for a store, empty."""
    return Home.within(tmp_path)


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    """An open store on the disk."""
    with home.opened() as store:
        yield store
