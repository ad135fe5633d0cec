"""Class lists as schools have them."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel

from curriculum.school import DEMO_SCHOOL, RosterError
from curriculum.school import cells as cell
from curriculum.school.class_list import class_key, read_class_list
from curriculum.school.workbooks import Sheet, csv_sheet, decoded, read_sheets, workbook_sheets

SECTIONS = DEMO_SCHOOL.sections
HEADER = ("ر.ت", "الرمز", "النسب", "الإسم", "النوع", "تاريخ الازدياد", "مكان الازدياد")


def sheet(*rows, name="TCSF-1"):
    return Sheet(name, rows)


def one(*rows, name="TCSF-1", **options):
    return read_class_list([sheet(*rows, name=name)], SECTIONS, **options).rows


def problems(*sheets, **options):
    with pytest.raises(RosterError) as caught:
        read_class_list(sheets, SECTIONS, **options)
    return [problem.text("en") for problem in caught.value.problems]


def test_the_list_that_massar_gives():
    rows = one(
        ("لائحة التلاميذ",),
        (None, "المستوى :", None, "الجذع المشترك العلمي", "القسم :", None, "TCLSH-1"),
        (None, "المؤسسة:", "ثانوية الأمل"),
        (),
        HEADER,
        (1, "R130023456", "العلوي", "سعاد", "أنثى", "2010-05-31", "العيون"),
        (2, "R130023457", "بوجمعة", "أنس", "ذكر", datetime(2011, 1, 2), "بوجدور"),
        (None, None, None, None, None, None, None),
        ("المجموع", None, None, None, 2, None, None),
    )
    assert [
        (row.code, row.name, row.family_name, row.given_name, row.sex, row.birth_date) for row in rows
    ] == [
        ("R130023456", "العلوي سعاد", "العلوي", "سعاد", "F", date(2010, 5, 31)),
        ("R130023457", "بوجمعة أنس", "بوجمعة", "أنس", "M", date(2011, 1, 2)),
    ]
    assert {row.course_id for row in rows} == {"2026-tclsh-1"}  # what القسم says goes before the sheet's name


@pytest.mark.parametrize(
    "header",
    [
        ("رقم التلميذ", "إسم التلميذ", "تاريخ الإزدياد"),
        ("  رمز\u00a0التلميذ ", "اسم   التلميذ", "تـاريخ الازدياد"),
        ("رقم مسار", "الاسم الكامل", "تاريخ الازدياد :"),
        ("رمز مسار", "الاسم", "تاريخ الميلاد"),
        ("Code Massar", "Nom et prénom", "Date de naissance"),
        ("CODE", "NOM", "NÉ LE"),
        ("code élève", "Élève", "né(e) le"),
    ],
)
def test_headers_in_many_spellings_and_one_name_column(header):
    (row,) = one(header, ("R130023456", "العلوي سعاد", "31/05/2010"))
    assert (row.name, row.family_name, row.code, row.birth_date) == (
        "العلوي سعاد", "", "R130023456", date(2010, 5, 31),
    )  # fmt: skip


def test_the_marks_workbook_of_massar_is_a_list_too():
    rows = one(
        *[()] * 8,
        (None, None, "المستوى :", "x", None, None, "القسم :", None, "TCSF-1"),
        *[()] * 6,
        (None, "ID", "رقم التلميذ", "إسم التلميذ", None, "تاريخ الإزدياد", "الفرض الأول"),
        (None, None, None, None, None, None, "النقطة", "التغيب"),
        (None, 77, "R130023456", "العلوي سعاد", None, "31-05-2010", 12.5),
        name="NotesCC",
    )
    assert [(row.code, row.course_id) for row in rows] == [("R130023456", "2026-tcsf-1")]


def test_columns_in_any_order_and_a_header_printed_again():
    rows = one(("Prénom", "Nom", "Massar"), ("Salma", "Idrissi", "R130023456"), ("Prénom", "Nom", "Massar"),
               ("Anas", "Alami", "R130023457"))  # fmt: skip
    assert [row.name for row in rows] == ["Idrissi Salma", "Alami Anas"]


def test_a_class_a_sheet_and_sheets_without_a_list_are_left_out():
    found = read_class_list(
        [sheet(HEADER, (1, "R1300001", "ا", "ب"), name="TCSF-1"), sheet(("merci",), name="Notice"),
         sheet(HEADER, (1, "R1300002", "ج", "د"), name="tclsh 1")],
        SECTIONS,
    )  # fmt: skip
    assert [row.course_id for row in found.rows] == ["2026-tcsf-1", "2026-tclsh-1"]
    assert found.ignored == ("Notice",)


def test_a_class_column_and_a_class_said_by_the_operator():
    rows = (
        ("Nom", "Prénom", "Classe", "Code"),
        ("A", "B", "TCLSH – 1", "R1300001"),
        ("C", "D", "", "R1300002"),
    )
    assert [row.course_id for row in one(*rows)] == ["2026-tclsh-1", "2026-tcsf-1"]
    assert {row.course_id for row in one(*rows, forced=SECTIONS[0])} == {"2026-tcsf-1"}


def test_every_cell_that_cannot_be_used_is_told_with_its_place():
    found = problems(
        sheet(HEADER,
              (1, "130023456", "ا", "ب", "ذكر", "2010-05-31"),
              (2, "R130023457", None, None, "ذكر", "2010-05-31"),
              (3, None, "ا", "ب", "أنثى", "31-02-2010"),
              (4, "R130023459", "ا", "ت", "?", "1010-01-01"),
              (5, "R130023460", "ا", "ث", "", None)),
        sheet(HEADER, (1, "R130023461", "ا", "ب"), name="3AC-1"),
    )  # fmt: skip
    assert [problem.split(": ")[0] for problem in found] == [
        "sheet “TCSF-1”, row 2, column B (الرمز)",
        "sheet “TCSF-1”, row 3, column C (النسب)",
        "sheet “TCSF-1”, row 4, column B (الرمز)",
        "sheet “TCSF-1”, row 4, column F (تاريخ الازدياد)",
        "sheet “TCSF-1”, row 5, column E (النوع)",
        "sheet “TCSF-1”, row 5, column F (تاريخ الازدياد)",
        "sheet “3AC-1”",
    ]
    assert "TCSF-1, TCLSH-1" in found[-1] and "--class" in found[-1]


def test_a_class_nobody_says_and_one_that_does_not_exist():
    assert "--class" in problems(sheet(("Nom", "Code"), ("A", "R1300001"), name=""))[0]
    found = problems(
        sheet(("Nom", "Code", "Classe"), ("A", "R1300001", "TCSF-9"), ("B", "R1300002", None), name="")
    )
    assert [problem.split(": ")[0] for problem in found] == [
        "row 2, column C (Classe)",
        "row 3, column C (Classe)",
    ]


def test_a_file_without_a_list_says_what_a_list_has():
    with pytest.raises(RosterError, match="الرمز، النسب"):
        read_class_list([sheet(("a", "b"), ("c", "d"))], SECTIONS)


def test_a_centre_may_number_its_own_way_or_not_at_all():
    rows = one(("Nom", "Code", "Sexe"), ("A", "st-12", "f"), ("B", None, "h"), code_shape=cell.OWN_CODE)
    assert [(row.code, row.sex) for row in rows] == [("ST-12", "F"), ("", "M")]


# Cells


@pytest.mark.parametrize(
    ("written", "code"),
    [("R130023456", "R130023456"), (" r 130 023 456\u200f", "R130023456"), ("ر130023456", None), ("R٠٠٠١٢٣", "R000123"),
     ("R12345", None), ("R12345678901", None), (130023456, None), ("\uff32130023456", "R130023456")],
)  # fmt: skip
def test_codes(written, code):
    assert cell.code(written, cell.MASSAR_CODE) == code


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31-05-2010", date(2010, 5, 31)),
        ("1/5/2010", date(2010, 5, 1)),
        ("2010-05-31 00:00:00", date(2010, 5, 31)),
        ("٣١-٠٥-٢٠١٠", date(2010, 5, 31)),
        (40329, date(2010, 5, 31)),
        (40329.0, date(2010, 5, 31)),
        ("40329", date(2010, 5, 31)),
        (date(2010, 5, 31), date(2010, 5, 31)),
        ("31-13-2010", None),
        ("2010", None),
        (2010, None),
        ("31-05-10", None),
        ("bientôt", None),
        (-3, None),
        (99999, None),
    ],
)
def test_birth_dates(written, day):
    assert cell.birth_date(written) == day


def test_a_workbook_that_counts_from_1904():
    serial = to_excel(datetime(2010, 5, 31), CALENDAR_MAC_1904)
    assert cell.birth_date(serial, CALENDAR_MAC_1904) == date(2010, 5, 31)


@pytest.mark.parametrize(
    ("written", "sex"), [("ذكر", "M"), ("أنثى", "F"), ("انثى", "F"), ("Féminin", "F"), ("x", None)]
)
def test_sexes(written, sex):
    assert cell.sex(written) == sex


@pytest.mark.parametrize(
    ("a", "same"), [("tcsf 1", True), ("TCSF – 1", True), ("TCSF_1 ", True), ("TCSF-11", False)]
)
def test_class_names_are_compared_folded(a, same):
    assert (class_key(a) == class_key("TCSF-1")) is same


# Files

CSV = "الرمز;النسب;الإسم;Observé\r\nR130023456;العلوي;سعاد;été\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_of_any_excel(encoding, mark):
    content = CSV.replace(";", mark).encode(encoding)
    (row,) = read_class_list([csv_sheet(content)], SECTIONS, forced=SECTIONS[0]).rows
    assert (row.code, row.name) == ("R130023456", "العلوي سعاد")


def test_a_french_csv_in_windows_1252_keeps_its_capitals():
    assert decoded("NOM;PRÉNOM\r\nBENNIS;ÉRIC\r\n".encode("cp1252")) == "NOM;PRÉNOM\r\nBENNIS;ÉRIC\r\n"


def test_a_separator_inside_quotes_does_not_count():
    content = b'Nom;Code;"a, b, c"\r\n"X, Y";R1300001;"1, 2, 3"\r\n'
    assert csv_sheet(content).rows[1] == ("X, Y", "R1300001", "1, 2, 3")


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for each in rows:
            page.append(each)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_of_several_classes(tmp_path):
    path = tmp_path / "lists.XLSX"
    path.write_bytes(
        workbook(
            ("TCSF-1", [HEADER, (1, "R130023456", "العلوي", "سعاد", "أنثى", datetime(2010, 5, 31))]),
            ("Feuil2", []),
            ("TCLSH-1", [HEADER, (1, "R130023457", "بوجمعة", "أنس", "ذكر", 40329)]),
        )
    )
    found = read_class_list(read_sheets(path), SECTIONS)
    assert [(row.course_id, row.birth_date) for row in found.rows] == [
        ("2026-tcsf-1", date(2010, 5, 31)),
        ("2026-tclsh-1", date(2010, 5, 31)),
    ]
    assert found.ignored == ()


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken", workbook(("A", []))[:-400]])
def test_a_damaged_workbook_is_an_error_not_a_traceback(content):
    with pytest.raises(RosterError, match=r"\.xlsx"):
        workbook_sheets(content, "x.xlsx")


def test_another_kind_of_file_says_what_to_do(tmp_path):
    (tmp_path / "list.xls").write_bytes(b"x")
    with pytest.raises(RosterError, match=r"save it as \.xlsx"):
        read_sheets(tmp_path / "list.xls")
    with pytest.raises(RosterError, match="cannot be read"):
        read_sheets(tmp_path / "none.xlsx")
