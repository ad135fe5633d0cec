"""Reads the progress of all schools of a folder of Parquet files, with DuckDB."""

from __future__ import annotations

from pathlib import Path

from curriculum.progress.tally import ProgressRow, Tally, progress_rows
from curriculum.school import Bilingual, SchoolError
from curriculum.school.problems import DOMAIN
from translations import Message

_TALLIES = """
SELECT school, any_value(school_fr), any_value(school_ar), any_value(region), any_value(province), year, course,
       any_value(class_name), any_value(level), lesson, any_value(lesson_number), any_value(lesson_fr),
       any_value(lesson_ar), count(*), count_if(started), count(submitted_at), count(mark), count_if(passed),
       coalesce(sum(mark * 20 / out_of), 0)
FROM read_parquet($files, union_by_name = true)
GROUP BY school, year, course, lesson
"""


def query(folder: Path) -> tuple[ProgressRow, ...]:
    """The coordinator's table over every school that published into ``folder``; what must be hidden is
    hidden.

    Nothing when no school has published. ``SchoolError`` naming the file that is no progress file.
    """
    return progress_rows(tallies(folder))


def tallies(folder: Path) -> tuple[Tally, ...]:
    """The counts by class and lesson, nothing hidden: never to be shown as they are."""
    import duckdb

    files = sorted(str(path) for path in folder.glob("*.parquet"))
    if not files:
        return ()
    with duckdb.connect(config={"autoinstall_known_extensions": False, "threads": 2}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        try:
            found = connection.execute(_TALLIES, {"files": files}).fetchall()
        except duckdb.Error as error:
            raise SchoolError(
                Message(DOMAIN, "A file in {folder} is not a school's progress ({reason}). Take it out of the folder, "
                                "or publish it again.", {"folder": folder, "reason": str(error).splitlines()[0]})
            ) from error  # fmt: skip
    return tuple(_tally(row) for row in found)


def _tally(row: tuple) -> Tally:
    (
        school,
        school_fr,
        school_ar,
        region,
        province,
        year,
        course,
        name,
        level,
        lesson,
        number,
        fr,
        ar,
        *counts,
    ) = row
    return Tally(
        school, Bilingual(school_fr, school_ar), region, province, year, course, name, level, lesson, number,
        Bilingual(fr, ar), *counts,
    )  # fmt: skip
