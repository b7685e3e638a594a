"""The look-up of medicine names: what people type, and what is understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.load import packaged_flows
from bot.content.names import Trap, look_up_in
from bot.triage.library import LookUp, Named

TABLE = yaml.load((packaged_flows() / "medicines.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
NAMES = {name: id for id, entry in TABLE["classes"].items() for name in entry["names"]}
TRAPS = [
    Trap(
        tuple(trap["names"]), trap["ask"], tuple(Named(meaning["label"], meaning["class"]) for meaning in trap["means"])
    )
    for trap in TABLE["name_traps"]
]
CLASSES = frozenset(TABLE["classes"])
look_up = look_up_in(NAMES, TRAPS)

UNLISTED = (
    "paracetamol acetaminophen aspirin naproxen diclofenac ramipril lisinopril losartan candesartan amlodipine "
    "nifedipine diltiazem verapamil bisoprolol atenolol propranolol doxazosin tamsulosin warfarin apixaban "
    "clopidogrel metformin gliclazide insulin amiodarone allopurinol methotrexate folic iron magnesium "
    "calcium montelukast amoxicillin penicillin doxycycline erythromycin metronidazole fluconazole mebeverine "
    "loperamide famotidine ondansetron sildenafil solifenacin desogestrel progesterone testosterone "
    "carbimazole spironolactone ezetimibe clonidine melatonin hydralazine celebrex toradol rituximab lamisil "
    "zantac calpol viagra eliquis "
)


def options(found: LookUp) -> set[str]:
    return {named.option for named in found.found}


def offered(found: LookUp) -> set[str]:
    return {named.option for meanings in found.unsure for named in meanings}


TYPED = {
    # as written
    "sertraline": {"antidepressants"},
    "PROZAC": {"antidepressants"},
    "  omeprazole. ": {"acid_reducers"},
    "St John's wort": {"serotonin_helpers"},
    "St. John’s Wort": {"serotonin_helpers"},
    "st johns wort": {"serotonin_helpers"},
    "laughing gas": {"recreational_stimulants"},
    "5-HTP": {"serotonin_helpers"},
    "5 htp": {"serotonin_helpers"},
    "m-cat": {"recreational_stimulants"},
    "Co-codamol 30/500": {"opioids"},
    "Red Bull": {"nicotine_and_caffeine"},
    "pre workout": {"nicotine_and_caffeine"},
    "Claritin D": {"decongestants"},
    "Nurofen Cold & Flu": {"decongestants"},
    "levodopa with carbidopa": {"parkinsons_medicines"},
    "oméprazole": {"acid_reducers"},
    "ｓｅｒｔｒａｌｉｎｅ": {"antidepressants"},
    # with strength, form and suffix
    "Ventolin 100 mcg inhaler": {"bronchodilators"},
    "sertraline 50mg tablets": {"antidepressants"},
    "sertraline50mg": {"antidepressants"},
    "venlafaxine MR 75": {"antidepressants"},
    "Efexor": {"antidepressants"},
    "quetiapine XL 200 mg": {"antipsychotics"},
    "Natrilix": {"water_tablets"},
    "Priadel 400mg modified release": {"lithium"},
    "salbutamol puffer, 2 puffs twice a day": {"bronchodilators"},
    "levothyroxine 100 micrograms": {"thyroid_hormone"},
    "Ventolin inhaler": {"bronchodilators"},
    "estradiol patch": {"oestrogens"},
    # several at once
    "prozac and omeprazole": {"antidepressants", "acid_reducers"},
    "prozac omeprazole": {"antidepressants", "acid_reducers"},
    "prozac, omeprazole": {"antidepressants", "acid_reducers"},
    "prozac + omeprazole": {"antidepressants", "acid_reducers"},
    "prozac/omeprazole": {"antidepressants", "acid_reducers"},
    "- prozac\n- omeprazole\n- ventolin": {"antidepressants", "acid_reducers", "bronchodilators"},
    "tramadol 50mg qds; pregabalin 75 mg bd": {"opioids", "epilepsy_nerve_pain"},
    "I used to be on seroxat but now mirtazapine 15mg at night": {"antidepressants"},
    "Botox in my lip last week": {"dental_and_cosmetic"},
    # kinds, not names
    "water tablets": {"water_tablets"},
    "the pill": {"oestrogens"},
    "sleeping pills": {"sedatives_withdrawal"},
    "blue inhaler": {"bronchodilators"},
    "HRT": {"oestrogens"},
    "thyroid": {"thyroid_hormone"},
    "nerve pain": {"epilepsy_nerve_pain"},
    "a cancer medicine": {"transplant_cancer"},
    "street drugs": {"recreational_stimulants"},
    "energy drinks": {"nicotine_and_caffeine"},
    # misspelt beyond doubt
    "sertralin": {"antidepressants"},
    "sertaline": {"antidepressants"},
    "citalapram": {"antidepressants"},
    "prednisolon": {"corticosteroids"},
    "omaprazole": {"acid_reducers"},
    "gabbapentin": {"epilepsy_nerve_pain"},
    "prosack": {"antidepressants"},
    "prozack": {"antidepressants"},
    "beclomethazone": {"corticosteroids"},
    "st johns wart": {"serotonin_helpers"},
    "laughin gas": {"recreational_stimulants"},
    # slang, where it stands alone
    "speed": {"recreational_stimulants"},
    "ice": {"recreational_stimulants"},
    "balloons": {"recreational_stimulants"},
}


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_is_found_without_asking(typed: str) -> None:
    """Exact and clearly misspelt names, with strength and form, one or several, tick their class and nothing else."""
    found = look_up(typed)
    assert (options(found), found.unsure, found.unknown) == (TYPED[typed], (), 0)


ASKED = {
    # name traps
    "Benadryl": {"antihistamines"},
    "Sudafed": {"decongestants"},
    "lemsip": {"decongestants", "opioids", "antihistamines"},
    "my inhaler": {"bronchodilators", "corticosteroids"},
    "pills": {"oestrogens", "water_tablets", "sedatives_withdrawal", "recreational_stimulants"},
    "coke": {"recreational_stimulants", "nicotine_and_caffeine"},
    "wine": {"sedatives_withdrawal"},
    "E": {"recreational_stimulants"},
    "K": {"recreational_stimulants"},
    # near misses of names and of traps
    "sudaphed": {"decongestants"},
    "benedryl": {"antihistamines"},
    "xanex": {"sedatives_withdrawal"},
    "losac": {"acid_reducers"},
    "valum": {"sedatives_withdrawal"},
    # the beginning of a longer name
    "Panadol": {"nicotine_and_caffeine"},
    "Robitussin": {"opioids"},
}


@pytest.mark.parametrize("typed", ASKED)
def test_what_may_mean_several_things_is_asked(typed: str) -> None:
    """A name trap or a near miss ticks nothing by itself: the person chooses."""
    found = look_up(typed)
    assert (found.found, offered(found), found.unknown) == ((), ASKED[typed], 0)


def test_a_name_trap_asks_which_medicine_is_in_the_packet() -> None:
    """Sudafed is three medicines, and each is offered by its own name."""
    (meanings,) = look_up("sudafed").unsure
    assert [meaning.name for meaning in meanings] == [
        "Sudafed: pseudoephedrine",
        "Sudafed: phenylephrine",
        "Sudafed spray: xylometazoline",
    ]


def test_a_trap_named_together_with_its_ingredient_is_settled() -> None:
    """Where the ingredient is told too, nothing is left to ask."""
    found = look_up("Sudafed (pseudoephedrine)")
    assert (options(found), found.unsure) == ({"decongestants"}, ())


UNKNOWN = {
    "lisinopril": 1,
    "lisinopril, amlodipine and metformin": 3,
    "prozac, ramipril": 1,
    "some heart tablet called xyzzyfol that my doctor gave me years ago": 1,
    "vitamin k2": 1,
    "vitamin E and sertraline": 1,
    "دواء": 1,
    "I take my tablets for years": 0,
    "I don't take anything": 0,
    "none": 0,
    "my blood pressure tablets, every morning with water": 0,
    "20 mg": 0,
    "🙂🙂🙂": 0,
    "": 0,
}


@pytest.mark.parametrize("typed", UNKNOWN)
def test_unknown_names_are_counted_and_the_words_around_them_are_not(typed: str) -> None:
    """Each stretch of words counts at most once; the words of an ordinary sentence do not count at all."""
    assert look_up(typed).unknown == UNKNOWN[typed]


@pytest.mark.parametrize("typed", UNLISTED.split())
def test_a_medicine_that_is_not_in_the_table_is_never_ticked_as_another(typed: str) -> None:
    """Names that look alike are a known danger: at most it is asked."""
    assert look_up(typed).found == ()


@pytest.mark.parametrize("word", ["ice", "snow", "speed", "base", "crack", "pills", "tina", "k2", "e", "k"])
def test_slang_counts_only_where_nothing_else_is_said(word: str) -> None:
    """In a sentence "ice" is ice and "Tina" is a person."""
    assert "recreational_stimulants" not in options(look_up(f"the vet saw {word} today")) | offered(
        look_up(f"the vet saw {word} today")
    )


@pytest.mark.parametrize("near", ["snaw", "speeed", "crac", "mety", "l", "f", "kk"])
def test_slang_is_never_guessed(near: str) -> None:
    """A misspelt short word is not made into a drug."""
    found = look_up(near)
    assert "recreational_stimulants" not in options(found) | offered(found)


@pytest.mark.parametrize("typed", ["claritin", "Clarityn", "loratadine", "allegra", "fexofenadine 120mg"])
def test_what_is_sold_with_and_without_a_decongestant_is_asked(typed: str) -> None:
    """It is never ticked silently as the one with."""
    found = look_up(typed)
    assert found.found == ()
    assert offered(found) == {"antihistamines", "decongestants"}


def test_every_example_of_the_question_is_understood() -> None:
    """What the medicine question names as examples leads somewhere when typed just so."""
    content = "".join(
        (packaged_flows() / f"{flow}.yaml").read_text(encoding="utf-8") for flow in ("lip_twitch", "check_in")
    )
    lists = re.findall(r"(?:Nerves and mind|Body|Also): ([^.]+)[.]", content)
    examples = {each for listed in lists for each in listed.split(", ")}
    assert len(examples) > 10
    assert [each for each in examples if not options(look_up(each)) | offered(look_up(each))] == []


def test_every_name_of_the_table_finds_its_class() -> None:
    """Each name, in any case and with a form, leads to its class, at most by way of a question."""
    lost = [
        typed
        for name in NAMES
        for typed in (name, name.upper(), f"{name} tablets")
        if NAMES[name] not in options(look_up(typed)) | offered(look_up(typed))
    ]
    assert lost == []


def _one_letter_off() -> Iterator[tuple[str, str]]:
    for name in NAMES:
        if len(name) > 7 and name.isalpha() and name != "balloons":
            yield name, name[:4] + name[5:]
            yield name, name[:4] + name[5] + name[4] + name[6:]


def test_one_slip_in_a_long_name_still_leads_to_it() -> None:
    """A letter left out or two swapped in a name of 8 letters or more: found or asked about, never another class."""
    wrong = [typed for name, typed in _one_letter_off() if not options(look_up(typed)) <= {NAMES[name]}]
    lost = [
        typed
        for name, typed in _one_letter_off()
        if NAMES[name] not in options(look_up(typed)) | offered(look_up(typed))
    ]
    assert (wrong, lost) == ([], [])


SMALL: Callable[[str], LookUp] = look_up_in(
    {"clonazepam": "calm", "clonazebam": "other", "sertraline": "mood"},
    [Trap(("Ambi",), "Which?", (Named("Ambi A", "calm"),))],
)


def test_a_near_miss_of_two_classes_is_asked_however_long_it_is() -> None:
    """One letter off two names of different classes: both are offered, neither is ticked."""
    found = SMALL("clonazemam")
    assert found.found == ()
    assert offered(found) == {"calm", "other"}


def test_the_table_may_be_empty() -> None:
    """Without a table every name is unknown."""
    assert look_up_in({}, [])("sertraline") == LookUp(unknown=1)


@given(st.text(max_size=300))
def test_any_text_is_read_and_always_the_same_way(text: str) -> None:
    """No text fails; what is found and offered is of the table; reading twice gives the same."""
    found = look_up(text)
    assert found == look_up(text)
    assert options(found) | offered(found) <= CLASSES
    assert 0 <= found.unknown <= len(text)
    assert all(meanings for meanings in found.unsure)


@given(
    st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=8),
    st.sampled_from([", ", "\n", " + ", " and ", "; "]),
)
def test_a_list_of_names_finds_at_least_what_each_finds_alone(names: list[str], between: str) -> None:
    """No name is lost among others, whatever stands between them."""
    together = look_up(between.join(names))
    alone = [look_up(name) for name in names]
    assert options(together) | offered(together) >= {id for found in alone for id in options(found)}


@pytest.mark.parametrize("text", ["sertralin " * 400, "x" * 4096, "🙂" * 4096, "ﷺ" * 4096, "دواء " * 800, ",a" * 2048])
def test_a_message_of_any_length_is_read(text: str) -> None:
    """The longest message Telegram sends, of anything, is read and answered once per thing."""
    found = look_up(text[:4096])
    assert len(found.found) <= 1


def test_a_name_after_a_long_story_is_found() -> None:
    """Well spelt names are found however much was said before them."""
    assert options(look_up("and so it went on and on, my dear " * 100 + "until I took Prozac")) == {"antidepressants"}


def test_the_folder_of_flows_is_the_one_that_ships() -> None:
    """The table tested here is the one that people get."""
    assert (Path(packaged_flows()) / "medicines.yaml").is_file()
