"""A class as an nbgrader course: its folder, its settings, and how a lesson is released from it."""

from autograder.course.folder import Course, CourseError, CourseLog, Student, release_lesson

__all__ = ["Course", "CourseError", "CourseLog", "Student", "release_lesson"]
