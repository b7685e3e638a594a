"""The safety net: every message a person writes is read for emergencies, in every state, by rules a clinician can edit.

A rule fires where one of its patterns occurs and counts. It does not count in an idiom, or in a context that the rule
heeds: denied, long past, a mere question. The words of the pattern itself make no context, so "can't find my words" is
a sign while "no droop" is none. Reading is deterministic, and explainable: an alert names its rule, so that the log
never needs the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.triage.contexts import Context, Covers, Grammar, clauses_of, covers, sentences_of, stretches_of, taken
from bot.triage.finder import Finder
from bot.triage.phrases import Found, Hit, Patterns
from bot.triage.spoken import cut


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule that fired."""

    rule: str
    cause: str  # a card of emergencies.yaml


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule: it holds where each part is met by one of its patterns."""

    parts: tuple[Patterns, ...]
    anywhere: bool = False  # the parts may stand in different sentences


@dataclass(frozen=True, slots=True)
class Rule:
    """What people say in an emergency of this cause."""

    id: str
    cause: str
    says: tuple[Line, ...]
    heeds: frozenset[str] = frozenset()  # the contexts in which it does not count
    unless: Patterns = frozenset()  # in the same sentence, speaks against it
    sources: tuple[str, ...] = ()
    mark: str = ""  # where it stands in its file

    @property
    def groups(self) -> tuple[Patterns, ...]:
        return (*(part for line in self.says for part in line.parts), self.unless)

    def may_fire(self, found: Found) -> bool:
        """Whether all that one of its lines needs occurs, be it denied or not."""
        return any(all(part in found for part in line.parts) for line in self.says)


@dataclass(frozen=True)
class SafetyNet:
    """All rules, and how to read a message for them."""

    rules: tuple[Rule, ...] = ()
    contexts: tuple[Context, ...] = ()
    idioms: Patterns = frozenset()  # what only sounds like a sign: "jaw dropped"
    grammar: Grammar = field(default_factory=Grammar)
    by_ear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "dye" -> what may be meant by it: "die"
    ordinary: frozenset[str] = frozenset()  # words that are no misspelling of others: "month" is not "mouth"

    def read(self, text: str) -> tuple[Alert, ...]:
        """The rules that fire on this text, in the order of the file; () when nothing is alarming. Never raises."""
        said = cut(text, self.words, self.grammar.small)
        sentences = sentences_of(said, self.grammar)
        stretches = stretches_of(said, sentences, self.grammar)
        found = self._finder.find(said.words, stretches)
        suspects = [rule for rule in self.rules if rule.may_fire(found)]
        if not suspects:
            return ()
        clauses = clauses_of(said, stretches, self.grammar, found)
        message = _Message(
            found,
            sentences,
            clauses,
            {context.id: covers(context, said, clauses, self.grammar, found) for context in self.contexts},
            taken(found.get(self.idioms, ())),
        )
        return tuple(Alert(rule.id, rule.cause) for rule in suspects if message.fires(rule))

    @property
    def words(self) -> frozenset[str]:
        """Every word that stands in a pattern."""
        return self._finder.words

    @cached_property
    def _finder(self) -> Finder:
        of_rules = (group for rule in self.rules for group in rule.groups)
        of_contexts = (group for context in self.contexts for group in context.groups)
        return Finder((*of_rules, *of_contexts, self.grammar.listed, self.idioms), self.by_ear, self.ordinary)


@dataclass(frozen=True, slots=True)
class _Message:
    """What was found in one message."""

    found: Found
    sentences: list[int]
    clauses: list[int]
    contexts: Mapping[str, Covers]
    idiom: int

    def fires(self, rule: Rule) -> bool:
        against = {self.sentences[hit.last] for hit in self.found.get(rule.unless, ())}
        return any(self._holds(line, rule, against) for line in rule.says)

    def _holds(self, line: Line, rule: Rule, against: set[int]) -> bool:
        """Whether each part of the line occurs and counts: in one sentence, or anywhere."""
        where = [
            {self.sentences[hit.last] for hit in self.found.get(part, ()) if self._counts(hit, rule)} - against
            for part in line.parts
        ]
        return all(where) if line.anywhere else bool(set.intersection(*where))

    def _counts(self, hit: Hit, rule: Rule) -> bool:
        """Whether it is neither part of an idiom nor covered by a context that the rule heeds."""
        return not hit.taken & self.idiom and not any(
            cover.first <= hit.sign < cover.end and cover.taken & ~hit.taken
            for context in rule.heeds
            for cover in self.contexts[context].get(self.clauses[hit.sign], ())
        )
