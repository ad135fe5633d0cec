"""Submissions in, marks out: the nbgrader course, grading, feedback, the exchange."""
