"""What flows are made of, as JSON Schema: texts, conditions, questions, rules, advice, claims, tests, dispositions."""

from __future__ import annotations

from bot.content.accepted import ACCEPTED
from bot.content.check_ins import PLAN, PLAN_OPTIONAL
from bot.content.claims import BOUNDS, TEST, TEST_OPTIONAL
from bot.content.conditions import COUNTED, EVERY, RESERVED
from bot.content.conversations import NEEDED as CONVERSATION
from bot.content.dispositions import TEXTS
from bot.content.flows import ADVICE, ADVICE_OPTIONAL
from bot.content.medicines import LOOKUP, TABLE
from bot.content.raises import RAISING, RULE
from bot.content.schema.shapes import (
    AN_ID,
    DAY,
    DURATION,
    ID_PATTERN,
    NUMBER,
    WORD,
    YES_OR_NO,
    Schema,
    mapping,
    named,
    one_of,
    one_or_several,
    ref,
    several,
    told,
)
from bot.content.scope import LEVELS, RAISED
from bot.content.steps import KINDS, LABEL, MOST_BOXES, NEEDED, OPTIONAL
from bot.content.texts import LONGEST_LABEL, SAY, SAY_OPTIONAL
from bot.content.weave import USE

SHORT: Schema = {"anyOf": [{"maxLength": LONGEST_LABEL}, {"pattern": "[{]"}]}
"""A label fits a button; one with a placeholder is measured once that is filled."""

SOURCE = told(one_or_several(AN_ID), "One key of sources.yaml, or a list of them.")
IF = told(ref("condition"), "Where this holds. A mapping is 'and', a list of mappings 'or', `not:` negates.")


def _text(line: Schema) -> Schema:
    said = mapping(SAY, SAY_OPTIONAL, {"say": line, "if": IF})
    return {"anyOf": [line, several(said)], "description": "One text, or a list: the first line whose `if` holds."}


_TEXT, _LABEL = ref("text"), ref("label")

_RAISED = {
    "if": IF,
    "raises": told(one_of(RAISED), "At least this urgent."),
    "because": told(_TEXT, "One short sentence to the person: why."),
    "source": SOURCE,
    "cause": told(AN_ID, "The card of emergencies.yaml; for `raises: emergency` only."),
}

_EMERGENCY = {
    "if": {"properties": {"raises": {"const": "emergency"}}, "required": ["raises"]},
    "then": {"required": ["cause"]},
    "else": {"properties": {"cause": False}},
}

_OPTION = mapping(
    LABEL,
    RAISING,
    {**_RAISED, "label": _LABEL},
    dependentRequired={"raises": ["because", "source"], **{key: ["raises"] for key in RAISING if key != "raises"}},
    **_EMERGENCY,
)

_OPTIONS = named(
    {"anyOf": [_LABEL, _OPTION]},
    maxProperties=MOST_BOXES,
    propertyNames={"pattern": ID_PATTERN, "not": one_of(sorted(RESERVED))},
)

_STEP = {
    "ask": told(AN_ID, "The question's id: what conditions call it."),
    "text": told(_TEXT, "The question."),
    "why": told(_TEXT, "Why we ask: shown when the person taps it."),
    "when": told(ref("condition"), "Asked only where this holds of earlier questions."),
    "below": told(one_of(RAISED), "Not asked once this urgent."),
    "carry": told(YES_OR_NO, "At a check-in the earlier answer counts."),
    "after": told(one_of(["emergency"]), "Stands on the emergency card; never changes the level."),
    "source": SOURCE,
    "one": told(_OPTIONS, "One is chosen: id, then the label or what it raises."),
    "many": told(_OPTIONS, "Any may be ticked; 'None of these' is added."),
    "none": told(mapping(LABEL, (), {"label": _LABEL}), "Another label for 'None of these'."),
    "lookup": told(mapping(LOOKUP, (), {"from": one_of([TABLE]), "show": NUMBER}), "Medicines, which may be typed."),
}

_CONDITION_VALUE = {
    "anyOf": [
        one_or_several(AN_ID),
        mapping(EVERY, (), {"all": one_or_several(AN_ID)}),
        mapping(COUNTED, (), {"at_least": NUMBER, "of": one_or_several(AN_ID)}),
    ]
}

_CHECK_IN = {
    "after": told(DURATION, "How long after the conversation before it."),
    "flow": told(AN_ID, "Which flow asks then."),
    "rounds": NUMBER,
    "nudge": told(DURATION, "One gentle reminder after this much silence."),
    "if": IF,
}

DISPOSITION_TEXTS: dict[str, Schema] = {**dict.fromkeys(TEXTS, _TEXT), "source": SOURCE}

_ANSWERS = {"type": "object", "additionalProperties": one_or_several(AN_ID)}
_CLAIM = {"at_least": one_of(LEVELS), "at_most": one_of(LEVELS), "questions": NUMBER}

_ACCEPTED = {
    "lowered": told(ref("condition"), "Where the level may be lower than it was. It may name what is gone."),
    "to": told(one_of(LEVELS), "And no lower than this."),
    "by": told(WORD, "Who answers for it."),
    "why": told(WORD, "Why this hurts nobody."),
    "date": told(DAY, "When it was decided: 2031-02-03."),
}

TEST_KEYS: dict[str, Schema] = {
    "name": told(WORD, "What this conversation is called."),
    "flow": AN_ID,
    "answers": told(_ANSWERS, "Question: option, options or `none`. Those not named are harmless."),
    "ends": one_of(LEVELS),
    "before": told(_ANSWERS, "What the conversations before found: for check-ins."),
    "says": told(one_or_several(WORD), "Words that the person must be shown at the end."),
    "causes": one_or_several(AN_ID),
    "not_asked": told(one_or_several(AN_ID), "Questions that this person must be spared."),
}


def _exactly_one(keys: tuple[str, ...]) -> list[Schema]:
    return [{"required": [key]} for key in keys]


PARTS: dict[str, Schema] = {
    "text": _text(WORD),
    "label": _text({**WORD, **SHORT}),
    "condition": {
        "anyOf": [
            several(ref("condition")),
            {
                "type": "object",
                "properties": {"not": ref("condition")},
                "additionalProperties": _CONDITION_VALUE,
                "minProperties": 1,
            },
        ]
    },
    "step": {
        "if": {"required": ["use"]},
        "then": mapping(USE, (), {"use": told(AN_ID, "A module: all that it has is woven in here.")}),
        "else": mapping(
            NEEDED,
            OPTIONAL,
            _STEP,
            oneOf=_exactly_one(KINDS),
            dependentSchemas={"none": {"properties": {"one": False}}},
        ),
    },
    "rule": mapping((*RULE, "because", "source"), RAISING, _RAISED, **_EMERGENCY),
    "advice": mapping(
        ADVICE,
        ADVICE_OPTIONAL,
        {
            "say": _TEXT,
            "source": SOURCE,
            "if": IF,
            "at": told(one_or_several(one_of(LEVELS)), "Levels at which it may show; all but emergency if not told."),
        },
    ),
    "claim": mapping(
        (),
        ("if", *BOUNDS),
        {"if": IF, **_CLAIM},
        oneOf=_exactly_one(BOUNDS),
        dependentSchemas={"questions": {"properties": {"if": False}}},
    ),
    "accepted": mapping(ACCEPTED, (), _ACCEPTED),
    "test": mapping(TEST, TEST_OPTIONAL, TEST_KEYS),
    "conversation": mapping(CONVERSATION, TEST_OPTIONAL, TEST_KEYS),
    "check_in": mapping(PLAN, PLAN_OPTIONAL, _CHECK_IN),
}
