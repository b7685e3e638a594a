"""The bot's own words: buttons, headings and notices. `flows/words.yaml` says them; here is only which there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def word(*placeholders: str) -> Any:
    """A word whose text may hold these `{placeholders}`, which are filled when it is said."""
    return field(metadata={"with": frozenset(placeholders)})


def button() -> Any:
    """What stands on a button: a label."""
    return field(metadata={"with": frozenset(), "button": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word by name. The loader refuses a missing or unknown one, and any placeholder not named here."""

    # Telegram's menu and profile
    commands: Mapping[str, str]
    description: str = word()
    short_description: str = word()

    # Languages
    language: str = word()
    language_chosen: str = word()

    # First contact
    welcome: str = word()
    consent_version: str = word()
    consent_ask: str = word()
    consent_changed: str = word()
    agree: str = button()
    agree_again: str = button()
    decline: str = button()
    declined: str = word()
    welcome_back: str = word()
    choose_flow: str = word()

    # Questions
    progress: str = word("number", "about")
    on_card: str = word()
    emergency_line: str = word()
    earlier: str = word("reasons")
    why: str = button()
    why_told: str = word("why")
    none: str = button()
    done: str = button()
    back: str = button()
    ticked: str = word("label")
    unticked: str = word("label")
    type_names: str = word()
    did_you_mean: str = word()
    neither: str = button()
    unknown_names: str = word()
    to_question: str = button()
    list_separator: str = word()

    # Taps and texts that do not fit
    done_without_ticks: str = word()
    none_with_ticks: str = word()
    old_button: str = word()
    not_understood: str = word()
    unreadable: str = word()
    unknown_command: str = word()
    group: str = word()

    # Dispositions
    reasons_heading: str = word()
    reason: str = word("because", "source")
    source_link: str = word("title", "url")
    no_reasons: str = word()
    now_heading: str = word()
    calling_heading: str = word()
    safety_net_heading: str = word()
    advice_heading: str = word()
    slip: str = button()
    card_thanks: str = word()

    # The alarm raised by free text
    alarm_ask: str = word()
    happening: str = button()
    carry_on: str = button()
    alarm_confirmed: str = word()
    carried_on: str = word()

    # Check-ins
    offer: str = word("when")
    offer_yes: str = button()
    offer_no: str = button()
    offer_declined: str = word()
    check_in_replaced: str = word()
    next_check_in: str = word("when")
    greeting: str = word("ago", "title")
    nudge_to_come: str = word("when")
    nudge: str = word("ago", "title")
    begin_check_in: str = button()
    tomorrow: str = button()
    three_days: str = button()
    one_week: str = button()
    stop_writing: str = button()
    writing_stopped: str = word()
    snoozed: str = word("when")
    closed: str = word()

    # Times; `count` is a whole number
    in_a_moment: str = word()
    in_minutes: str = word("count")
    in_hours: str = word("count")
    in_one_day: str = word()
    in_days: str = word("count")
    in_weeks: str = word("count")
    moment_ago: str = word()
    minutes_ago: str = word("count")
    hours_ago: str = word("count")
    one_day_ago: str = word()
    days_ago: str = word("count")
    weeks_ago: str = word("count")

    # Commands
    help: str = word()
    signed: str = word("name", "date")
    not_signed: str = word()
    privacy: str = word()
    red_flags: str = word()
    learn: str = word()
    learn_more: str = button()
    medicines: str = word()
    medicine_unknown: str = word()
    medicines_more: str = button()
    status_none: str = word()
    status_open: str = word()
    status_due: str = word("when")
    stopped: str = word()
    stopped_unknown: str = word()
    idle: str = word()
    nothing_kept: str = word()
    export: str = word()
    delete_ask: str = word()
    delete_yes: str = button()
    delete_no: str = button()
    delete_kept: str = word()
    deleted: str = word()

    # At a terminal
    terminal_help: str = word()

    # The summary for a clinician
    summary_none: str = word()
    summary_title: str = word("title", "date")
    summary_first: str = word("date", "level")
    summary_check_in: str = word("date", "round")
    summary_in_words: str = word()
    summary_forgotten: str = word()
    summary_broken_off: str = word("date")
    summary_broken_off_first: str = word("date", "level")
    summary_page: str = word()
    summary_when: str = word()
    summary_course: str = word()
    summary_told: str = word()
    summary_level: str = word()
    summary_visit: str = word("when", "course")
    summary_line: str = word("name", "said")
    summary_said: str = word("answers")
    summary_ticked: str = word("answers")
    summary_not_ticked: str = word("answers")
    summary_nothing: str = word()
    summary_not_asked: str = word()
    summary_why: str = word()
    summary_note: str = word()
    self_care: str = word()
    routine: str = word()
    urgent: str = word()
    emergency: str = word()
    summary_names: Mapping[str, str] = field(default_factory=dict)  # step -> its subject, in the order of the summary

    def level(self, word: str) -> str:
        """How a level is called: `self_care` -> its name in the person's words."""
        return str(getattr(self, word))
