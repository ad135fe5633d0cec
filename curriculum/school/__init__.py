"""A school: the file that describes it (``school.toml``) and the roster of its pupils."""

from curriculum.school.changes import PupilRow, RosterChanges
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
    "is_pupil_id",
    "parse_school",
    "pseudonym",
    "pseudonym_key",
    "read_school",
]
