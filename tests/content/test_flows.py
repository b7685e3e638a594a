"""Whole flows: modules woven in, dispositions laid over sets, check-ins planned, and the digest of it all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import Ticked
from bot.triage.flow import CheckInPlan, Flow, Say, Urgency
from tests.content.folders import FILES, MEDICINES, STEPS, check_reported, flow, folder

FLAGS = """\
module: flags
steps:
- {ask: sudden, text: Sudden?, many: {droop: Droop}}
rules: [{if: {sudden: droop}, raises: urgent, because: In the module., source: seed}]
advice: [{say: In the module., source: seed}]
claims: [{at_least: self_care}]
tests: [{answers: {who: me}, ends: self_care}]
"""

NO_TIME = "is no length of time such as 20s, 30m, 3h, 14d or 2w"

USES = flow(
    steps=f"{STEPS}\n  - {{use: flags}}",
    rules="[{if: {signs: numb, sudden: droop}, raises: urgent, because: In the flow., source: seed}]",
    advice="[{say: In the flow., source: seed}]",
    claims="[{at_most: emergency}]",
    tests="[{answers: {sudden: droop}, ends: urgent}]",
)


def loaded(root: Path, **files: str) -> Flow:
    found = {f"{name.replace('__', '/')}.yaml": text for name, text in files.items()}
    return load(folder(root, found)).flows["twitch"]


def test_a_module_is_woven_in_where_it_is_used(tmp_path: Path) -> None:
    """Its steps stand there; its rules, advice, claims and tests come before those of the flow."""
    found = loaded(tmp_path, twitch=USES, modules__flags=FLAGS)
    assert [step.id for step in found.steps] == ["who", "signs", "also", "sudden"]
    assert [rule.because[0].text for rule in found.rules] == ["In the module.", "In the flow."]
    assert [advice.text[0].text for advice in found.advice] == ["In the module.", "In the flow."]
    assert [claim.at_least for claim in found.claims] == [Urgency.SELF_CARE, None]
    assert [test.ends for test in found.tests] == [Urgency.SELF_CARE, Urgency.URGENT]
    assert found.steps[-1].mark == "flows/modules/flags.yaml:3:3"


def test_a_module_may_use_another(tmp_path: Path) -> None:
    """The inner one's parts come first."""
    outer = "module: outer\nsteps:\n- {use: flags}\n- {ask: last, text: L?, one: {a: A}}\n"
    flags = FLAGS.replace("who: me", "sudden: droop")
    found = loaded(tmp_path, twitch=flow(steps="[{use: outer}]"), modules__outer=outer, modules__flags=flags)
    assert [step.id for step in found.steps] == ["sudden", "last"]


def test_the_rest_of_a_flow_is_read(tmp_path: Path) -> None:
    """Its name, version and title, whether it is listed, and when it ends a follow-up."""
    text = flow("again", listed="no", version="1.0", title="Again", closes="{who: me}")
    found = load(folder(tmp_path, {"again.yaml": text})).flows["again"]
    assert (found.id, found.version, found.title, found.listed) == ("again", "1.0", (Say("Again"),), False)
    assert found.closes == Ticked("who", frozenset({"me"}))
    assert found.mark == "flows/again.yaml:1:1"


def test_a_level_is_laid_over_the_shared_one(tmp_path: Path) -> None:
    """A flow says only what is different."""
    found = loaded(tmp_path, twitch=flow(dispositions="{use: common, urgent: {now: Go today., calling: Say so.}}"))
    urgent = found.dispositions[Urgency.URGENT]
    assert (urgent.headline, urgent.now, urgent.calling) == (
        (Say("Say urgent."),),
        (Say("Go today."),),
        (Say("Say so."),),
    )
    assert urgent.sources == ("seed",)
    assert found.dispositions[Urgency.ROUTINE].now == (Say("Do this."),)


def test_check_ins_are_planned(tmp_path: Path) -> None:
    """After how long, which flow, how often, the nudge, and for whom."""
    plans = "[{after: 2d, flow: again, if: {signs: numb}}, {after: 2w, flow: again, rounds: 2, nudge: 3d}]"
    found = loaded(tmp_path, twitch=flow(dispositions=f"{{use: common, urgent: {{check_in: {plans}}}}}"))
    assert found.dispositions[Urgency.URGENT].check_ins == (
        CheckInPlan(timedelta(days=2), "again", condition=Ticked("signs", frozenset({"numb"}))),
        CheckInPlan(timedelta(days=14), "again", 2, timedelta(days=3)),
    )


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        ("name", "‸other", "the file is called `twitch.yaml`, so `flow: twitch` must stand here"),
        ("listed", "‸maybe", "expected yes or no, found `maybe`"),
        ("title", f"‸{'x' * 37}", "37 characters are too long: at most 36"),
        ("title", "[{if: {‸who: me}, say: A}, {say: B}]", "unknown step `who`"),
        ("‸titel", "Lip", "unknown key `titel`; did you mean `title`?"),
        ("steps", "[{use: ‸flag}]", "unknown module `flag`; did you mean `flags`?"),
        ("steps", f"{STEPS}\n  - {{use: flags, ‸when: {{who: me}}}}", "unknown key `when`"),
        ("closes", "{‸whom: me}", "unknown step `whom`; did you mean `who`?"),
        ("dispositions", "{use: ‸comon}", "unknown set of dispositions `comon`; did you mean `common`?"),
    ],
)
def test_problems_of_flows(tmp_path: Path, part: str, text: str, message: str) -> None:
    """Each problem is found at its place, and nothing else is reported with it."""
    written = flow(**{part: text})
    flags = FLAGS.partition("tests:")[0]
    check_reported(tmp_path, "twitch.yaml", written, message, **{"modules/flags.yaml": flags})


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ("‸urgnt: {now: A}", "unknown key `urgnt`; did you mean `urgent`?"),
        ("urgent: {‸nwo: A}", "unknown key `nwo`; did you mean `now`?"),
        ("urgent: {source: ‸sed}", "unknown source `sed`; did you mean `seed`?"),
        (
            "urgent: {headline: [‸{if: {who: me}, say: A}]}",
            "the last line must have no `if`, so that something is always said",
        ),
        ("emergency: {check_in: ‸[{after: 2d, flow: again}]}", "an emergency is never followed by a check-in"),
        ("urgent: {check_in: [‸{flow: again}]}", "`after` is missing"),
        ("urgent: {check_in: [{after: 2d, flow: ‸agin}]}", "unknown flow `agin`; did you mean `again`?"),
        (
            "urgent: {check_in: [{after: 2d, flow: ‸twitch}]}",
            "`twitch` is a first visit: the flow of a check-in says `listed: no`",
        ),
        ("urgent: {check_in: [{after: ‸soon, flow: again}]}", f"`soon` {NO_TIME}"),
        ("urgent: {check_in: [{after: 2d, flow: again, nudge: ‸3}]}", f"`3` {NO_TIME}"),
        ("urgent: {check_in: [{after: ‸0d, flow: again}]}", f"`0d` {NO_TIME}"),
        (
            "urgent: {check_in: [{after: 2d, flow: again, rounds: ‸99}]}",
            "expected a whole number from 1 to 9, found `99`",
        ),
    ],
)
def test_problems_of_dispositions(tmp_path: Path, levels: str, message: str) -> None:
    """What a flow lays over a shared set is checked as the set is."""
    check_reported(tmp_path, "twitch.yaml", flow(dispositions=f"{{use: common, {levels}}}"), message)


@pytest.mark.parametrize("key", ["flow: twitch", "version: 1", "title: Twitching lip", "dispositions: {use: common}"])
def test_what_a_flow_must_say(tmp_path: Path, key: str) -> None:
    """A missing key is reported where the flow begins."""
    text = flow().replace(f"{key}\n", "")
    check_reported(tmp_path, "twitch.yaml", f"‸{text}", f"`{key.partition(':')[0]}` is missing")


def test_every_level_has_its_disposition(tmp_path: Path) -> None:
    """Without a shared set the flow says all of them itself."""
    own = "{headline: H., now: N., source: seed}"
    text = flow(dispositions=f"‸‸‸{{self_care: {own}, routine: {own}, urgent: ‸‸{{headline: H.}}}}")
    missing = (
        "`headline` is missing for `emergency`",
        "`now` is missing for `emergency`",
        "`source` is missing for `emergency`",
        "`now` is missing for `urgent`",
        "`source` is missing for `urgent`",
    )
    check_reported(tmp_path, "twitch.yaml", text, *missing)


def test_modules_in_a_circle_are_reported(tmp_path: Path) -> None:
    """A module that uses itself by way of another never ends."""
    left, right = (f"module: {name}\nsteps:\n- {{use: " for name in ("left", "right"))
    others = {"modules/left.yaml": left + "right}\n", "twitch.yaml": flow(steps="[{use: left}]")}
    check_reported(
        tmp_path, "modules/right.yaml", right + "‸left}\n", "modules in a circle: left -> right -> left", **others
    )


def test_a_module_says_its_own_name(tmp_path: Path) -> None:
    """A copied file is noticed, used or not."""
    text = "module: ‸flag\nsteps: [{ask: a, text: A?, one: {x: X}}]\n"
    message = "the file is called `flags.yaml`, so `module: flags` must stand here"
    check_reported(tmp_path, "modules/flags.yaml", text, message)


def test_a_problem_of_a_module_is_reported_once(tmp_path: Path) -> None:
    """Though two flows use it."""
    text = (
        "module: flags\nsteps: [{ask: a, text: A?, one: {x: {label: X, raises: ‸high, because: B., source: seed}}}]\n"
    )
    others = {"twitch.yaml": flow(steps="[{use: flags}]"), "again.yaml": flow("again", steps="[{use: flags}]")}
    check_reported(tmp_path, "modules/flags.yaml", text, "unknown level `high`", **others)


def digest(root: Path, country: str | None = None, **files: str) -> str:
    found = {"twitch": USES, "modules__flags": FLAGS, **files}
    return (
        load(folder(root, {f"{name.replace('__', '/')}.yaml": text for name, text in found.items()}), country)
        .flows["twitch"]
        .digest
    )


def test_the_digest_is_of_the_words_alone(tmp_path: Path) -> None:
    """Comments, layout, quotes, the country and other files change nothing; it is 16 hex digits."""
    same = digest(tmp_path)
    assert len(same) == 16
    assert int(same, 16) >= 0
    assert digest(tmp_path, twitch=f"# a comment\n\n{USES}".replace("Twitching lip", '"Twitching lip"')) == same
    assert digest(tmp_path, country="GB") == same
    assert digest(tmp_path, topics="lip: {title: Lip, text: Other., source: seed}\n") == same
    assert digest(tmp_path, medicines=MEDICINES.replace("Ask a pharmacist", "Ask")) == same


@pytest.mark.parametrize(
    "changed",
    [
        {"twitch": USES.replace("Numb", "Number")},
        {"modules__flags": FLAGS.replace("Droop", "Drooping")},
        {"dispositions": FILES["dispositions.yaml"].replace("Do this", "Do that")},
        {"twitch": USES.replace("{me: Me, child: A child}", "{child: A child, me: Me}")},
    ],
)
def test_the_digest_changes_with_what_the_flow_is_made_of(tmp_path: Path, changed: dict[str, str]) -> None:
    """Its own words, those of its modules, of the dispositions that it uses, and their order."""
    assert digest(tmp_path) != digest(tmp_path, **changed)
