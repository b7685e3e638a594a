"""Fixtures for tests of the service, of delivery and of check-ins: on a real store, with a tiny core."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.service import Service
from bot.store.store import Store
from tests.conversing import Clock, Core, Hand
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


@pytest.fixture
def core() -> Core:
    """What stands in for the triage core."""
    return Core()


@pytest.fixture
def clock() -> Clock:
    """The time, Unix seconds."""
    return Clock()


@pytest_asyncio.fixture
async def service(store: Store, core: Core, clock: Clock) -> AsyncIterator[Service]:
    """A running service."""
    async with Service(store, core, clock, lambda: "fresh-01") as service:
        yield service


@pytest.fixture
def hand(service: Service) -> Hand:
    """Delivery by hand."""
    return Hand(service)
