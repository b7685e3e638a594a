"""The page for a clinician: one, readable, with the course as a picture."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from fpdf import FPDF

from bot.files import content_of
from bot.files.picture import SHAPES
from bot.triage.screen import Document, Report, Row, Section
from tests.episodes import LIBRARY, MUCH, Named, episode, report_of
from tests.files.reading import Letters, Sheet, commands, read

READABLE = 7.0  # points
STROKE: Named = {"sudden": ["droop", "speech"], "also_true": ["blood_thinner"]}


def sheet_of(*visits: Named) -> Sheet:
    return read(content_of(report_of(episode(*visits))))


def width_of(letters: Letters) -> float:
    page = FPDF()
    page.set_font("helvetica", "", letters.size)
    return page.get_string_width(letters.text)


@pytest.mark.parametrize("visits", [({},), (STROKE,), MUCH[:1], MUCH[:2], MUCH, (*MUCH, *MUCH[1:])])
def test_it_is_one_readable_page(visits: tuple[Named, ...]) -> None:
    """From one harmless visit to five with much to tell."""
    sheet = sheet_of(*visits)
    assert sheet.pages == 1
    assert min(each.size for each in sheet.letters) >= READABLE


def test_much_more_is_still_one_page() -> None:
    """Eight check-ins, where two is the usual most: in smaller letters, as a last resort."""
    page = report_of(episode(*MUCH))
    sheet = read(content_of(replace(page, rows=page.rows * 4)))
    assert sheet.pages == 1
    assert sheet.text.count("Check-in 2,") == 4


@pytest.mark.parametrize("visits", [({},), (STROKE,), MUCH])
def test_all_of_the_report_stands_on_it(visits: tuple[Named, ...]) -> None:
    """Title, each line, each row and the note; the marks of bold letters are not seen."""
    page = report_of(episode(*visits))
    text = read(content_of(page)).text
    lines = (line for section in page.sections for line in (section.heading, *section.lines))
    for said in (page.title, *lines, page.note, *(row.level for row in page.rows), *page.days):
        assert said.replace("**", "") in text
    assert "**" not in text
    for row in page.rows:
        assert all(said.replace("**", "") in text for said in row.told)


@pytest.mark.parametrize("visits", [({},), (STROKE,), MUCH])
def test_no_name_runs_into_the_picture(visits: tuple[Named, ...]) -> None:
    """The lines of the picture begin to the right of the longest name."""
    sheet = sheet_of(*visits)
    names = [LIBRARY.words.level(level) for level in ("self_care", "routine", "urgent", "emergency")]
    for name in names:
        letters = sheet.find(name)
        x, y = letters.at
        beside = [line for line in sheet.lines if y < line[0][1] < y + 2 and line[0][1] == line[1][1]]
        assert beside
        assert all(begin[0] > x + width_of(letters) + 1 for begin, _ in beside)


def test_better_and_then_worse_goes_up() -> None:
    """From the row of the one to the row of the other, while the level stays where it is."""
    sheet = sheet_of(*MUCH)
    rows = {name: sheet.find(name).at[1] for name in ("Gone", "Better", "The same", "Worse")}
    assert rows["Gone"] < rows["Better"] < rows["The same"] < rows["Worse"]
    (rising,) = [(begin, end) for begin, end in sheet.lines if abs(begin[1] - end[1]) > 0.1 and begin[0] < end[0] - 0.1]
    assert [rows["Better"], rows["Worse"]] == pytest.approx([spot[1] for spot in rising], abs=2)
    days = [sheet.find(day) for day in ("2025-12-07", "2025-12-21")]
    assert [spot[0] for spot in rising] == pytest.approx([day.at[0] + width_of(day) / 2 for day in days], abs=0.5)


def test_no_two_marks_look_alike() -> None:
    """Told apart without colour."""

    def drawn(shape: int) -> str:
        page = FPDF()
        page.add_page()
        SHAPES[shape](page, (50, 50), 2)
        return commands(bytes(page.output()))

    assert len({drawn(shape) for shape in range(len(SHAPES))}) == len(SHAPES) == 5


def test_accents_are_shown_and_what_cannot_be_is_readable() -> None:
    """The letters of Western Europe as they are; of others the accent goes, and only what then is unknown is marked."""
    section = Section("Pérotème, fluoxétine", ("**Œdème:** Łąka, Ďábel, ő – “so” „so“… 日", "São, Ünal (50 µg)"))
    text = read(content_of(Report("a.pdf", "Señor", (section,), "ﬁn"))).text
    assert text == 'Señor Pérotème, fluoxétine OEdème: Laka, Dábel, o - "so" "so"... ? São, Ünal (50 µg) fin'


def test_a_table_of_words_alone_is_drawn() -> None:
    """A cell may be empty, as where an emergency was told in words."""
    row = Row("2025-11-24", "in words", (), "call")
    sheet = read(content_of(Report("a.pdf", "T", (), "N", Row("When", "How", ("Told",), "Level"), (row,))))
    assert sheet.text == "T When How Told Level 2025-11-24 in words call N"


def test_what_is_held_is_a_file_as_it_is() -> None:
    """JSON needs no drawing."""
    assert content_of(Document("mine.json", '{"a": "ü"}')) == '{"a": "ü"}'.encode()


def test_the_library_is_loaded_with_the_first_page() -> None:
    """Not at the start, which it would make slow."""
    code = "import sys, bot.telegram.messenger; raise SystemExit('fpdf' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
