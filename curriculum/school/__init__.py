"""A school: the file that describes it (``school.toml``) and the roster of its pupils."""

from curriculum.school.changes import PupilRow, RosterChanges
from curriculum.school.demo import DEMO_SCHOOL, ensure_demo, ensure_staff_secrets
from curriculum.school.files import parse_school, read_school
from curriculum.school.ids import is_pupil_id, pseudonym, pseudonym_key
from curriculum.school.model import (
    Bilingual,
    Listen,
    MarksScale,
    Person,
    Place,
    Pupil,
    School,
    Section,
)
from curriculum.school.problems import Problem, RosterError, SchoolError
from curriculum.school.roster import Roster

__all__ = [
    "DEMO_SCHOOL",
    "Bilingual",
    "Listen",
    "MarksScale",
    "Person",
    "Place",
    "Problem",
    "Pupil",
    "PupilRow",
    "Roster",
    "RosterChanges",
    "RosterError",
    "School",
    "SchoolError",
    "Section",
    "ensure_demo",
    "ensure_staff_secrets",
    "is_pupil_id",
    "parse_school",
    "pseudonym",
    "pseudonym_key",
    "read_school",
]
