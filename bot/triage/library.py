"""The library: all content that a running bot speaks from, as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.triage.flow import Flow, Mark, Text
from bot.triage.safety_net import SafetyNet
from bot.triage.words import Words


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """What is said at once for one cause of an emergency."""

    cause: str
    headline: Text  # the action first: call
    now: Text  # what to do until help comes
    calling: Text  # what to say when calling
    also: Text  # the one line added to another card when several causes come together
    sources: tuple[str, ...] = ()
    confirmed: Text = ()  # what is said once somebody confirms that this is happening; () for the word of all causes
    of: tuple[str, ...] = ()  # the causes that it stands for where all of them come together
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Topic:
    """One screen of /learn."""

    id: str
    title: Text
    text: Text
    sources: tuple[str, ...] = ()
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """One class of the medicine table, as /medicines shows it."""

    id: str
    label: str
    text: str  # how it can matter, and what to do
    sources: tuple[str, ...] = ()
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    key: str
    title: str
    publisher: str = ""
    url: str = ""
    checked: str = ""  # how it was read: `direct`, `mirror`, ... (flows/sources.yaml)
    checked_on: str = ""  # on which day (ISO 8601); "": not opened yet
    read_at: str = ""  # where, if not at its own address
    says: str = ""  # what we take from it


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the look-up table and the class (an option of the step) that it stands for."""

    name: str
    option: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """What was understood of typed names."""

    found: tuple[Named, ...] = ()
    unsure: tuple[tuple[Named, ...], ...] = ()  # per unclear name, what it may have meant (near miss or name trap)
    unknown: int = 0  # how many names stayed unknown


@dataclass(frozen=True, slots=True)
class Signature:
    """A clinician has read all content and signed it."""

    name: str
    date: str  # ISO 8601
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the bot speaks."""

    code: str  # ISO 639-1
    name: str  # in itself: "Deutsch"


ENGLISH = Language("en", "English")


@dataclass(frozen=True)
class Library:
    """Everything that can be said. Numbers of the country stand in the texts already."""

    flows: Mapping[str, Flow]
    cards: Mapping[str, EmergencyCard]  # in file order: the first of several causes heads the card
    topics: Mapping[str, Topic]
    medicines: Mapping[str, MedicineClass]
    sources: Mapping[str, Source]
    words: Words
    safety_net: SafetyNet
    look_up: Callable[[str], LookUp]
    name_questions: Mapping[tuple[Named, ...], str]  # what a name of several meanings may stand for -> how to ask
    signed: Signature | None = None  # None: nobody signed, or something changed since
    language: Language = ENGLISH  # of every text
    spoken: Mapping[str, Library] = field(default_factory=dict, compare=False, repr=False)
    """The same in each language spoken, by its code, itself too, as `speaking` tells it. {}: there is but this one."""

    @property
    def listed(self) -> tuple[Flow, ...]:
        """The flows that a person can begin."""
        return tuple(flow for flow in self.flows.values() if flow.listed)

    @property
    def tongues(self) -> tuple[Library, ...]:
        """This library in each language spoken."""
        return tuple({**self.spoken, self.language.code: self}.values())

    def in_language(self, tag: str) -> Library:
        """In the language of an IETF tag, as in `de-AT`; in the first one where it is not spoken."""
        code = tag.partition("-")[0].lower()
        return next((tongue for tongue in self.tongues if tongue.language.code == code), self.tongues[0])


def speaking(tongues: Iterable[Library]) -> Library:
    """The first of these, which are the same in different languages. Each then knows all of them."""
    spoken: dict[str, Library] = {}
    for library in tongues:
        spoken[library.language.code] = replace(library, spoken=spoken)
    return next(iter(spoken.values()))
