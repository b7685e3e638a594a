"""The patterns of safety_net.yaml: what people may say, as a clinician writes it.

    chest pain                the words in this order ("really", "a" and other small words may stand between)
    cant .. move ... arm      .. at most two, ... at most six other words between
    <face> & <droop>          in either order, at most six words between; the last one named is the sign itself
    <face>                    any of the words and phrases listed under `words: face`
    20-42 weeks               a number in figures
    ^ stroke $                ^ is the beginning of a sentence and $ its end

In a list of words, `droop*` stands for the word with each of the usual `endings`. A word with umlauts stands for the
word without their dots and with an "e" after each as well: `hängt` for hangt and haengt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, permutations, product

from bot.content.nodes import Node, did_you_mean
from bot.triage.phrases import Number, OneOf, Part, Pattern, Patterns
from bot.triage.spoken import FIRST, LAST, is_one_word, spellings

NEAR = {"..": 2, "...": 6}  # how many words may stand between what is before and after it
APART = 6  # ... and between the sides of `&`
MOST_SIDES = 4  # of `&`: they may come in any order

_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_VOWELS = "aeiouy"
_DOUBLES = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")  # words of one short syllable: drop, dropping
_NAME = re.compile(r"<([a-z0-9_]+)>")

Phrases = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that patterns may name, and the words that do not matter in them."""

    articles: Collection[str] = ()  # left out of messages and patterns
    small: Collection[str] = ()  # left out of messages
    endings: Sequence[str] = ()
    lists: dict[str, Phrases] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)  # the lists that something names

    def phrases(self, node: Node, text: str) -> Phrases:
        """An entry of a list of words: a word, a phrase, a stem such as `droop*`, or another list as `<face>`."""
        if name := _NAME.fullmatch(text):
            return self._named(node, name[1])
        forms = (self._typed(word) for word in text.split())
        return frozenset(filter(None, (self.phrase(node, words) for words in product(*forms))))

    def _typed(self, word: str) -> tuple[str, ...]:
        """Each form of the word in each spelling that people type."""
        return tuple(typed for form in self._forms(word) for typed in spellings(form))

    def _forms(self, word: str) -> tuple[str, ...]:
        """`drop*`: drop, drops, dropped, dropping and so on; `shake*`: shaking. Any other word is itself."""
        if not word.endswith("*"):
            return (word,)
        whole = word[:-1]
        stem = whole[:-1] if whole.endswith("e") else whole + whole[-1:] if _DOUBLES.fullmatch(whole) else whole
        return (whole, *((stem if ending[0] in _VOWELS else whole) + ending for ending in self.endings))

    def phrase(self, node: Node, words: Iterable[str]) -> tuple[str, ...]:
        """The words of a phrase as they are read in a message."""
        phrase = tuple(word for word in words if word not in self.articles)
        for word in phrase:
            if word in self.small:
                node.wrong(f"`{word}` is a small word: it is not read, leave it out")
            elif not is_one_word(word):
                node.wrong(f"`{word}` is never read as one word: letters, or figures, or one sign stand together")
        if not phrase:
            node.wrong("only articles stand here, which are not read")
        return phrase

    def _named(self, node: Node, name: str) -> Phrases:
        if name not in self.lists:
            node.wrong(f"no words are listed as <{name}>{did_you_mean(name, self.lists)}")
        self.used.add(name)
        return self.lists.get(name, frozenset())


def leaves(node: Node) -> Iterator[Node]:
    """The parts of a list; those that belong together may stand in a list of their own."""
    for part in node.each():
        yield from leaves(part) if part.kind == "list" else (part,)


def read_patterns(node: Node, vocabulary: Vocabulary) -> Patterns:
    """One pattern, or a list of them."""
    return frozenset(pattern for leaf in leaves(node) for pattern in _pattern(leaf, vocabulary))


def _pattern(node: Node, vocabulary: Vocabulary) -> tuple[Pattern, ...]:
    """The pattern that stands here: one, or several where `&` lets its sides change places."""
    text = node.word()
    if not text:
        return ()
    sides = [_parts(node, side.split(), vocabulary) for side in text.split("&")]
    if len(sides) > MOST_SIDES:
        node.wrong(f"`&` joins at most {MOST_SIDES} sides")
        return ()
    return tuple(_joined(order, sides[-1]) for order in permutations(sides) if all(order))


def _joined(sides: Sequence[tuple[Part, ...]], sign: tuple[Part, ...]) -> Pattern:
    """The sides in this order; the last item of one of them is the sign."""
    parts: tuple[Part, ...] = ()
    at = 0
    for side in sides:
        parts += (replace(side[0], apart=APART if parts else 0), *side[1:])
        at = len(parts) - 1 if side is sign else at
    return Pattern(parts, at)


def _parts(node: Node, items: Sequence[str], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """One side of a pattern."""
    parts = []
    if not items or items[0] in NEAR or items[-1] in NEAR:
        node.wrong("words are missing beside `..`, `...` or `&`")
    for before, item in pairwise(("", *items)):
        if item not in NEAR:
            meaning = _item(node, item, vocabulary)
            parts += [Part(meaning, NEAR.get(before, 0))] if meaning else []
    return tuple(parts)


def _item(node: Node, text: str, vocabulary: Vocabulary) -> OneOf | Number | None:
    """What one item stands for; None for an article."""
    if range := _RANGE.fullmatch(text):
        return Number(float(range[1]), float(range[2]))
    if text in (FIRST, LAST):
        return OneOf(frozenset({(text,)}))
    if text in vocabulary.articles:
        return None
    phrases = vocabulary.phrases(node, text)
    return OneOf(phrases) if phrases else None
