"""Whatever the address says, the page has something to draw: the shipped flows under any moves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.load import load, packaged_flows
from bot.triage.flow import Flow
from bot.triage.library import Library
from bot.workbench.moves import read
from bot.workbench.play import Played, play
from bot.workbench.view import Asked, view
from bot.workbench.watch import Content
from tests.workbench.made import NOW

PRESSED = (
    "q.back",
    "q.slip",
    "q.why",
    "q.neither",
    "c.accept",
    "c.begin",
    "c.tomorrow",
    "c.stop",
    "a.stroke.happening",
    "a.stroke.carry_on",
    "d.yes.00000001",  # of a /delete that was the first move
    "y.lip_twitch.agree",
    "b.lip_twitch.00000000",  # in the place of the conversation with which all begins
    "r.",
    "l.x",
    "m.x",
)
WROTE = ("/learn", "/summary", "/delete", "/stop", "/check", "/export", "hello", "my face droops")
OTHERS = ("~", *(f".{verb}" for verb in PRESSED), *(f":{text}" for text in WROTE))


@cache
def library() -> Library:
    return load(packaged_flows())


@st.composite
def answers(draw: st.DrawFn, flow: Flow) -> str:
    """An answer to one of the flow's questions, fitting or not, or a tick."""
    step = draw(st.sampled_from(flow.steps))
    options = st.sampled_from([option.id for option in step.options])
    if draw(st.booleans()):
        return f"{step.id}={'+'.join(draw(st.sets(options, max_size=3 if step.many else 1)))}"
    return f"{step.id}{draw(st.sampled_from('+-'))}{draw(options)}"


@settings(deadline=None)
@given(st.data())
def test_any_moves_can_be_drawn_and_tapped_on(data: st.DataObject) -> None:
    """Nothing raises; and the moves that the page gets back say the same again, with any button tapped after them."""
    content = Content(library(), version=1)
    flow = data.draw(st.sampled_from([*library().flows.values()]))
    moves = data.draw(st.lists(answers(flow) | st.sampled_from(OTHERS) | st.text(max_size=8), max_size=25))
    first = view(content, Asked(flow.id, tuple(moves)), NOW).trial
    assert first is not None
    assert view(content, Asked(flow.id, first.moves), NOW).trial == first
    buttons = [button.data for message in first.messages for row in message.rows for button in row]
    tapped = data.draw(st.sampled_from(buttons or [""]))
    assert view(content, Asked(flow.id, first.moves, tapped), NOW).trial is not None


def test_what_is_pressed_is_of_today() -> None:
    """The buttons above do what they say: else nothing would be tried of what comes after them."""
    deleting, anew = (":/delete", ".d.yes.00000001"), (".b.lip_twitch.00000000",)
    assert {anew[0], deleting[1]} < set(OTHERS)
    assert _played(deleting)[-1].turn.chat is None
    assert [played.conversation.id for played in _played(anew) if played.conversation] == ["00000000", "00000001"]


def _played(words: Sequence[str]) -> Sequence[Played]:
    moves = [move for word in words if (move := read(word))]
    return play(library(), library().flows["lip_twitch"], moves, NOW)
