"""A school's progress: gradebooks and class activity in, one file a school and the coordinator's table
out."""

from curriculum.progress.chart import chart_svg
from curriculum.progress.export import to_csv, to_xlsx
from curriculum.progress.gathering import query
from curriculum.progress.gradebook import ExerciseMark, LessonMark, read_marks
from curriculum.progress.parquet import write_parquet
from curriculum.progress.publishing import publish, school_records
from curriculum.progress.records import LessonName, ProgressRecord, progress_records
from curriculum.progress.tally import ALL, CLASS, SCHOOL, ProgressRow, progress_rows

__all__ = [
    "ALL",
    "CLASS",
    "SCHOOL",
    "ExerciseMark",
    "LessonMark",
    "LessonName",
    "ProgressRecord",
    "ProgressRow",
    "chart_svg",
    "progress_records",
    "progress_rows",
    "publish",
    "query",
    "read_marks",
    "school_records",
    "to_csv",
    "to_xlsx",
    "write_parquet",
]
