"""safety_net.yaml: what people write in an emergency, and the ways of speaking in which it is none."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.content.nodes import Fields, Node
from bot.content.patterns import Vocabulary, leaves, read_patterns
from bot.content.scope import Known
from bot.triage.contexts import Context, Grammar
from bot.triage.safety_net import Line, Rule, SafetyNet
from bot.triage.spoken import spellings

NEEDED = ("articles", "small", "ordinary", "endings", "words", "clauses", "contexts", "kinds", "idioms", "rules")

Kinds = Mapping[str, frozenset[str]]
"""Kind of a rule -> the contexts in which it does not count."""


def read_safety_net(node: Node, known: Known) -> SafetyNet:
    """All rules of the file. Every problem is noted, among them words that are listed but never used."""
    fields = node.fields(NEEDED, ("by_ear",))
    by_ear = fields.get("by_ear")
    vocabulary = _vocabulary(fields)
    contexts = tuple(_context(key, value, vocabulary) for key, value in fields["contexts"].entries())
    kinds = _kinds(fields["kinds"], {context.id for context in contexts})
    net = SafetyNet(
        rules=tuple(_rule(key, value, vocabulary, kinds, known) for key, value in fields["rules"].entries()),
        contexts=contexts,
        idioms=read_patterns(fields["idioms"], vocabulary),
        grammar=_grammar(fields["clauses"], vocabulary),
        by_ear=_by_ear(by_ear) if by_ear else {},
        ordinary=_single(fields["ordinary"]),
    )
    for key, _ in fields["words"].entries():
        if key.word() not in vocabulary.used:
            key.wrong(f"nothing uses <{key.word()}>")
    return net


def _vocabulary(fields: Fields) -> Vocabulary:
    """The lists of words; each may name those before it."""
    endings = tuple(ending.word() for ending in fields["endings"].items())
    vocabulary = Vocabulary(_single(fields["articles"]), _single(fields["small"]), endings)
    for key, value in fields["words"].entries():
        phrases = (vocabulary.phrases(entry, entry.word()) for entry in leaves(value))
        vocabulary.lists[key.id()] = frozenset().union(*phrases)
    return vocabulary


def _grammar(node: Node, vocabulary: Vocabulary) -> Grammar:
    fields = node.fields(("ends", "subjects", "begins", "carries", "joins", "listed"))
    return Grammar(
        small=frozenset(vocabulary.articles) | frozenset(vocabulary.small),
        ends=_single(fields["ends"]),
        subjects=_single(fields["subjects"]),
        begins=_single(fields["begins"]),
        carries=_single(fields["carries"]),
        joins=_single(fields["joins"]),
        listed=read_patterns(fields["listed"], vocabulary),
    )


def _context(key: Node, node: Node, vocabulary: Vocabulary) -> Context:
    fields = node.fields((), ("before", "after", "around", "but_not", "unless"))
    return Context(key.id(), **{name: read_patterns(value, vocabulary) for name, value in fields.found.items()})


def _kinds(node: Node, contexts: Collection[str]) -> Kinds:
    return {
        key.id(): frozenset(item.choice(contexts, "context") for item in value.items()) & frozenset(contexts)
        for key, value in node.entries()
    }


def _rule(key: Node, node: Node, vocabulary: Vocabulary, kinds: Kinds, known: Known) -> Rule:
    fields = node.fields(("cause", "kind", "says", "source"), ("unless",))
    unless = fields.get("unless")
    return Rule(
        id=key.id(),
        cause=fields["cause"].choice(known.causes, "cause"),
        says=_lines(fields["says"], vocabulary),
        heeds=kinds.get(fields["kind"].choice(kinds, "kind"), frozenset()),
        unless=read_patterns(unless, vocabulary) if unless else frozenset(),
        sources=tuple(item.choice(known.sources, "source") for item in fields.each("source")),
        mark=key.mark,
    )


def _lines(node: Node, vocabulary: Vocabulary) -> tuple[Line, ...]:
    """All patterns that are enough by themselves make one line; each `all` makes another."""
    items = list(leaves(node))
    alone = (read_patterns(item, vocabulary) for item in items if item.kind != "mapping")
    together = (_together(item, vocabulary) for item in items if item.kind == "mapping")
    return (Line((frozenset().union(*alone),)), *together)


def _together(node: Node, vocabulary: Vocabulary) -> Line:
    """Parts that must all be met: in one sentence, or anywhere in the message."""
    fields = node.fields(("all",), ("anywhere",))
    anywhere = fields.get("anywhere")
    parts = tuple(read_patterns(item, vocabulary) for item in fields["all"].items())
    return Line(parts, anywhere.yes() if anywhere else False)


def _by_ear(node: Node) -> dict[str, tuple[str, ...]]:
    """What is written -> the words that may be meant by it. In the file it stands the other way round."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in node.entries():
        for written in _single(value):
            found[written] = (*found.get(written, ()), *spellings(key.word()))
    return found


def _single(node: Node) -> frozenset[str]:
    """A list of single words, in each spelling that people type; several may stand in one line."""
    return frozenset(typed for item in node.items() for word in item.word().split() for typed in spellings(word))
