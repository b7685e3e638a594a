"""Ann talks with the bot, the real service on a real store, and each turn is held against what must hold.

Levels never fall, nothing urgent is lost, nothing is shown that was not owed, a check-in knows what was said before it,
a stop is a stop, and what is on the disk is what was last said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.check_ins import tick
from bot.service import Arrival, Dropped, Gone, Row, Sent, Service
from bot.store.store import Store, open_store
from bot.triage.chat import Chat, Conversation, Stage
from bot.triage.conditions import BEFORE, Facts
from bot.triage.conversation import advance
from bot.triage.flow import Urgency, pick
from bot.triage.inputs import CheckInDue, Commanded, Input, Left, Said, Tapped, Unreadable
from bot.triage.library import Library
from bot.triage.screen import Button, Kind, Screen
from bot.triage.standing import before, stand
from bot.triage.turn import Scene, Turn
from bot.triage.walk import Level
from tests.conversing import Clock, Hand
from tests.store.made import ANN, Home

MEMORY = Path("/dev/shm")  # nobody cuts the power here, and what is written there need not be waited for


@dataclass(frozen=True, slots=True)
class Visited:
    """What a conversation that came to its end had been told, and what it said."""

    facts: Facts
    urgency: Urgency


class Process:
    """One life of the bot: a service on the store in this folder."""

    store: Store
    service: Service
    hand: Hand

    def __init__(self, home: Home, core: Callable[[Chat | None, Input, int, str, str], Turn], clock: Clock) -> None:
        self._home, self._core, self._clock = home, core, clock
        self._stack = AsyncExitStack()

    async def begins(self, tokens: count[int]) -> None:
        self.store = self._stack.enter_context(open_store(self._home.database, self._home.key_file))
        service = Service(self.store, self._core, self._clock, lambda: f"t{next(tokens):07d}")
        self.service = await self._stack.enter_async_context(service)
        self.hand = Hand(self.service)

    async def ends(self) -> None:
        await self._stack.aclose()


class Watched:
    """Ann, her clock, her network, and the bot. Whatever she does, the turn that comes of it is looked at."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.chat: Chat | None = None
        self.last = Turn(None)
        self._clock, self._tokens, self._messages = Clock(), count(1), count(1)
        self._owed: list[Screen] = []  # what was said and has not reached her
        self._seen: list[Screen] = []  # what has reached her
        self._told: dict[str, Conversation] = {}  # each conversation that was ever open, as it last was
        self._visited: Visited | None = None  # the last one that came to its end
        self._stopped = False  # she wants to be left alone, until she says yes to an offer
        self._folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self._runner = asyncio.Runner()
        self._process = self._begun()

    def gone(self) -> None:
        self._runner.run(self._process.ends())
        self._runner.close()
        self._folder.cleanup()

    # ---- what she does, and what happens around her ----

    def does(self, *inputs: Input) -> None:
        """Several at once come in one batch."""
        self._runner.run(self._received([Arrival(ANN, input) for input in inputs]))
        if self.last.clears:
            assert self._waiting() == len(self.last.screens), "something else waits to be sent after a stop"

    def waits(self, seconds: int) -> None:
        """Time passes for somebody who has been shown everything, and the bot looks at the clock."""
        self.receives()
        self._clock.now += seconds
        self._runner.run(tick(self._process.service))
        self.receives()

    def receives(self) -> None:
        """All that waits reaches her, in order: all that was owed."""
        while rows := self._runner.run(self._process.hand.rows()):
            for row in rows:
                self._has_left(row)
                self._seen.append(row.screen)
                self._runner.run(self._process.service.report(Sent(row, next(self._messages))))
        assert self._owed == [], "lost on the way"

    def fails_to_receive(self, report: type[Dropped] | type[Gone]) -> None:
        """One message that waits: Telegram will never take it, or finds that she has blocked the bot."""
        for row in self._runner.run(self._process.hand.rows()):
            self._has_left(row)
            self._runner.run(self._process.service.report(report(row)))

    def outlives_the_process(self, *, in_flight: bool) -> None:
        """The bot is started anew, also while a message is on its way of which nobody will hear."""
        if in_flight:
            self._runner.run(self._process.hand.rows())
        self._runner.run(self._process.ends())
        self._process = self._begun()

    # ---- what she sees ----

    def buttons(self, most: int = 1) -> list[Button]:
        """Those of the newest messages that have some."""
        self.receives()
        with_rows = [screen for screen in self._seen if screen.rows]
        return [button for screen in with_rows[-most:] for row in screen.rows for button in row]

    def choices(self) -> list[Button]:
        """The answers to the open question, none of them last; () where something else is being asked."""
        buttons = self.buttons() if self.is_asked else []
        return [button for button in buttons if verb(button).startswith(("=", "+", "none"))]

    @property
    def is_asked(self) -> bool:
        return self.chat is not None and self.chat.conversation is not None and not self.chat.conversation.concluded

    @property
    def is_urgent(self) -> bool:
        """Whether what she told of last needs a doctor today, or more."""
        present = self.chat.conversation if self.chat else None
        return present is not None and present.floor.urgency >= Urgency.URGENT

    @property
    def stage(self) -> Stage | None:
        """How far the check-in has come; None where there is none."""
        return self.chat.check_in.stage if self.chat and self.chat.check_in else None

    @property
    def due_in(self) -> int:
        """Seconds until the bot looks at this chat; 0 too where it will not."""
        due_at = self.chat.due_at if self.chat else None
        return 0 if due_at is None else max(0, due_at - int(self._clock.now))

    # ---- what must hold ----

    def holds(self) -> None:
        """At any time."""
        kept = self._process.store.chats.get(self._process.store.vault.hash(ANN))
        assert (kept.chat if kept else None) == self.chat, "what is on the disk is not what was last said"
        if self.chat is not None:
            self._nothing_urgent_is_lost(self.chat)
            self._a_stop_is_a_stop(self.chat)

    def _nothing_urgent_is_lost(self, chat: Chat) -> None:
        """Each conversation that reached urgent is the present one, or stands on record with all of its reasons."""
        present = chat.conversation.id if chat.conversation else ""
        visits = [visit for episode in chat.episodes for visit in episode.visits]
        for told in self._told.values():
            if told.floor.urgency >= Urgency.URGENT and told.id != present:
                assert any(
                    visit.level.urgency >= told.floor.urgency
                    and _grounds(told.floor) <= _grounds(visit.level)
                    and (visit.flow, visit.round) == (told.flow, told.round)
                    for visit in visits
                ), "something urgent is nowhere on record"

    def _a_stop_is_a_stop(self, chat: Chat) -> None:
        """Nothing is planned, and no check-in is asked about; she may be asked whether she wants it again."""
        if self._stopped:
            assert chat.due_at is None
            assert self.stage in (None, Stage.OFFERED)
            assert not (self.is_asked and chat.conversation and chat.conversation.round)

    def _advance(self, chat: Chat | None, input: Input, now: int, fresh: str, language: str) -> Turn:
        """The core, watched."""
        turn = advance(self.library, chat, input, now, fresh, language)
        if turn.clears and not isinstance(input, Left):
            self._owed.clear()
        self._owe(turn.screens)
        if isinstance(input, Tapped | Said | Commanded | Unreadable):
            assert turn.screens or turn.exports, "somebody is left without a word"  # a copy is made in a second step
        if isinstance(input, CheckInDue) and turn.screens:
            assert not self._stopped, "the bot writes after a stop"
        if turn.chat is None:
            self._told.clear()
        elif turn.chat.conversation is not None:
            self._compare(input, turn, turn.chat, turn.chat.conversation)
        self._stopped = (self._stopped or turn.clears) and not self._accepts(input, turn)
        self.chat, self.last = turn.chat, turn
        return turn

    def _owe(self, screens: Sequence[Screen]) -> None:
        """All of these reach her, but for a question that still waits when another takes its place."""
        if any(screen.kind is Kind.QUESTION for screen in screens):
            self._owed = [screen for screen in self._owed if screen.kind is not Kind.QUESTION]
        self._owed += screens

    def _compare(self, input: Input, turn: Turn, chat: Chat, now: Conversation) -> None:
        """The conversation with what it was before."""
        was = self._told.get(now.id)
        if was is None and now.round and self._visited:
            _knows(before(now, chat), now.round, self._visited)
        if was is not None:
            assert now.floor.urgency >= was.floor.urgency, "the level has fallen"
            assert _grounds(was.floor) <= _grounds(now.floor), "a reason is forgotten"
            assert now.revision >= was.revision
            assert now.concluded >= was.concluded
            assert now.concluded or now.revision > was.revision or _ticks_are_kept(input, was, now)
        if now.concluded and not (was and was.concluded):
            self._visited = self._ended(turn, chat, now)
        if now.concluded and now.floor.urgency < Urgency.EMERGENCY:
            asked = [button.data for screen in turn.screens for row in screen.rows for button in row]
            assert not any(data.startswith(f"q.{now.id}.") for data in asked), "it has ended and is asked on"
        self._told[now.id] = now

    def _ended(self, turn: Turn, chat: Chat, ended: Conversation) -> Visited:
        """What was told; and the level, as the words say it."""
        library = self.library.in_language(chat.language)
        facts = stand(Scene(library, int(self._clock.now), ""), ended, chat).facts
        urgency = ended.floor.urgency
        if urgency < Urgency.EMERGENCY:
            headline = pick(library.flows[ended.flow].dispositions[urgency].headline, facts)
            assert any(screen.kind is Kind.DISPOSITION and headline in screen.text for screen in turn.screens)
        asked = {id: facts[id] for id in ended.answers if facts.get(id) is not None}
        return Visited({BEFORE + id: answer for id, answer in asked.items()}, urgency)

    def _accepts(self, input: Input, turn: Turn) -> bool:
        """Whether she says yes to an offer."""
        stages = [chat.check_in.stage for chat in (self.chat, turn.chat) if chat is not None and chat.check_in]
        return isinstance(input, Tapped) and stages == [Stage.OFFERED, Stage.WAITING]

    # ---- how ----

    async def _received(self, arrivals: Sequence[Arrival]) -> None:
        await self._process.service.receive(arrivals)
        assert self._process.service.health.poisoned == 0, "the core has failed"

    def _has_left(self, row: Row) -> None:
        """It was owed, and nothing before it."""
        assert self._owed, f"shown and not owed: {row.screen.text}"
        assert replace(row.screen, replaces=False) == replace(self._owed.pop(0), replaces=False)

    def _waiting(self) -> int:
        counted: int = self._process.store.connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
        return counted

    def _begun(self) -> Process:
        process = Process(Home.within(Path(self._folder.name)), self._advance, self._clock)
        self._runner.run(process.begins(self._tokens))
        return process


def verb(button: Button) -> str:
    """What it does, without the place and the state that it is bound to."""
    return button.data.rpartition(".")[2]


def _knows(known: Facts, round: int, visited: Visited) -> None:
    """A check-in knows what the visit before it was told and said."""
    assert known[BEFORE + "urgency"] == frozenset({visited.urgency.word})
    assert known[BEFORE + "round"] == frozenset({str(round)})
    assert visited.facts.items() <= known.items()


def _grounds(level: Level) -> set[object]:
    """Why it is so high, in no language."""
    return {(reason.urgency, reason.cause, reason.sources) for reason in level.reasons}


def _ticks_are_kept(input: Input, was: Conversation, now: Conversation) -> bool:
    """Only a tap on a ticked box takes a tick away."""
    unticks = isinstance(input, Tapped) and input.data.rpartition(".")[2].startswith("-")
    return unticks or all(ticked <= now.ticks.get(step, frozenset()) for step, ticked in was.ticks.items())
