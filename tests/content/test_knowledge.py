"""What the shipped content knows: the medicine table, the topics, the facts of the seed, the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from bot.content.load import load, packaged_flows
from bot.proofs.golden import Played, plain, play
from bot.triage.flow import Flow, GoldenTest, Text, Urgency
from bot.triage.library import Library
from tests.triage.person import Person

SELF_CARE, ROUTINE, URGENT, EMERGENCY = Urgency

LONGEST_SCREEN = 900  # characters that fit a phone without much scrolling

SEEDED = ["decongestants", "bronchodilators", "antidepressants", "corticosteroids"]
OTHERS = [
    "adhd_stimulants",
    "water_tablets",
    "acid_reducers",
    "antipsychotics",
    "antisickness",
    "epilepsy_nerve_pain",
    "lithium",
    "antihistamines",
    "nicotine_and_caffeine",
    "statins",
    "cholinesterase",
    "thyroid_hormone",
    "opioids",
    "serotonin_helpers",
    "sedatives_withdrawal",
    "antibiotics",
    "transplant_cancer",
    "low_calcium_makers",
    "parkinsons_medicines",
    "oestrogens",
    "recreational_stimulants",
    "dental_and_cosmetic",
]
FOR_ESCALATIONS = ["theophylline", "digoxin"]  # parted from the inhalers; named with acid reducers and water tablets
NOT_IN_THE_BRIEF = ["other_new"]  # whatever the table does not know, if it is new
WHATEVER_THE_DATE = ["water_tablets", "acid_reducers", "antipsychotics", "antisickness", "lithium"]
RAISING_SEROTONIN = [
    "antidepressants",
    "opioids",
    "serotonin_helpers",
    "recreational_stimulants",
    "antipsychotics",
    "lithium",
]
SEROTONIN_SIGNS = ["fever", "sweating", "restless", "racing_heart", "diarrhoea"]


@cache
def library() -> Library:
    return load(packaged_flows())


@cache
def first_visit() -> Flow:
    return library().flows["lip_twitch"]


@cache
def written() -> dict[str, Any]:
    """Every content file as plain mappings and lists, by its path in the folder."""
    folder = packaged_flows()
    return {
        str(path.relative_to(folder)): yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for path in sorted(folder.rglob("*.yaml"))
    }


@cache
def classes() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = written()["medicines.yaml"]["classes"]
    return found


def conversation(**answers: str) -> Played:
    """A first visit with these answers, several to a step parted by spaces, and harmless ones otherwise."""
    given = {step: frozenset(options.split()) for step, options in answers.items()}
    return play(GoldenTest(given, SELF_CARE), first_visit(), library())


# The medicine table


def test_all_classes_of_the_brief_are_there_and_the_seeds_groups_are_boxes() -> None:
    """26 classes, two that their escalations need, and what is not listed; the seed's groups and that are boxes."""
    assert set(classes()) == {*SEEDED, *OTHERS, *FOR_ESCALATIONS, *NOT_IN_THE_BRIEF}
    step = first_visit().step("medicines")
    assert step is not None
    boxes = [option.id for option in step.options[: step.shown]]
    assert len(boxes) == 8
    assert {*SEEDED, *NOT_IN_THE_BRIEF} <= set(boxes)


@pytest.mark.parametrize("medicine", WHATEVER_THE_DATE)
def test_what_acts_after_months_counts_whatever_the_date(medicine: str) -> None:
    """These raise the level also when nothing was changed, so the date need not be asked."""
    assert conversation(medicines=medicine).end.level.urgency >= ROUTINE
    assert classes()[medicine]["recent"] == classes()[medicine]["long_term"]


@pytest.mark.parametrize("medicine", ["antidepressants", "statins", "bronchodilators", "decongestants"])
def test_an_old_unchanged_medicine_alone_does_not_raise_the_level(medicine: str) -> None:
    """Taken for long without a change, it is advised on but not to blame; started lately, it is."""
    assert conversation(medicines=medicine, medicines_timing="same").end.level.urgency is SELF_CARE
    assert conversation(medicines=medicine, medicines_timing="changed").end.level.urgency is ROUTINE
    assert conversation(medicines=medicine, medicines_timing="unsure").end.level.urgency is ROUTINE


def test_an_energy_drink_is_a_trigger_and_no_new_medicine() -> None:
    """Caffeine and nicotine raise nothing by themselves, whenever they were begun."""
    assert conversation(medicines="nicotine_and_caffeine").end.level.urgency is SELF_CARE
    assert first_visit().step("medicines_timing") is not None
    assert classes()["nicotine_and_caffeine"]["recent"] == "null"


@pytest.mark.parametrize("medicine", RAISING_SEROTONIN)
@pytest.mark.parametrize("sign", SEROTONIN_SIGNS)
def test_any_one_serotonin_sign_is_an_emergency(medicine: str, sign: str) -> None:
    """The safer reading: one sign is enough, with any medicine that raises serotonin and with antipsychotics."""
    end = conversation(medicines=medicine, ill=sign).end
    assert end.level.urgency is EMERGENCY
    assert set(end.level.causes) & {"serotonin", "stimulants", "lithium", "neuroleptic"}


@pytest.mark.parametrize("medicine", RAISING_SEROTONIN)
@pytest.mark.parametrize("sign", SEROTONIN_SIGNS)
def test_with_a_serotonin_sign_nobody_is_told_to_keep_taking_it(medicine: str, sign: str) -> None:
    """The exception to "do not stop": the emergency card holds the next dose, and the class's advice is not shown."""
    said = conversation(medicines=medicine, ill=sign).said
    assert "keep taking" not in said
    assert "do not stop" not in said


@pytest.mark.parametrize("medicine", ["antidepressants", "opioids", "serotonin_helpers", "antipsychotics"])
def test_the_serotonin_card_holds_the_next_dose(medicine: str) -> None:
    """What to do instead is said at once."""
    assert "do not take the next dose" in conversation(medicines=medicine, ill="fever").said


@pytest.mark.parametrize("medicine", ["antidepressants", "opioids", "serotonin_helpers"])
def test_shaking_alone_is_no_serotonin_sign(medicine: str) -> None:
    """Shaky hands are common with these medicines and no alarm."""
    assert conversation(medicines=medicine, signs="shaking").end.level.urgency < EMERGENCY


@pytest.mark.parametrize("id", ["antidepressants", "opioids", "serotonin_helpers", "antipsychotics"])
def test_a_serotonin_medicine_looked_up_says_when_to_hold_the_next_dose(id: str) -> None:
    """/medicines knows nothing of the person, so it says the exception itself."""
    said = plain(library().medicines[id].text)
    assert "fever" in said
    assert "do not take the next dose" in said


ESCALATIONS: list[tuple[str, dict[str, str], Urgency, str]] = [
    ("decongestants", {"ill": "vomiting"}, EMERGENCY, "medicine"),
    ("bronchodilators", {"ill": "racing_heart", "signs": "cramps"}, URGENT, ""),
    ("theophylline", {"ill": "vomiting"}, EMERGENCY, "medicine"),
    ("theophylline", {"ill": "racing_heart"}, EMERGENCY, "medicine"),
    ("corticosteroids", {"medicines_timing": "stopped", "ill": "vomiting"}, EMERGENCY, "medicine"),
    ("corticosteroids", {"medicines_timing": "stopped", "signs": "faint"}, EMERGENCY, "medicine"),
    ("corticosteroids", {"medicines_timing": "changed", "ill": "vomiting"}, EMERGENCY, "medicine"),
    ("corticosteroids", {"signs": "cramps"}, URGENT, ""),
    ("corticosteroids", {"ill": "racing_heart"}, URGENT, ""),
    ("adhd_stimulants", {"signs": "faint"}, EMERGENCY, "heart_rhythm"),
    ("adhd_stimulants", {"medicine_signs": "seeing"}, EMERGENCY, "medicine"),
    ("adhd_stimulants", {"ill": "fever"}, EMERGENCY, "stimulants"),
    ("water_tablets", {"signs": "cramps"}, URGENT, ""),
    ("water_tablets", {"ill": "diarrhoea"}, URGENT, ""),
    ("water_tablets", {"triggers": "thirst"}, URGENT, ""),
    ("water_tablets acid_reducers", {}, URGENT, ""),
    ("acid_reducers digoxin", {}, URGENT, ""),
    ("water_tablets digoxin", {}, URGENT, ""),
    ("water_tablets", {"ill": "racing_heart", "signs": "faint"}, EMERGENCY, "heart_rhythm"),
    ("water_tablets", {"signs": "weak"}, EMERGENCY, "medicine"),
    ("acid_reducers", {"signs": "cramps"}, URGENT, ""),
    ("acid_reducers", {"ill": "racing_heart"}, URGENT, ""),
    ("acid_reducers", {"ill": "racing_heart", "signs": "faint"}, EMERGENCY, "heart_rhythm"),
    ("epilepsy_nerve_pain", {"medicine_signs": "rash"}, EMERGENCY, "medicine"),
    ("epilepsy_nerve_pain", {"medicine_signs": "sleepy"}, URGENT, ""),
    ("epilepsy_nerve_pain", {"medicines_timing": "stopped"}, URGENT, ""),
    ("epilepsy_nerve_pain", {"background": "kidney"}, URGENT, ""),
    ("epilepsy_nerve_pain", {"signs": "unsteady"}, URGENT, ""),
    ("lithium", {"signs": "unsteady"}, EMERGENCY, "lithium"),
    ("lithium", {"ill": "vomiting"}, EMERGENCY, "lithium"),
    ("lithium", {"ill": "diarrhoea"}, EMERGENCY, "lithium"),
    ("lithium", {"medicine_signs": "sleepy"}, EMERGENCY, "lithium"),
    ("antipsychotics", {"medicine_signs": "stiff"}, EMERGENCY, "neuroleptic"),
    ("antisickness", {"ill": "fever"}, EMERGENCY, "neuroleptic"),
    ("antihistamines", {"medicine_signs": "seeing"}, EMERGENCY, "medicine"),
    ("antihistamines", {"ill": "racing_heart restless"}, EMERGENCY, "medicine"),
    ("antihistamines", {"ill": "racing_heart"}, URGENT, ""),
    ("nicotine_and_caffeine", {"ill": "racing_heart", "signs": "faint"}, EMERGENCY, "stimulants"),
    ("nicotine_and_caffeine", {"ill": "racing_heart vomiting"}, EMERGENCY, "stimulants"),
    ("statins", {"signs": "muscle_pain"}, EMERGENCY, "medicine"),
    ("cholinesterase", {"signs": "cramps"}, EMERGENCY, "medicine"),
    ("cholinesterase", {"pattern": "speech_lasting"}, EMERGENCY, "medicine"),
    ("cholinesterase", {"medicine_signs": "drool"}, EMERGENCY, "medicine"),
    ("thyroid_hormone", {"ill": "fever"}, EMERGENCY, "medicine"),
    ("thyroid_hormone", {"ill": "racing_heart sweating"}, EMERGENCY, "medicine"),
    ("thyroid_hormone", {"ill": "racing_heart"}, URGENT, ""),
    ("opioids", {"medicine_signs": "sleepy"}, EMERGENCY, "medicine"),
    ("opioids", {"background": "kidney"}, URGENT, ""),
    ("opioids", {"medicines_timing": "changed"}, URGENT, ""),
    ("serotonin_helpers antidepressants", {}, URGENT, ""),
    ("sedatives_withdrawal", {"medicines_timing": "stopped"}, URGENT, ""),
    ("sedatives_withdrawal", {"medicines_timing": "stopped", "ill": "fever"}, EMERGENCY, "withdrawal"),
    ("sedatives_withdrawal", {"medicines_timing": "stopped", "withdrawal": "seeing"}, EMERGENCY, "withdrawal"),
    ("sedatives_withdrawal", {"background": "sedative_stopped", "ill": "vomiting"}, EMERGENCY, "withdrawal"),
    ("antibiotics", {"medicines_timing": "changed"}, URGENT, ""),
    ("transplant_cancer", {}, URGENT, ""),
    ("transplant_cancer", {"ill": "fever"}, EMERGENCY, "medicine"),
    ("low_calcium_makers", {"ill": "tingling"}, URGENT, ""),
    ("low_calcium_makers", {"background": "neck_surgery"}, URGENT, ""),
    ("low_calcium_makers", {"ill": "racing_heart"}, EMERGENCY, "low_calcium"),
    ("parkinsons_medicines", {"medicines_timing": "stopped", "ill": "fever"}, EMERGENCY, "medicine"),
    ("parkinsons_medicines", {"medicines_timing": "changed", "ill": "fever"}, EMERGENCY, "medicine"),
    ("parkinsons_medicines", {"ill": "fever"}, URGENT, ""),
    ("recreational_stimulants", {}, URGENT, ""),
    ("recreational_stimulants", {"signs": "unsteady"}, EMERGENCY, "stimulants"),
    ("recreational_stimulants", {"pattern": "jerks"}, EMERGENCY, "stimulants"),
    ("dental_and_cosmetic", {"medicines_timing": "changed"}, URGENT, ""),
    ("dental_and_cosmetic", {"background": "injection", "signs": "shaking"}, EMERGENCY, "anaesthetic"),
    ("dental_and_cosmetic", {"pattern": "speech_lasting"}, EMERGENCY, "anaesthetic"),
    ("dental_and_cosmetic", {"injection_signs": "skin"}, EMERGENCY, "anaesthetic"),
]


@pytest.mark.parametrize(("medicine", "answers", "level", "cause"), ESCALATIONS)
def test_an_escalation_of_the_brief_raises_the_level(
    medicine: str, answers: dict[str, str], level: Urgency, cause: str
) -> None:
    """Each class's escalations that are no emergency by themselves end where the brief puts them."""
    end = conversation(medicines=medicine, **answers).end
    assert end.level.urgency is level
    assert not cause or cause in end.level.causes


@pytest.mark.parametrize("medicine", [*SEEDED, *OTHERS, *FOR_ESCALATIONS, *NOT_IN_THE_BRIEF])
def test_a_faint_on_any_medicine_is_an_emergency(medicine: str) -> None:
    """The brief's universal escalation. The card is not the one for chest pain: its heart spray harms who is faint."""
    played = conversation(medicines=medicine, signs="fainted")
    assert played.end.level.urgency is EMERGENCY
    assert "heart" not in played.end.level.causes
    assert "use no heart spray" in played.said


@pytest.mark.parametrize("id", [*SEEDED, *OTHERS])
def test_weak_evidence_is_never_worded_as_a_cause(id: str) -> None:
    """Where only case reports or an old list say so, it "has been reported"."""
    entry = classes()[id]
    if entry["evidence"] == "weak":
        said = " ".join((entry["because"], entry["about"], entry["advice"]))
        assert "reported" in said
        assert "cause" not in said


@pytest.mark.parametrize("id", [*SEEDED, *OTHERS, *FOR_ESCALATIONS])
def test_each_class_says_what_to_do_and_when_to_call(id: str) -> None:
    """An outcome names the class's own alarm signs; two such blocks fit on a screen."""
    entry = classes()[id]
    assert len(entry["advice"]) <= LONGEST_SCREEN / 2
    assert len(library().medicines[id].text) <= LONGEST_SCREEN
    assert "{emergency}" in entry["advice"]


# Emergency cards

ON_EVERY_CARD = {
    "whom to call": r"\b112\b",
    "note the time": r"\bnote (the time|when)\b",
    "do not drive": r"\bdo not drive\b",
    "stay with someone": r"\bstay with\b|\bbe alone\b|\bbe with you\b",
}


@pytest.mark.parametrize("cause", list(written()["emergencies.yaml"]))
@pytest.mark.parametrize("duty", list(ON_EVERY_CARD))
def test_every_card_says_what_holds_in_any_emergency(cause: str, duty: str) -> None:
    """Each variant of each card: the number, the time, no driving, and nobody left alone (brief, "ladder")."""
    card = library().cards[cause]
    for now in card.now:
        for headline in card.headline:
            assert re.search(ON_EVERY_CARD[duty], plain(f"{headline.text} {now.text}")), now.text


def test_an_overdose_and_thoughts_of_suicide_call_the_ambulance_first_and_stay_warm() -> None:
    """Together they have a card of their own, however the two were told and whoever it is about."""
    for who in ("me", "adult"):
        said = conversation(who=who, danger="overdose suicide").said
        assert said.startswith("call 112 now")
        assert "thank you for telling me" in said
        assert "too much of a medicine, drug or poison: call" not in said


def test_an_overdose_with_thoughts_of_suicide_told_in_words_calls_the_ambulance_first() -> None:
    """In free text too, and once it is confirmed."""
    person = Person(library())
    person.says("I took an overdose, I want to die")
    assert plain(person.sees).startswith("call 112 now")
    assert "thank you for telling me" in plain(person.sees)
    person.taps("This is happening")
    assert "please call 112 now" in plain(person.sees)
    assert "glad you told me" in plain(person.sees)


# Topics


@pytest.mark.parametrize("id", list(written()["topics.yaml"]))
def test_a_topic_is_one_screen(id: str) -> None:
    """A topic is read at one go, and its title fits a button."""
    topic = library().topics[id]
    assert len(shown(topic.text)) < LONGEST_SCREEN
    assert len(shown(topic.title)) <= 36
    assert topic.sources


def shown(text: Text) -> str:
    return "\n".join(say.text for say in text)


# The seed: every fact of it can be reached

SEED = {
    "a twitch is a fasciculation": ["fasciculation"],
    "a small contraction that is not willed": ["tiny muscle jump that you do not make on purpose"],
    "a bundle of fibres, a motor unit, fires": ["motor unit", "small bundle of muscle fibres"],
    "unsettling": ["It can be unsettling"],
    "extremely common": ["it is very common"],
    "overwhelmingly benign": ["it is harmless for nearly everyone"],
    "it begins where nerve and muscle meet": ["neuromuscular junction"],
    "a chemical tells the muscle to contract": ["the nerve sends out a drop of a chemical", "tells the muscle to pull"],
    "an over-excitable nerve fires without the brain": ["too easily excited", "without a signal from the brain"],
    "facial muscles are fine and thin": ["fine and thin"],
    "orbicularis oris round the mouth": ["orbicularis oris", "ring round the mouth"],
    "many nerve endings, facial nerve VII": ["a great many nerve endings", "facial nerve", "cranial nerve VII"],
    "close to the skin, so a small discharge shows": ["close under the skin", "a tiny spark in a nerve can be seen"],
    "small changes of the body show in the lip": ["a small change in the body", "may show in the lip first"],
    "daily habits are the most frequent cause": ["Daily life is the most common cause"],
    "nerves over-active for a while": ["over-active for a while"],
    "stress: cortisol, tension, excitable nerves": ["cortisol", "Muscles get tense and nerves fire more easily"],
    "too little sleep makes nerves unsteady": ["Tired nerves are less steady and fire by themselves"],
    "caffeine excites nerves and muscles": ["**Caffeine** makes nerves and muscles fire more easily"],
    "much alcohol upsets the balance and irritates": ["upsets the balance of chemicals", "irritates muscles"],
    "cutting both often ends it": ["Cutting both down often ends the twitch"],
    "even mild dehydration upsets electrolytes": ["Even a mild lack upsets the salts that nerves and muscles need"],
    "repeated movement or tension tires the muscles": ["can tire the muscles round the mouth"],
    "where habits do not help, look further": ["another cause than stress or too much coffee"],
    "electrolytes: low magnesium and potassium": ["salts (electrolytes)", "If either is low, muscles get jumpy"],
    "magnesium relaxes muscles and nerves": ["**Magnesium** helps muscles and nerves to relax"],
    "potassium carries nerve signals": ["**Potassium** helps to carry the nerve's signal"],
    "mild deficiencies are common causes": ["A mild lack is a common cause of twitches"],
    "medicines on prescription and over the counter": ["tablets on prescription or from a shop"],
    "decongestants and asthma medicines": ["cold remedies and asthma inhalers excite the nerves in the whole body"],
    "antidepressants and some steroids": ["**Antidepressants** and some steroids have been reported"],
    "soon after a new medicine: ask": ["began soon after a new medicine", "or the person who prescribed it"],
    "rarely the facial nerve is irritated": ["hemifacial spasm", "It is rare"],
    "a blood vessel presses on the nerve": ["a blood vessel that presses on the facial nerve", "misfires"],
    "it starts at the eye and moves to the lip": ["begins round one eye", "move down to the cheek and the lip"],
    "most are temporary": ["Most twitches are short-lived"],
    "weeks or months though habits were changed: be seen": ["it goes on for weeks or months though you slept more"],
    "persistence suggests another cause": ["A twitch that stays may have another cause"],
    "weak, drooping or paralysed on one side": ["a face that droops, or cannot move, on one side"],
    "trouble speaking or swallowing": ["slurred or lost speech", "speech or swallowing that gets worse"],
    "pain in the face": ["pain in the face"],
    "spreading to other parts": ["twitching that spreads to other parts of the body"],
    "differential diagnosis, rare causes, treatment": ["differential diagnosis", "rule out the rare"],
    "treatment": ["the treatment that fits"],
}  # fmt: skip


@cache
def all_that_is_said() -> str:
    """Every word of the topics and the flows, single-spaced."""
    topics = (text for topic in library().topics.values() for text in (topic.title, topic.text))
    steps = (text for flow in library().flows.values() for step in flow.steps for text in (step.text, step.why))
    advice = (advice.text for flow in library().flows.values() for advice in flow.advice)
    return " ".join(" ".join(shown(text) for text in (*topics, *steps, *advice)).split())


def test_every_fact_of_the_seed_is_said() -> None:
    """The article that the project began with can be read in the bot, fact by fact."""
    said = all_that_is_said()
    assert {
        fact: missing for fact, phrases in SEED.items() if (missing := [one for one in phrases if one not in said])
    } == {}


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"duration": "weeks", "habits": "changed", "triggers": "stress"}, ROUTINE),
        ({"sudden": "droop", "droop_timing": "weeks"}, URGENT),
        ({"pattern": "speech_lasting"}, URGENT),
        ({"sudden": "limb"}, EMERGENCY),
    ],
)
def test_the_seeds_red_flags_raise_the_level(answers: dict[str, str], level: Urgency) -> None:
    """What the seed calls a reason to be seen is not only said: it decides."""
    assert conversation(**answers).end.level.urgency is level


# Sources


def cited(content: Any) -> Iterator[str]:
    """Every key that stands under a `source:`."""
    if isinstance(content, list):
        for item in content:
            yield from cited(item)
    elif isinstance(content, dict):
        for key, value in content.items():
            if key == "source":
                yield from [value] if isinstance(value, str) else value
            else:
                yield from cited(value)


def test_every_source_is_cited_and_every_citation_has_its_source() -> None:
    """No source is missing, none is left over."""
    used = {key for file, content in written().items() if file != "sources.yaml" for key in cited(content)}
    sources = set(written()["sources.yaml"])
    assert (sorted(used - sources), sorted(sources - used)) == ([], [])


def test_each_source_says_what_was_taken_from_it_and_how_it_was_read() -> None:
    """Whoever signs a release sees which pages were not read themselves. Only the seed has no address."""
    for key, source in written()["sources.yaml"].items():
        assert source["title"], key
        assert source["says"], key
        assert source["checked"] in {"direct", "mirror", "secondary", "not_read"}, key
        assert "read_at" in source or source["checked"] != "secondary", key
        assert ("url" in source) is (key != "seed"), key
