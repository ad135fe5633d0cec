"""The demo school: a lycée of Laâyoune with two classes of twelve, two teachers and a coordinator. All
invented.

Its pupils come from a class list in the shape MASSAR gives, read as any list is.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from curriculum.school.class_list import read_class_list
from curriculum.school.files import read_school
from curriculum.school.model import Bilingual, Listen, MarksScale, Person, School, Section
from curriculum.school.places import provinces, regions
from curriculum.school.problems import DOMAIN, SchoolError
from curriculum.school.roster import Roster
from curriculum.school.state import ROSTER_FILE, SCHOOL_FILE, write_whole
from curriculum.school.template import school_file
from curriculum.school.workbooks import csv_sheet
from translations import Message

DEMO_SCHOOL = School(
    code="00001X",
    kind="school",
    name=Bilingual("Lycée Al Amal (démonstration)", "ثانوية الأمل التأهيلية (تجريبية)"),
    region=regions()["MA-11"],
    province=provinces("MA-11")["MA-LAA"],
    year="2026-2027",
    languages=("ar", "fr"),
    default_language="ar",
    marks=MarksScale(),
    listen=Listen(),
    names_on_sign_in=True,
    sections=(
        Section("tcsf-1", "TCSF-1", "TCSF", ("s.elidrissi",), "2026-tcsf-1"),
        Section("tclsh-1", "TCLSH-1", "TCLSH", ("b.ouldsalem",), "2026-tclsh-1"),
    ),
    teachers=(
        Person("s.elidrissi", Bilingual("Salma El Idrissi", "سلمى الإدريسي")),
        Person("b.ouldsalem", Bilingual("Brahim Ould Salem", "إبراهيم ولد سالم")),
    ),
    coordinators=(Person("n.chakir", Bilingual("Naïma Chakir", "نعيمة شاكر")),),
    demo=True,
)


def ensure_demo(state: Path, language: str) -> School:
    """The demo school of ``state``: made when there is no school yet, completed when there is half of one.

    Calling it again changes nothing. ``SchoolError`` when ``state`` holds a school that is not the demo.
    """
    path = state / SCHOOL_FILE
    if not path.exists():
        write_whole(path, school_file(DEMO_SCHOOL, language))
    school = read_school(path)
    if not school.demo:
        raise SchoolError(
            Message(DOMAIN, "{file} describes a real school, which the demo does not touch. For a demo beside it, "
                            "give another folder with --state.", {"file": path})
        )  # fmt: skip
    content = (files("curriculum.school") / "demo_data" / "pupils.csv").read_bytes()
    with Roster.open(state / ROSTER_FILE) as roster:
        if not roster.pupils():
            roster.import_pupils(read_class_list([csv_sheet(content)], DEMO_SCHOOL.sections).rows)
        ensure_staff_secrets(school, roster)
    return school


def ensure_staff_secrets(school: School, roster: Roster) -> tuple[str, ...]:
    """Gives a first password to each teacher and coordinator who has none; returns the ids of those."""
    new = tuple(
        person.id for person in (*school.teachers, *school.coordinators) if not roster.has_secret(person.id)
    )
    for user_id in new:
        roster.issue_secret(user_id)
    return new
