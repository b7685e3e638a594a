"""Other languages: what is said instead, what stays, and what is told to whoever translates."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.languages import unfinished, update
from bot.content.load import load
from bot.triage.errors import UnknownLanguage
from tests.content.folders import SAFETY_NET, flow, folder, problems, words
from tests.content.pseudo import translate

HEAD = '# A draft\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def entry(text: str, said: str, mark: str = "") -> str:
    return f'{mark}msgid "{text}"\nmsgstr "{said}"\n\n'


def spoken(root: Path, *entries: str, **others: str) -> Path:
    """A folder with a German file of these entries."""
    return folder(root, {"locale/de.po": HEAD + "".join(entries), **others})


def warnings(path: Path) -> list[str]:
    return [str(problem) for problem in unfinished(path)]


def test_a_text_is_said_in_the_language(tmp_path: Path) -> None:
    """And one that has no translation as it was written."""
    german = load(spoken(tmp_path, entry("Who is it about?", "Um wen geht es?"))).in_language("de")
    who, signs = german.flows["twitch"].steps[:2]
    assert (who.text[0].text, signs.text[0].text) == ("Um wen geht es?", "Which signs?")
    assert (german.language.code, german.language.name) == ("de", "Deutsch")


def test_what_decides_is_never_translated(tmp_path: Path) -> None:
    """Ids, levels and sources stay, whatever a file says of words that look like them."""
    path = spoken(tmp_path, *(entry(word, f"x{word}") for word in ("who", "me", "seed", "nhs", "stroke", "twitch")))
    english, german = load(path).tongues
    assert german.flows["twitch"].digest == english.flows["twitch"].digest
    assert [step.id for step in german.flows["twitch"].steps] == [step.id for step in english.flows["twitch"].steps]
    assert german.cards.keys() == english.cards.keys()
    assert german.words.consent_version == english.words.consent_version


def test_the_space_around_a_word_stays(tmp_path: Path) -> None:
    """It may join other words."""
    path = spoken(tmp_path, entry("and", "und"), **{"words.yaml": words(list_separator='" and "')})
    assert load(path).in_language("de").words.list_separator == " und "


def test_numbers_of_the_country_stand_in_a_translation(tmp_path: Path) -> None:
    """Placeholders are filled as in the text itself."""
    path = spoken(tmp_path, entry("Call {emergency}.", "Rufen Sie {emergency} an."))
    german = load(path, "GB").in_language("de")
    assert german.cards["stroke"].headline[0].text == "Rufen Sie 999 an."


def test_fuzzy_and_empty_entries_are_not_said(tmp_path: Path) -> None:
    """What was translated from other words might say something else."""
    path = spoken(tmp_path, entry("Me", "Ich", "#, fuzzy\n"), entry("A child", ""))
    options = load(path).in_language("de").flows["twitch"].steps[0].options
    assert [option.label[0].text for option in options] == ["Me", "A child"]


@pytest.mark.parametrize(
    ("text", "said", "problem"),
    [
        ("Call {emergency}.", "{emergency}{notruf}", "unknown placeholder `{notruf}`"),
        ("Call {emergency}.", "Rufen Sie an.", "leaves out `{emergency}`"),
        ("See /redflags.", "Mehr unter /warnzeichen.", "leaves out `/redflags`"),
        ("Within 24 hours.", "In 42 Stunden.", "leaves out `24`"),
        ("Who is it about?", "Um **wen geht es?", "`**` stands alone"),
        ("Me", "Ich selbst und niemand sonst auf der Welt", "41 characters are too long: at most 36"),
    ],
)
def test_what_is_wrong_in_a_translation_is_told_at_its_line(tmp_path: Path, text: str, said: str, problem: str) -> None:
    """Each text is checked in each language, and nothing is loaded."""
    found = problems(spoken(tmp_path, entry(text, said)))
    assert len(found) == 1
    assert found[0].startswith(f"flows/locale/de.po:5:1: {problem}")


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("locale/deutsch.po", HEAD, "flows/locale/deutsch.po:1:1: `deutsch` is no language; write"),
        ("locale/qx.po", HEAD, "flows/locale/qx.po:1:1: `qx` is no language; write"),
        ("locale/en.po", HEAD, "flows/locale/en.po:1:1: `en` is the language of the flows themselves"),
        ("locale/de.po", "Wer?\n", "flows/locale/de.po:1:1: this is not PO: "),
        ("locale/net.yaml", "a: b\n", "flows/locale/net.yaml:1:1: only safety_net_de.yaml"),
        ("locale/safety_net_de.yaml", SAFETY_NET, "flows/locale/safety_net_de.yaml:1:1: only"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, file: str, text: str, problem: str) -> None:
    """Or that nobody would read."""
    found = problems(folder(tmp_path, {file: text}))
    assert len(found) == 1
    assert found[0].startswith(problem)


def test_the_first_language_named_is_spoken_to_strangers(tmp_path: Path) -> None:
    """Those named are spoken, in their order; without any, all that there are, the written one first."""
    path = spoken(tmp_path)
    assert [tongue.language.code for tongue in load(path).tongues] == ["en", "de"]
    german = load(path, languages=["de"])
    assert [tongue.language.code for tongue in german.tongues] == ["de"]
    assert german.in_language("fr") is german
    assert load(path, languages=["de", "en"]).in_language("pt-BR").language.code == "de"
    assert load(path, languages=["en", "de"]).in_language("de-AT").language.code == "de"


def test_a_language_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With those that are."""
    with pytest.raises(UnknownLanguage, match="the flows do not speak `fr`, only en, de"):
        load(spoken(tmp_path), languages=["en", "fr"])


def test_a_language_may_have_its_own_safety_net(tmp_path: Path) -> None:
    """In the same rule language."""
    net = SAFETY_NET.replace("drooping", "haengt").replace("face, lip", "gesicht, mund")
    path = spoken(tmp_path, **{"locale/safety_net_de.yaml": net})
    english, german = load(path).tongues
    assert german.safety_net.read("Mein Gesicht haengt")
    assert not english.safety_net.read("Mein Gesicht haengt")


def test_what_is_unfinished_is_a_warning(tmp_path: Path) -> None:
    """Each at its place: untranslated, fuzzy, stale, or not there at all; and that no safety net reads the language."""
    translate(path := folder(tmp_path))
    (path / "locale/eo.po").rename(path / "locale/de.po")
    (path / "twitch.yaml").write_text(flow(title="Twitching cheek"), encoding="utf-8")
    (path / "again.yaml").unlink()
    stale = [line for line in warnings(path) if "Twitching lip" in line]
    assert "no text of the flows any more" in stale[0]
    new = [line for line in warnings(path) if line.startswith("flows/twitch.yaml:3:8: de.po does not have")]
    assert len(new) == 1
    assert any("without safety_net_de.yaml" in line for line in warnings(path))


def test_a_whole_translation_has_no_warnings_but_for_the_safety_net(tmp_path: Path) -> None:
    """Texts without words, such as numbers, need none."""
    translate(path := folder(tmp_path))
    assert len(warnings(path)) == 1


def test_warnings_do_not_depend_on_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`checkback flows check flows`, in the folder above."""
    path = spoken(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert warnings(Path(path.name)) == warnings(path)


def test_an_update_keeps_what_fits_and_marks_what_does_not(tmp_path: Path) -> None:
    """A reworded text is fuzzy, a new one empty, one that is gone goes."""
    path = spoken(
        tmp_path,
        entry("Twitching lip", "Zuckende Lippe", "# Better?\n"),
        entry("Which signs are there?", "Welche Zeichen?"),
        entry("Something quite different", "Etwas"),
    )
    told = update(path, "de").read_text(encoding="utf-8")
    assert '\nmsgid "Twitching lip"\nmsgstr "Zuckende Lippe"\n' in told
    assert '#, fuzzy\nmsgid "Which signs?"\nmsgstr "Welche Zeichen?"\n' in told
    assert "Something quite different" not in told
    assert '\nmsgid "Me"\nmsgstr ""\n' in told
    assert '"Language: de\\n"' in told
    assert told.startswith("# A draft\n")
    assert "# Better?\n#. again.yaml#title\n" in told
    assert update(path, "de").read_text(encoding="utf-8") == told


def test_an_update_of_a_file_without_a_head_gives_it_one(tmp_path: Path) -> None:
    """What is noted of the first text stays with it."""
    path = folder(tmp_path, {"locale/de.po": "# Better?\n" + entry("Me", "Ich")})
    told = update(path, "de").read_text(encoding="utf-8")
    assert told.startswith('# Checkback in Deutsch\nmsgid ""\n')
    assert told.count("# Better?\n") == 1


def test_nobody_translates_into_the_language_of_the_flows(tmp_path: Path) -> None:
    """Nobody would ever be told what stands there."""
    with pytest.raises(ValueError, match="the language of the flows themselves"):
        update(folder(tmp_path), "en")
