"""The table as CSV, as a workbook and as a picture."""

import csv
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from curriculum.progress import ALL, CLASS, SCHOOL, ProgressRow, chart_svg, to_csv, to_xlsx
from curriculum.school import Bilingual

ROW = ProgressRow(
    kind=CLASS, school="00001X", school_name=Bilingual("Lycée Al Amal", "ثانوية الأمل"), region="MA-11",
    province="MA-LAA", year="2026-2027", course="2026-tcsf-1", class_name="TCSF-1", level="TCSF", lesson="variables",
    lesson_number=2, lesson_title=Bilingual("Variables", "المتغيّرات"), pupils=24, started=20, submitted=18, marked=18,
    passed=12, mean=12.25, hidden=False, marks_hidden=False,
)  # fmt: skip
HIDDEN = replace(ROW, class_name="TCSF-2", course="2026-tcsf-2", pupils=None, started=None, submitted=None, marked=None,
                 passed=None, mean=None, hidden=True, marks_hidden=True)  # fmt: skip
MARKS_HIDDEN = replace(
    ROW, class_name="TCSF-3", course="2026-tcsf-3", passed=None, mean=None, marks_hidden=True
)
UNMARKED = replace(ROW, class_name="TCSF-4", course="2026-tcsf-4", marked=0, passed=0, mean=None)
TOTAL = replace(ROW, kind=SCHOOL, course="", class_name="", pupils=1200)
EVERYONE = replace(TOTAL, kind=ALL, school="", school_name=None)
ROWS = (ROW, HIDDEN, MARKS_HIDDEN, UNMARKED, TOTAL, EVERYONE)
INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


# CSV


def test_csv_is_what_the_local_excel_expects():
    content = to_csv(ROWS, "fr")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(ROWS) + 1
    header, first, *_ = read_csv(content)
    assert header == ["Établissement", "Classe", "Leçon", "Élèves", "Commencé", "Rendu", "Corrigé", "Réussi",
                      "Note moyenne sur 20"]  # fmt: skip
    assert first == ["Lycée Al Amal", "TCSF-1", "Variables", "24", "20", "18", "18", "12", "12,25"]


def test_csv_in_arabic_has_plain_digits_and_no_invisible_marks():
    content = to_csv((replace(ROW, class_name="\u200fTCSF-1\u200e"), *ROWS), "ar")
    assert not INVISIBLE.search(content.decode())
    header, first, *_ = read_csv(content)
    assert header[0] == "المؤسسة"
    assert first == ["ثانوية الأمل", "TCSF-1", "المتغيّرات", "24", "20", "18", "18", "12", "12,25"]


def test_what_is_hidden_and_what_is_not_there_yet_differ():
    rows = read_csv(to_csv(ROWS, "fr"))[1:]
    assert rows[1][3:] == ["masqué"] * 6
    assert rows[2][3:] == ["24", "20", "18", "18", "masqué", "masqué"]
    assert rows[3][3:] == ["24", "20", "18", "0", "0", ""]
    assert rows[4][1] == "Tout l’établissement"
    assert rows[5][:2] == ["Tous les établissements", ""]


@pytest.mark.parametrize(
    ("mean", "text"), [(12.0, "12"), (0.0, "0"), (12.5, "12,5"), (9.05, "9,05"), (20.0, "20")]
)
def test_means_in_csv(mean, text):
    assert read_csv(to_csv((replace(ROW, mean=mean),), "fr"))[1][-1] == text


BAD_NAMES = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "\r=1"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_is_never_a_formula_in_csv(name):
    cell = read_csv(to_csv((replace(ROW, class_name=name),), "fr"))[1][1]
    assert cell == f"'{name}"


@pytest.mark.parametrize("name", ["a;b", 'a"b', "a\nb"])
def test_a_name_stays_one_cell(name):
    assert read_csv(to_csv((replace(ROW, class_name=name),), "fr"))[1][1] == name


# XLSX


def sheet(rows, language):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, language))).active


@pytest.mark.parametrize(
    ("language", "right_to_left", "title"), [("ar", True, "التقدّم"), ("fr", False, "Progression")]
)
def test_a_workbook_runs_the_way_its_language_does(language, right_to_left, title):
    page = sheet(ROWS, language)
    assert bool(page.sheet_view.rightToLeft) is right_to_left
    assert page.title == title
    assert page.freeze_panes == "D2"
    assert page["A1"].font.bold


def test_a_workbook_holds_numbers_as_numbers():
    page = sheet(ROWS, "ar")
    assert [cell.value for cell in page[2]] == [
        "ثانوية الأمل",
        "TCSF-1",
        "المتغيّرات",
        24,
        20,
        18,
        18,
        12,
        12.25,
    ]
    assert page["I2"].number_format == "0.00"
    assert page["I5"].value is None
    assert page["H4"].value == "محجوب"
    assert "5" in page.cell(page.max_row, 1).value  # why some are hidden


@pytest.mark.parametrize("name", [name for name in BAD_NAMES if not name.startswith("\r")])
def test_a_name_is_never_a_formula_in_a_workbook(name):
    cell = sheet((replace(ROW, class_name=name),), "fr")["B2"]
    assert (cell.data_type, cell.value) == ("s", name)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_empty_table_is_a_file_with_headers(language):
    assert len(read_csv(to_csv((), language))) == 1
    assert sheet((), language).max_row == 1


# Chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(rows, language, **options):
    return ElementTree.fromstring(chart_svg(rows, language, **options))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_chart_says_in_words_what_it_shows(language):
    chart = drawn(ROWS, language, id_prefix="c1")
    assert chart.get("role") == "img"
    assert chart.get("lang") == language
    title, desc = chart.find(f"{SVG}title"), chart.find(f"{SVG}desc")
    assert (
        chart.get("aria-labelledby").split() == [title.get("id"), desc.get("id")] == ["c1-title", "c1-desc"]
    )
    assert title.text
    assert all(name in desc.text for name in ("TCSF-1", "TCSF-2", "12,25"))


def test_the_numbers_stand_beside_the_bars_with_their_signs():
    texts = [text.text for text in drawn(ROWS, "fr").iter(f"{SVG}text")]
    assert "✓ 12 · ◐ 8 · ○ 4 · moyenne 12,25/20" in texts
    assert "✓ 0 · ◐ 20 · ○ 4" in texts
    assert "masqué" in texts
    assert "• 20 ont commencé · ○ 4 · notes masquées" in texts


def bars(chart):
    """The drawn parts, by colour, below the legend."""
    rects = [
        rect
        for rect in chart.iter(f"{SVG}rect")
        if float(rect.get("width")) > 18 and not rect.get("stroke-dasharray")
    ]
    return [(rect.get("fill"), float(rect.get("x")), float(rect.get("width"))) for rect in rects]


def test_a_bar_has_its_parts_in_proportion_and_in_order():
    parts = bars(drawn((ROW,), "fr"))
    assert [fill for fill, _, _ in parts] == ["#00704F", "#B45309", "#FFFFFF"]
    assert [round(width + 2) for _, _, width in parts] == [272, 181, 91]  # of 544, for 12, 8 and 4 of 24
    assert [x for _, x, _ in parts] == sorted(x for _, x, _ in parts)


def test_the_arabic_chart_is_the_mirror_of_the_french_one():
    french, arabic = bars(drawn((ROW,), "fr")), bars(drawn((ROW,), "ar"))
    mirrored = [(fill, round(560 - x - width, 1), width) for fill, x, width in french]
    assert arabic == mirrored
    assert drawn((ROW,), "ar").get("direction") == "rtl"


def test_a_chart_never_tells_what_is_hidden():
    for text in (chart_svg((HIDDEN,), "fr"), chart_svg((HIDDEN,), "ar")):
        assert "#00704F" not in text.split("</desc>")[1].split("TCSF-2")[1]
        assert 'stroke-dasharray="4 4"' in text
    after = chart_svg((MARKS_HIDDEN,), "fr").split("</desc>")[1].split("TCSF-3")[1]
    assert "#00704F" not in after and "#B45309" not in after


def test_names_are_escaped():
    name = Bilingual('</text><script>alert("1")</script>', "&<>")
    chart = drawn((replace(ROW, class_name="<b>", lesson_title=name),), "fr")
    assert not list(chart.iter(f"{SVG}script"))
    assert name.fr in [text.text for text in chart.iter(f"{SVG}text")]


def test_schools_are_drawn_where_there_are_no_classes_and_nothing_where_there_are_no_rows():
    assert "Lycée Al Amal" in [text.text for text in drawn((TOTAL, EVERYONE), "fr").iter(f"{SVG}text")]
    assert not bars(drawn((), "fr"))
