"""What the page shows as it stands in the files."""

from __future__ import annotations

from pathlib import Path

from bot.content.folder import read_folder
from bot.review.written import WrittenClass, WrittenNet, WrittenRule, WrittenTrap, written
from tests.content.folders import SAFETY_NET, folder


def test_a_class_has_its_names_and_levels(tmp_path: Path) -> None:
    """A level that is not written raises nothing."""
    found = written(read_folder(folder(tmp_path), [])).classes
    assert found == {"sleep": WrittenClass(("Nytol", "diphenhydramine"), "routine", "null", "weak")}


def test_a_rule_has_its_patterns_as_they_are_written(tmp_path: Path) -> None:
    """One after the other; the parts of one that must all be met are joined."""
    says = "says: [<face> drooping, [fit, [long fit]], {all: [face, [fit, fits]], anywhere: yes}]"
    net = SAFETY_NET.replace("says: [<face> drooping]", says)
    found = written(read_folder(folder(tmp_path, {"safety_net.yaml": net}), []))
    says_all = ("<face> drooping", "fit", "long fit", "face + fit / fits")
    rule = WrittenRule("droop", "stroke", "sign", says_all, ("seed",))
    assert found.nets == {"en": WrittenNet((rule,), {"sign": ("denied",)})}


def test_names_of_several_meanings_and_numbers_are_there(tmp_path: Path) -> None:
    """As they are asked, and as they are called."""
    found = written(read_folder(folder(tmp_path), []))
    assert found.traps == (WrittenTrap(("Benadryl",), "Which one?", (("Benadryl in the US", "sleep"),)),)
    assert found.countries == {"default": {"emergency": "112", "poisons": "a poisons line"}, "GB": {"emergency": "999"}}
