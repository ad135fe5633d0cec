"""Submissions in, marks out: collecting, nbgrader's automatic grading, one process a core."""

from autograder.grading.lesson import collect_lesson, grade_lesson
from autograder.grading.outcome import Outcome, Progress

__all__ = ["Outcome", "Progress", "collect_lesson", "grade_lesson"]
