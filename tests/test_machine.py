"""Whatever happens to a chat, in whatever order: the real service on a real store, with time, restarts and deliveries.

What must hold is looked at after each turn: levels never fall, nothing urgent is lost, nothing is shown that was not
owed, a stop is a stop, and what is on the disk is what was last said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.check_ins import tick
from bot.content.load import load, packaged_flows
from bot.service import Arrival, Dropped, Gone, Row, Sent, Service
from bot.store.store import Store, open_store
from bot.triage.chat import Chat, Conversation, Stage
from bot.triage.conditions import BEFORE, Facts
from bot.triage.conversation import advance
from bot.triage.flow import Step, Urgency, pick
from bot.triage.inputs import CheckInDue, Commanded, Input, Left, Said, Tapped, Unreadable
from bot.triage.library import Library
from bot.triage.screen import Button, Kind, Screen
from bot.triage.standing import before, stand
from bot.triage.turn import Scene, Turn
from tests.conversing import Clock, Hand
from tests.store.made import ANN, Home
from tests.triage.made import AGAIN, DAY, HOUR, LIP, PLAN, dispositions, library, option, said

COMMANDS = ("start", "check", "learn", "medicines", "status", "summary", "export", "delete", "stop", "help", "nonsense")
EYE = Step("eye", said("Eyes?"), (option("eye", "open", Urgency.URGENT),), many=True)
PLANS = dispositions(dict.fromkeys((Urgency.SELF_CARE, Urgency.ROUTINE, Urgency.URGENT), (PLAN,)))
FIRST = replace(LIP, dispositions=PLANS)
CHECK_IN = replace(AGAIN, steps=(AGAIN.steps[0], EYE, *AGAIN.steps[1:]), dispositions=PLANS, digest="again-eye")


def made() -> Sequence[Library]:
    """A small library, and what becomes of it as its author goes on: a question more, one less, a flow that is gone."""
    longer = replace(FIRST, steps=(*FIRST.steps[:3], replace(EYE, id="new"), *FIRST.steps[3:]), digest="lip-2")
    shorter = replace(AGAIN, dispositions=PLANS, digest="again-short")
    return library(FIRST, CHECK_IN), library(longer, CHECK_IN), library(FIRST, shorter), library(FIRST)


@cache
def shipped() -> Sequence[Library]:
    return (load(packaged_flows()),)


@dataclass(frozen=True, slots=True)
class Visited:
    """What a conversation that came to its end had been told, and what it said."""

    facts: Facts
    urgency: Urgency


class Process:
    """One life of the bot: a service on the store in this folder."""

    def __init__(self, home: Home, core: Callable[[Chat | None, Input, int, str], Turn], clock: Clock) -> None:
        self._home, self._core, self._clock = home, core, clock
        self._stack = AsyncExitStack()
        self.store: Store
        self.service: Service
        self.hand: Hand

    async def begins(self, tokens: count[int]) -> None:
        self.store = self._stack.enter_context(open_store(self._home.database, self._home.key_file))
        self.store.connection.execute("PRAGMA synchronous = OFF")  # nobody cuts the power here
        service = Service(self.store, self._core, self._clock, lambda: f"t{next(tokens):07d}")
        self.service = await self._stack.enter_async_context(service)
        self.hand = Hand(self.service)

    async def ends(self) -> None:
        await self._stack.aclose()


class Anything(RuleBasedStateMachine):
    """Ann, her clock, her author, her network, and the bot."""

    libraries: Callable[[], Sequence[Library]] = staticmethod(made)
    harmless: Sequence[str] = ("hm", "pills", "dops", "", "no")
    alarming: Sequence[str] = ("fire", "smoke and fire")
    urgent: Sequence[str] = ("numb", "new", "open")  # options that lead there

    def __init__(self) -> None:
        super().__init__()
        self.library = self.libraries()[0]
        self.clock, self.tokens, self.messages = Clock(), count(1), count(1)
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.chat: Chat | None = None
        self.turns: list[Turn] = []
        self.owed: list[Screen] = []  # what was said and has not reached her
        self.seen: list[Screen] = []  # what has reached her
        self.told: dict[str, Conversation] = {}  # each conversation that was ever open, as it last was
        self.visited: Visited | None = None
        self.stopped = False
        self.process = self._process()

    def teardown(self) -> None:
        self.runner.run(self.process.ends())
        self.runner.close()
        self.folder.cleanup()

    # ---- what Ann does ----

    @initialize(far=st.integers(0, 4))
    def agrees(self, far: int) -> None:
        """And may have come some way already: to the offer, to the invitation, into the check-in, to its nudge."""
        self._does(Commanded("start", self.library.listed[0].id))
        self._delivers()
        self._does(Tapped(next(button.data for button in self._buttons(1) if button.data.startswith("y."))))
        while far and (choices := self._choices()):
            self._chooses(choices[-1] if _verb(choices[-1]) == "none" else choices[0])
        further = (self.is_written_to, self.answers_the_invitation, self.is_nudged)
        for goes_on in further[: max(0, far - 1)]:
            goes_on()

    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        """One of the buttons of the newest message."""
        self._delivers()
        if buttons := self._buttons(1):
            self._does(Tapped(data.draw(st.sampled_from(buttons)).data))

    @rule(data=st.data())
    def taps_an_old_button(self, data: st.DataObject) -> None:
        if buttons := self._buttons(999):
            self._does(Tapped(data.draw(st.sampled_from(buttons)).data))

    @rule(data=st.data())
    def taps_twice(self, data: st.DataObject) -> None:
        """Whatever it is, the second tap changes nothing more."""
        self._delivers()
        if buttons := self._buttons(1):
            tap = Tapped(data.draw(st.sampled_from(buttons)).data)
            self._does(tap, tap)
            once, twice = (turn.chat for turn in self.turns[-2:])
            assert _but_for_when(once) == _but_for_when(twice), tap.data

    @precondition(lambda self: self._is_asked())
    @rule()
    def goes_back(self) -> None:
        self._delivers()
        if back := [button for button in self._buttons(1) if button.data.endswith(".back")]:
            self._does(Tapped(back[0].data))

    @precondition(lambda self: self._is_asked())
    @rule(data=st.data(), most=st.sampled_from((1, 3, 30)))
    def answers(self, data: st.DataObject, most: int) -> None:
        """So many questions, in any way."""
        for _ in range(most):
            if not (choices := self._choices()):
                return
            self._chooses(data.draw(st.sampled_from([*choices, choices[-1]])))

    @precondition(lambda self: self._is_asked())
    @rule()
    def tells_of_something_urgent(self) -> None:
        """Soon, if it is asked about."""
        for _ in range(4):
            if not (choices := self._choices()):
                return
            urgent = [button for button in choices if _verb(button)[1:] in self.urgent]
            self._chooses([*urgent, choices[-1]][0])

    @precondition(lambda self: self._is_asked())
    @rule()
    def begins_anew(self) -> None:
        self._does(Commanded("check", self.library.listed[0].id))

    @precondition(lambda self: self._stage() in (Stage.OFFERED, Stage.WAITING))
    @rule()
    def is_written_to(self) -> None:
        """The offer is accepted, and the time comes."""
        if self._stage() is Stage.OFFERED:
            self._taps_check_in("accept")
        self._waits(self._due_in())

    @precondition(lambda self: self._stage() in (Stage.INVITED, Stage.NUDGED))
    @rule()
    def answers_the_invitation(self) -> None:
        self._taps_check_in("begin")

    @precondition(lambda self: self._stage() in (Stage.INVITED, Stage.BEGUN) and self._due_in() > 0)
    @rule()
    def is_nudged(self) -> None:
        self._waits(self._due_in())

    @precondition(lambda self: self._stage() is not None)
    @rule()
    def wants_no_more(self) -> None:
        self._taps_check_in("decline" if self._stage() is Stage.OFFERED else "stop")

    @rule(data=st.data())
    def says_something_harmless(self, data: st.DataObject) -> None:
        said: list[Input] = [Unreadable(), *map(Said, self.harmless)]
        self._does(data.draw(st.sampled_from(said)))

    @rule(data=st.data())
    def says_something_alarming(self, data: st.DataObject) -> None:
        """In every state it is answered with an alarm."""
        self._does(Said(data.draw(st.sampled_from(self.alarming))))
        assert self.turns[-1].alerts
        assert [screen.kind for screen in self.turns[-1].screens] == [Kind.ALARM]

    @rule(command=st.sampled_from(COMMANDS), argument=st.sampled_from(("", "", "pills")))
    def sends(self, command: str, argument: str) -> None:
        self._does(Commanded(command, argument))

    # ---- what happens around her ----

    @rule(seconds=st.sampled_from((1, HOUR + 1, DAY, 3 * DAY, 14 * DAY)))
    def time_passes(self, seconds: int) -> None:
        self._waits(seconds)

    @rule()
    def messages_arrive(self) -> None:
        """All that was owed has then reached her, and nothing else."""
        self._delivers()
        assert self.owed == []

    @rule()
    def telegram_refuses_a_message(self) -> None:
        for row in self.runner.run(self.process.hand.rows()):
            self._has_left(row)
            self.runner.run(self.process.service.report(Dropped(row)))

    @rule()
    def she_blocks_the_bot(self) -> None:
        """Delivery finds out. What is older than that message is void, and no check-in is planned."""
        for row in self.runner.run(self.process.hand.rows()):
            self._has_left(row)
            self.runner.run(self.process.service.report(Gone(row)))

    @rule(data=st.data())
    def the_author_changes_the_flows(self, data: st.DataObject) -> None:
        self.library = data.draw(st.sampled_from(self.libraries()))

    @rule(in_flight=st.booleans())
    def the_bot_is_started_anew(self, in_flight: bool) -> None:
        """Also while a message is on its way, of which nobody will hear."""
        if in_flight:
            self.runner.run(self.process.hand.rows())
        self.runner.run(self.process.ends())
        self.process = self._process()

    # ---- what must hold ----

    @invariant()
    def what_is_on_the_disk_is_what_was_last_said(self) -> None:
        kept = self.process.store.chats.get(self.process.store.vault.hash(ANN))
        assert (kept.chat if kept else None) == self.chat

    @invariant()
    def nothing_urgent_is_lost(self) -> None:
        """Each conversation that reached urgent is the present one, or stands on record with all of its reasons."""
        for told in self.told.values() if self.chat else ():
            if told.floor.urgency >= Urgency.URGENT and not self._is_present(told):
                assert any(
                    visit.level.urgency >= told.floor.urgency
                    and set(told.floor.reasons) <= set(visit.level.reasons)
                    and (visit.flow, visit.round) == (told.flow, told.round)
                    for episode in self.chat.episodes  # type: ignore[union-attr]
                    for visit in episode.visits
                )

    @invariant()
    def a_stop_is_a_stop(self) -> None:
        """Nothing is planned, and no check-in is asked about; she may be asked whether she wants it again."""
        if self.stopped and self.chat is not None:
            assert self.chat.due_at is None
            assert self._stage() in (None, Stage.OFFERED)
            assert not (self._is_asked() and self.chat.conversation and self.chat.conversation.round)

    # ---- how ----

    def _core(self, chat: Chat | None, input: Input, now: int, fresh: str) -> Turn:
        """The core, watched: what each turn does to the chat, and what it says."""
        turn = advance(self.library, chat, input, now, fresh)
        self.turns.append(turn)
        if turn.clears and not isinstance(input, Left):
            self.owed.clear()
        self._owes(turn.screens)
        if isinstance(input, Tapped | Said | Commanded | Unreadable):
            assert turn.screens or turn.exports, "somebody is left without a word"
        if isinstance(input, CheckInDue) and turn.screens:
            assert not self.stopped, "the bot writes after a stop"
        if turn.chat is None:
            self.told.clear()
        elif turn.chat.conversation is not None:
            self._compare(input, turn, turn.chat, turn.chat.conversation)
        self._stopped(input, turn)
        self.chat = turn.chat
        return turn

    def _owes(self, screens: Sequence[Screen]) -> None:
        """All of these reach Ann, but for a question that still waits when another takes its place."""
        if any(screen.kind is Kind.QUESTION for screen in screens):
            self.owed = [screen for screen in self.owed if screen.kind is not Kind.QUESTION]
        self.owed += screens

    def _compare(self, input: Input, turn: Turn, chat: Chat, now: Conversation) -> None:
        """The conversation with what it was before."""
        was = self.told.get(now.id)
        if was is None and now.round and self.visited:
            self._knows(before(now, chat), now.round, self.visited)
        if was is not None:
            assert now.floor.urgency >= was.floor.urgency, "the level has fallen"
            assert set(was.floor.reasons) <= set(now.floor.reasons), "a reason is forgotten"
            assert now.revision >= was.revision
            assert now.concluded >= was.concluded
            assert now.concluded or now.revision > was.revision or _ticks_are_kept(input, was, now)
        if now.concluded and not (was and was.concluded):
            self.visited = self._visited(turn, chat, now)
        if now.concluded and now.floor.urgency < Urgency.EMERGENCY:
            asked = [button.data for screen in turn.screens for row in screen.rows for button in row]
            assert not any(data.startswith(f"q.{now.id}.") for data in asked), "it has ended and is asked on"
        self.told[now.id] = now

    def _visited(self, turn: Turn, chat: Chat, ended: Conversation) -> Visited:
        """What was told; and the level, as the words say it."""
        scene = Scene(self.library, int(self.clock.now), "")
        facts = stand(scene, ended, chat).facts
        urgency = ended.floor.urgency
        if urgency < Urgency.EMERGENCY:
            headline = pick(self.library.flows[ended.flow].dispositions[urgency].headline, facts)
            assert any(screen.kind is Kind.DISPOSITION and headline in screen.text for screen in turn.screens)
        asked = {id: facts[id] for id in ended.answers if facts.get(id) is not None}
        return Visited({BEFORE + id: answer for id, answer in asked.items()}, urgency)

    def _knows(self, known: Facts, round: int, visited: Visited) -> None:
        """A check-in knows what the visit before it was told and said."""
        assert known[BEFORE + "urgency"] == frozenset({visited.urgency.word})
        assert known[BEFORE + "round"] == frozenset({str(round)})
        assert visited.facts.items() <= known.items()

    def _stopped(self, input: Input, turn: Turn) -> None:
        """Whether Ann wants to be left alone: until she says yes to an offer."""
        stages = [chat.check_in.stage for chat in (self.chat, turn.chat) if chat is not None and chat.check_in]
        if isinstance(input, Tapped) and stages == [Stage.OFFERED, Stage.WAITING]:
            self.stopped = False
        self.stopped = self.stopped or turn.clears

    def _does(self, *inputs: Input) -> None:
        self.runner.run(self._received([Arrival(ANN, input) for input in inputs]))
        if self.turns[-1].clears:  # the service has posted what this turn says, and withdrew all else
            assert self._waiting() == len(self.turns[-1].screens)

    async def _received(self, arrivals: Sequence[Arrival]) -> None:
        await self.process.service.receive(arrivals)
        assert self.process.service.health.poisoned == 0, "the core has failed"

    def _taps_check_in(self, verb: str) -> None:
        assert self.chat is not None
        assert self.chat.check_in is not None
        self._does(Tapped(f"c.{self.chat.check_in.id}.{verb}"))

    def _choices(self) -> list[Button]:
        """The answers to the open question, none of them last; () where something else is being asked."""
        self._delivers()
        buttons = self._buttons(1) if self._is_asked() else []
        return [button for button in buttons if _verb(button).startswith(("=", "+", "none"))]

    def _chooses(self, chosen: Button) -> None:
        done = Tapped(f"{chosen.data.rpartition('.')[0]}.done")
        self._does(Tapped(chosen.data), *([done] if _verb(chosen).startswith("+") else []))

    def _waits(self, seconds: int) -> None:
        """Time passes for somebody who has been shown everything, and the bot looks at the clock."""
        self._delivers()
        self.clock.now += seconds
        self.runner.run(tick(self.process.service))
        self._delivers()

    def _delivers(self) -> None:
        """All that waits reaches Ann, in order."""
        while rows := self.runner.run(self.process.hand.rows()):
            for row in rows:
                self._has_left(row)
                self.seen.append(row.screen)
                self.runner.run(self.process.service.report(Sent(row, next(self.messages))))

    def _has_left(self, row: Row) -> None:
        """It was owed, and nothing before it."""
        assert self.owed, f"shown and not owed: {row.screen.text}"
        assert replace(row.screen, replaces=False) == replace(self.owed.pop(0), replaces=False)

    def _waiting(self) -> int:
        counted: int = self.process.store.connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
        return counted

    def _buttons(self, most: int) -> list[Button]:
        """Those of the newest messages that have some."""
        with_rows = [screen for screen in self.seen if screen.rows]
        return [button for screen in with_rows[-most:] for row in screen.rows for button in row]

    def _stage(self) -> Stage | None:
        """How far the check-in has come; None where there is none."""
        return self.chat.check_in.stage if self.chat and self.chat.check_in else None

    def _due_in(self) -> int:
        due_at = self.chat.due_at if self.chat else None
        return 0 if due_at is None else max(0, due_at - int(self.clock.now))

    def _is_asked(self) -> bool:
        return self.chat is not None and self.chat.conversation is not None and not self.chat.conversation.concluded

    def _is_present(self, told: Conversation) -> bool:
        present = self.chat.conversation if self.chat else None
        return present is not None and present.id == told.id

    def _process(self) -> Process:
        process = Process(Home.within(Path(self.folder.name)), self._core, self.clock)
        self.runner.run(process.begins(self.tokens))
        return process


def _verb(button: Button) -> str:
    return button.data.rpartition(".")[2]


def _ticks_are_kept(input: Input, was: Conversation, now: Conversation) -> bool:
    """Only a tap on a ticked box takes a tick away."""
    unticks = isinstance(input, Tapped) and input.data.rpartition(".")[2].startswith("-")
    return unticks or all(ticked <= now.ticks.get(step, frozenset()) for step, ticked in was.ticks.items())


def _but_for_when(chat: Chat | None) -> Chat | None:
    """A chat without when somebody was last here, and which request to delete is open."""
    return replace(chat, active_at=0, deleting="") if chat else None


class Shipped(Anything):
    """The flows, the words and the safety net that people meet."""

    libraries = staticmethod(shipped)
    harmless = ("hm", "ibuprofen", "serralin", "what is a fit?")
    alarming = ("my face is drooping and I can't speak", "I want to die")
    urgent = ("droop", "days", "eye_open")


TestMade = Anything.TestCase
TestMade.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestShipped = Shipped.TestCase
TestShipped.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
