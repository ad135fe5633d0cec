"""One grading of a lesson at a time, and none that was broken off passes for done.

Two teachers, a page and a terminal, or a restarted service and the work its predecessor left running may all
grade the same lesson: the second waits, and then finds most of it done. A work whose grading was broken off
(stopped, killed, power cut) has its mark here still, for nbgrader's folder looks the same either way.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.course import Course


@contextmanager
def alone(course: Course, lesson: str) -> Iterator[int]:
    """Waits until nobody else grades ``lesson`` of ``course``. Gives the file that holds the lock: whoever
    inherits it keeps the others waiting until it has ended, too.
    """
    folder = _folder(course, lesson)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "grading.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


@contextmanager
def marked_unfinished(course: Course, lesson: str, pupil: str) -> Iterator[None]:
    """The pupil's work is known as unfinished from here to the end of the block, whatever ends this process."""
    mark = _unfinished(course, lesson, pupil)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    yield
    mark.unlink(missing_ok=True)


def is_unfinished(course: Course, lesson: str, pupil: str) -> bool:
    """Whether the last grading of the pupil's work was broken off, or goes on now."""
    return _unfinished(course, lesson, pupil).exists()


def _folder(course: Course, lesson: str) -> Path:
    return course.root / "logs" / lesson


def _unfinished(course: Course, lesson: str, pupil: str) -> Path:
    return _folder(course, lesson) / f"{pupil}.unfinished"
