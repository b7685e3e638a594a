"""Claims and golden tests: what must hold on every path, and conversations that a clinician wrote down."""

from __future__ import annotations

from bot.content.conditions import optional_condition
from bot.content.nodes import Fields, Node
from bot.content.raises import read_level
from bot.content.scope import Outline, Scope
from bot.content.texts import fill
from bot.triage.conditions import BEFORE
from bot.triage.flow import Claim, GoldenTest

BOUNDS = ("at_least", "at_most", "questions")
TEST = ("answers", "ends")
TEST_OPTIONAL = ("before", "says", "causes", "not_asked")
MOST_QUESTIONS = 100


def read_claim(node: Node, scope: Scope) -> Claim:
    fields = node.fields((), ("if", *BOUNDS))
    if fields.found and sum(bound in fields for bound in BOUNDS) != 1:
        node.wrong("a claim has exactly one of `at_least`, `at_most` and `questions`")
    if "if" in fields and "questions" in fields:
        fields["if"].wrong("`questions` holds for every path, so it has no `if`")
    least, most, questions = (fields.get(bound) for bound in BOUNDS)
    return Claim(
        condition=optional_condition(fields.get("if"), scope),
        at_least=read_level(least) if least else None,
        at_most=read_level(most) if most else None,
        questions=questions.number(1, MOST_QUESTIONS) if questions else None,
        mark=node.mark,
    )


def read_test(node: Node, scope: Scope) -> GoldenTest:
    """A golden test. Only the answers it names: the harmless ones are for who plays it."""
    return test_of(node.fields(TEST, TEST_OPTIONAL), scope)


def test_of(fields: Fields, scope: Scope) -> GoldenTest:
    """What such a test says, whatever else stands beside it."""
    before = fields.get("before")
    return GoldenTest(
        answers=_answers(fields["answers"], scope),
        ends=read_level(fields["ends"]),
        says=tuple(fill(said, said.word(), scope) for said in fields.each("says")),
        causes=tuple(cause.choice(scope.known.causes, "cause") for cause in fields.each("causes")),
        before={BEFORE + step: ticked for step, ticked in _before(before, scope).items()} if before else {},
        not_asked=tuple(step.id for key in fields.each("not_asked") if (step := scope.outline(key))),
        mark=fields.node.mark,
    )


def _before(node: Node, scope: Scope) -> dict[str, frozenset[str]]:
    """What earlier conversations found, written without the `before.` of conditions."""
    if scope.before is None:
        node.wrong("only the flow of a check-in (`listed: no`) has something before it")
        return {}
    earlier = {name.removeprefix(BEFORE): outline for name, outline in scope.before.items()}
    return _answers(node, Scope(scope.known, earlier, complete=scope.known.whole))


def _answers(node: Node, scope: Scope) -> dict[str, frozenset[str]]:
    if node.value == {}:
        return {}  # nothing but harmless answers
    found = {}
    for key, value in node.entries():
        if step := scope.outline(key):
            found[key.word()] = _ticked(value, step)
    return found


def _ticked(value: Node, step: Outline) -> frozenset[str]:
    """The options of one answer; `none` alone is "none of these"."""
    if step.many and value.value == "none":
        return frozenset()
    if not step.many and len(value.each()) != 1:
        value.wrong(f"exactly one option of `{step.id}` is chosen")
    return frozenset(option.choice(step.options, f"option of `{step.id}`:") for option in value.each())
