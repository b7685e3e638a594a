"""Updates that came before."""

from __future__ import annotations

from bot.store.seen import KEPT
from bot.store.store import Store


def test_an_update_is_new_once(store: Store) -> None:
    """Lower numbers count too: Telegram may begin anew."""
    assert [store.seen.add(id, 1) for id in (9, 9, 3, 3, -1)] == [True, False, True, False, True]


def test_updates_are_forgotten_after_two_days_a_few_at_a_time(store: Store) -> None:
    """The oldest first, and none before its time."""
    for id, at in ((1, 10), (2, 0), (3, 20)):
        store.seen.add(id, at)
    store.seen.prune(KEPT + 11, 1)
    assert [store.seen.add(id, 99) for id in (2, 1, 3)] == [True, False, False]
    store.seen.prune(KEPT + 20, 9)
    assert [store.seen.add(id, 99) for id in (1, 3)] == [True, False]
