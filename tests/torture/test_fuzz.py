"""Nonsense, the short form: seeds changed at random."""

from __future__ import annotations

import pytest

from tests.torture import fuzz, targets


def test_all_targets_are_known() -> None:
    """What `make torture` feeds is what there is."""
    assert set(fuzz.TARGETS) == set(targets.TARGETS) == set(targets.SEEDS)


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_nonsense_is_refused_or_answered(target: str) -> None:
    """Nothing that is fed raises what it should not."""
    assert fuzz.at_random(target, 150, seed=1) == 150
