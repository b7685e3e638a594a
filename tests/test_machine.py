"""Whatever happens to a chat, in whatever order: taps, texts, commands, time, restarts, deliveries and changed flows.

`watched.py` says what must hold meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.service import Dropped, Gone
from bot.triage.chat import Chat, Stage
from bot.triage.flow import Rule, Step, Urgency
from bot.triage.inputs import Commanded, Input, Said, Tapped, Unreadable
from bot.triage.library import Language, Library, speaking
from bot.triage.screen import Button, Kind
from tests.content import pseudo
from tests.triage.made import AGAIN, DAY, HOUR, LIP, PLAN, dispositions, library, option, said
from tests.watched import Watched, verb

COMMANDS = (
    *("start", "check", "learn", "medicines", "status", "language"),
    *("summary", "export", "delete", "stop", "help", "nonsense"),
)
OTHER = Language("eo", "Esperanto")
EYE = Step("eye", said("Eyes?"), (option("eye", "open", Urgency.URGENT),), many=True)
PLANS = dispositions(dict.fromkeys((Urgency.SELF_CARE, Urgency.ROUTINE, Urgency.URGENT), (PLAN,)))
FIRST = replace(LIP, dispositions=PLANS)
CHECK_IN = replace(AGAIN, steps=(AGAIN.steps[0], EYE, *AGAIN.steps[1:]), dispositions=PLANS, digest="again-eye")


def made() -> Sequence[Library]:
    """A small library, and what becomes of it as its author goes on: a question more, one less, a flow that is gone."""
    longer = replace(FIRST, steps=(*FIRST.steps[:3], replace(EYE, id="new"), *FIRST.steps[3:]), digest="lip-2")
    shorter = replace(AGAIN, dispositions=PLANS, digest="again-short")
    versions = ((FIRST, CHECK_IN), (longer, CHECK_IN), (FIRST, shorter), (FIRST,))
    return [speaking((written := library(*flows), translated(written))) for flows in versions]


def translated(written: Library) -> Library:
    """In another language, in which every reason is said otherwise."""
    steps = {id: tuple(map(_said_otherwise, flow.steps)) for id, flow in written.flows.items()}
    flows = {id: replace(flow, steps=steps[id]) for id, flow in written.flows.items()}
    return replace(written, flows=flows, language=OTHER)


def _said_otherwise(step: Step) -> Step:
    return replace(
        step, options=tuple(replace(each, raises=each.raises and _why(each.raises)) for each in step.options)
    )


def _why(rule: Rule) -> Rule:
    return replace(rule, because=tuple(replace(say, text=f"other {say.text}") for say in rule.because))


def shipped() -> Sequence[Library]:
    return (pseudo.shipped(),)


class Anything(RuleBasedStateMachine):
    """Ann, her author, and the bot."""

    libraries: Callable[[], Sequence[Library]] = staticmethod(made)
    harmless: Sequence[str] = ("hm", "pills", "dops", "")
    alarming: Sequence[str] = ("fire", "smoke and fire")
    urgent: Sequence[str] = ("numb", "new", "open")  # options that lead there

    def __init__(self) -> None:
        super().__init__()
        self.ann = Watched(self.libraries()[0])

    def teardown(self) -> None:
        self.ann.gone()

    @invariant()
    def all_holds(self) -> None:
        self.ann.holds()

    @initialize(far=st.integers(0, 5))
    def agrees(self, far: int) -> None:
        """And may have come some way already: to the offer, to the check-in, into something urgent, to its nudge."""
        self.ann.does(Commanded("start", self.ann.library.listed[0].id))
        self.ann.does(Tapped(next(button.data for button in self.ann.buttons() if button.data.startswith("y."))))
        while far and (choices := self.ann.choices()):
            self._chooses(choices[-1] if verb(choices[-1]) == "none" else choices[0])
        further = (self.is_written_to, self.answers_the_invitation, self.tells_of_something_urgent, self.is_nudged)
        for goes_on in further[: max(0, far - 1)]:
            goes_on()

    # ---- questions ----

    @precondition(lambda self: self.ann.is_asked)
    @rule(data=st.data(), most=st.sampled_from((1, 3, 30)))
    def answers(self, data: st.DataObject, most: int) -> None:
        """So many questions, in any way."""
        for _ in range(most):
            if not (choices := self.ann.choices()):
                return
            self._chooses(data.draw(st.sampled_from([*choices, choices[-1]])))

    @precondition(lambda self: self.ann.is_asked)
    @rule()
    def tells_of_something_urgent(self) -> None:
        """Soon, if it is asked about, and nothing after it."""
        while not self.ann.is_urgent and (choices := self.ann.choices()):
            urgent = [button for button in choices if verb(button)[1:] in self.urgent]
            self._chooses([*urgent, choices[-1]][0])

    @precondition(lambda self: self.ann.is_asked)
    @rule()
    def goes_back(self) -> None:
        if back := [button for button in self.ann.buttons() if verb(button) == "back"]:
            self.ann.does(Tapped(back[0].data))

    @precondition(lambda self: self.ann.is_asked)
    @rule(command=st.sampled_from(("check", "stop")))
    def leaves_in_the_middle(self, command: str) -> None:
        self.ann.does(Commanded(command))

    # ---- check-ins ----

    @precondition(lambda self: self.ann.stage in (Stage.OFFERED, Stage.WAITING))
    @rule()
    def is_written_to(self) -> None:
        """The offer is accepted, and the time comes."""
        if self.ann.stage is Stage.OFFERED:
            self._taps_check_in("accept")
        self.ann.waits(self.ann.due_in)

    @precondition(lambda self: self.ann.stage in (Stage.INVITED, Stage.NUDGED))
    @rule()
    def answers_the_invitation(self) -> None:
        self._taps_check_in("begin")

    @precondition(lambda self: self.ann.stage in (Stage.INVITED, Stage.BEGUN) and self.ann.due_in > 0)
    @rule()
    def is_nudged(self) -> None:
        self.ann.waits(self.ann.due_in)

    @precondition(lambda self: self.ann.stage is not None)
    @rule()
    def wants_no_more(self) -> None:
        self._taps_check_in("decline" if self.ann.stage is Stage.OFFERED else "stop")

    # ---- anything at any time ----

    @rule(data=st.data(), of=st.sampled_from((1, 999)))
    def taps(self, data: st.DataObject, of: int) -> None:
        """A button of the newest message, or of any."""
        if buttons := self.ann.buttons(of):
            self.ann.does(Tapped(data.draw(st.sampled_from(buttons)).data))

    @rule(data=st.data())
    def taps_twice(self, data: st.DataObject) -> None:
        """Whatever it is, the second tap changes nothing more."""
        if buttons := self.ann.buttons():
            tap = Tapped(data.draw(st.sampled_from(buttons)).data)
            self.ann.does(tap)
            once = _but_for_when(self.ann.chat)
            self.ann.does(tap)
            assert _but_for_when(self.ann.chat) == once, tap.data

    @rule(data=st.data())
    def taps_a_box_and_something_beside_it(self, data: st.DataObject) -> None:
        """Quickly, on the same keyboard."""
        if buttons := self.ann.buttons():
            two = [data.draw(st.sampled_from(buttons)) for _ in range(2)]
            self.ann.does(*(Tapped(button.data) for button in two))

    @rule(data=st.data())
    def says_something(self, data: st.DataObject) -> None:
        """An alarming text is answered with an alarm in every state."""
        inputs: list[Input] = [Unreadable(), *map(Said, (*self.harmless, *self.alarming))]
        input = data.draw(st.sampled_from(inputs))
        self.ann.does(input)
        if isinstance(input, Said) and input.text in self.alarming:
            assert self.ann.last.alerts
            assert [screen.kind for screen in self.ann.last.screens] == [Kind.ALARM]

    @rule(command=st.sampled_from(COMMANDS), argument=st.sampled_from(("", "pills")))
    def sends(self, command: str, argument: str) -> None:
        self.ann.does(Commanded(command, argument))

    @rule(code=st.sampled_from(("en", "eo")))
    def speaks_another_language(self, code: str) -> None:
        """What she has answered stays, and how urgent it is."""
        self.ann.does(Commanded("language"), Tapped(f"g.{code}.-"))

    @rule(seconds=st.sampled_from((0, HOUR + 1, 3 * DAY, 14 * DAY)))
    def time_passes(self, seconds: int) -> None:
        self.ann.waits(seconds)

    @rule(report=st.sampled_from((Dropped, Gone)))
    def a_message_does_not_reach_her(self, report: type[Dropped] | type[Gone]) -> None:
        self.ann.fails_to_receive(report)

    @rule(data=st.data())
    def the_author_changes_the_flows(self, data: st.DataObject) -> None:
        self.ann.library = data.draw(st.sampled_from(self.libraries()))

    @rule(in_flight=st.booleans())
    def the_bot_is_started_anew(self, in_flight: bool) -> None:
        self.ann.outlives_the_process(in_flight=in_flight)

    def _taps_check_in(self, verb: str) -> None:
        assert self.ann.chat is not None
        assert self.ann.chat.check_in is not None
        self.ann.does(Tapped(f"c.{self.ann.chat.check_in.id}.{verb}"))

    def _chooses(self, chosen: Button) -> None:
        """An answer; a box, with Done."""
        done = Tapped(f"{chosen.data.rpartition('.')[0]}.done")
        self.ann.does(Tapped(chosen.data), *([done] if verb(chosen).startswith("+") else []))


class Shipped(Anything):
    """The flows, the words and the safety net that people meet."""

    libraries = staticmethod(shipped)
    harmless = ("hm", "ibuprofen", "serralin", "what is a fit?")
    alarming = ("my face is drooping and I can't speak", "I want to die")
    urgent = ("droop", "days", "eye_open")


def _but_for_when(chat: Chat | None) -> Chat | None:
    """A chat without when somebody was last here, and which request to delete is open."""
    return replace(chat, active_at=0, deleting="") if chat else None


TestMade = Anything.TestCase
TestMade.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestShipped = Shipped.TestCase
TestShipped.settings = settings(max_examples=10, stateful_step_count=25, deadline=None)
