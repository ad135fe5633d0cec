"""What a pupil reads after grading: one page a lesson, in Arabic and in French."""

from autograder.feedback.document import page_in, pages_of
from autograder.feedback.give import FeedbackGiven, give_feedback

__all__ = ["FeedbackGiven", "give_feedback", "page_in", "pages_of"]
