"""What a button carries: a place, what identifies it there, and a verb, joined by dots; at most 64 bytes.

q.CONVERSATION.REVISION.VERB   a question: =option chooses, +option and -option tick, done, none, back, why, ...
c.CHECK_IN.VERB                a check-in: begin, tomorrow, three_days, one_week, stop, accept, decline
a.CAUSE+CAUSE.VERB             an alarm: happening, carry_on
y.FLOW.LANGUAGE.VERB           consent, asked for in this language: agree, decline
g.LANGUAGE.FLOW                speak another language; before consent, FLOW is what was to begin
b.FLOW.CONVERSATION            begin a flow, in the place of the conversation that was the last one then
l.TOPIC, m.CLASS, r.           read a topic or about a medicine class; return to the present question
d.VERB.REQUEST                 delete
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from bot.triage.chat import Chat, CheckIn, Conversation
from bot.triage.screen import Button

MOST_CAUSES = 2  # of an alarm, so that its button stays within 64 bytes; the first ones are the gravest


def question(label: str, conversation: Conversation, verb: str) -> Button:
    return Button(label, f"q.{conversation.id}.{conversation.revision}.{verb}")


def check_in(label: str, appointment: CheckIn, verb: str) -> Button:
    return Button(label, f"c.{appointment.id}.{verb}")


def alarm(label: str, causes: Iterable[str], verb: str) -> Button:
    return Button(label, f"a.{'+'.join(islice(causes, MOST_CAUSES))}.{verb}")


def consent(label: str, flow: str, verb: str, language: str) -> Button:
    return Button(label, f"y.{flow}.{language}.{verb}")


def language(label: str, code: str, flow: str) -> Button:
    return Button(label, f"g.{code}.{flow}")


def begin(label: str, flow: str, chat: Chat | None) -> Button:
    return Button(label, f"b.{flow}.{present_conversation(chat)}")


def present_conversation(chat: Chat | None) -> str:
    """What a button that begins anew is bound to: the conversation, open or ended, that it would take the place of."""
    return chat.conversation.id if chat is not None and chat.conversation is not None else "-"


def topic(label: str, id: str) -> Button:
    return Button(label, f"l.{id}")


def medicine(label: str, id: str) -> Button:
    return Button(label, f"m.{id}")


def delete(label: str, verb: str, request: str = "") -> Button:
    return Button(label, f"d.{verb}.{request}")


def return_to_question(label: str) -> Button:
    return Button(label, "r.")


def column(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """One button a row."""
    return tuple((button,) for button in buttons)
