"""What a button carries: a place, what identifies it there, and a verb, joined by dots; at most 64 bytes.

q.CONVERSATION.REVISION.VERB   a question: =option chooses, +option and -option tick, done, none, back, why, ...
c.CHECK_IN.VERB                a check-in: begin, tomorrow, three_days, one_week, stop, accept, decline
a.CAUSE+CAUSE.VERB             an alarm: happening, carry_on
y.FLOW.VERB                    consent: agree, decline
b.FLOW, l.TOPIC, m.CLASS       begin a flow, read a topic, read about a medicine class
d.VERB, r.                     delete; return to the present question
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from bot.triage.chat import CheckIn, Conversation
from bot.triage.screen import Button

MOST_CAUSES = 2  # of an alarm, so that its button stays within 64 bytes; the first ones are the gravest


def question(label: str, conversation: Conversation, verb: str) -> Button:
    return Button(label, f"q.{conversation.id}.{conversation.revision}.{verb}")


def check_in(label: str, appointment: CheckIn, verb: str) -> Button:
    return Button(label, f"c.{appointment.id}.{verb}")


def alarm(label: str, causes: Iterable[str], verb: str) -> Button:
    return Button(label, f"a.{'+'.join(islice(causes, MOST_CAUSES))}.{verb}")


def consent(label: str, flow: str, verb: str) -> Button:
    return Button(label, f"y.{flow}.{verb}")


def begin(label: str, flow: str) -> Button:
    return Button(label, f"b.{flow}")


def topic(label: str, id: str) -> Button:
    return Button(label, f"l.{id}")


def medicine(label: str, id: str) -> Button:
    return Button(label, f"m.{id}")


def delete(label: str, verb: str) -> Button:
    return Button(label, f"d.{verb}")


def return_to_question(label: str) -> Button:
    return Button(label, "r.")


def column(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """One button a row."""
    return tuple((button,) for button in buttons)
