"""Reads and writes lessons, catalogues and notebooks: the only module here that touches the disk."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from curriculum.authoring.check import FOLDER, Source
from curriculum.authoring.model import Lesson
from curriculum.authoring.problems import N_, LessonError
from translations import Message
from translations.catalogue import ROOT

LESSONS = Path(__file__).parent.parent / "lessons"
CATALOGUE = ROOT / "ar" / "LC_MESSAGES" / "lessons.po"
_DATED = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')


def place_of(path: Path) -> str:
    """How problems name ``path``: relative to the working folder when it is below it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def lesson_folders(lessons: Path) -> Iterator[Path]:
    """The folders that hold, or should hold, a lesson."""
    if not lessons.is_dir():
        raise LessonError(
            Message("authoring", N_("{folder}: there is no such folder of lessons"), {"folder": lessons})
        )
    for folder in sorted(lessons.iterdir()):
        if folder.is_dir() and not folder.name.startswith((".", "_")):
            yield folder


def read_sources(lessons: Path) -> tuple[Source, ...]:
    """Every lesson of a folder, unread. A folder without ``lesson.md`` that is named like a lesson is an error."""
    sources = []
    for folder in lesson_folders(lessons):
        path = folder / "lesson.md"
        if path.is_file():
            try:
                sources.append(Source(folder.name, path.read_text(encoding="utf-8-sig"), place_of(path)))
            except UnicodeDecodeError as error:
                raise LessonError(
                    Message(
                        "authoring", N_("{file}: not UTF-8; save it again as UTF-8"), {"file": place_of(path)}
                    )
                ) from error
        elif FOLDER.fullmatch(folder.name):
            raise LessonError(
                Message(
                    "authoring", N_("{folder}: there is no lesson.md in it"), {"folder": place_of(folder)}
                )
            )
    return tuple(sources)


def read_data(lessons: Path, lesson: Lesson) -> dict[str, bytes]:
    """The files that stand beside ``lesson.md``, by their path below its folder."""
    folder = lessons / f"{lesson.number:02}-{lesson.id}"
    found = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if name != "lesson.md" and not any(part.startswith((".", "__")) for part in Path(name).parts)
    }


def read_catalogue(path: Path) -> Catalog:
    """The catalogue at ``path``; an empty one where there is no file yet.

    ``LessonError`` for one that cannot be read whole: what was skipped now would be lost when it is written again.
    """
    if not path.exists():
        return Catalog(locale="ar", domain="lessons", project="Barmaja", charset="utf-8")
    content = path.read_bytes()
    try:
        content.decode("utf-8")
        return read_po(io.BytesIO(content), locale="ar", domain="lessons", abort_invalid=True)
    except UnicodeDecodeError as error:
        message = Message(
            "authoring", N_("{file}: not UTF-8; save it again as UTF-8"), {"file": place_of(path)}
        )
        raise LessonError(message) from error
    except PoFileError as error:
        values = {"file": place_of(path), "line": (error.lineno or 0) + 1}
        sentence = N_(
            "{file}:{line}: this is not a catalogue any more; look for a missing quotation mark here or just before"
        )
        raise LessonError(Message("authoring", sentence, values)) from error


def write_catalogue(catalogue: Catalog, path: Path) -> bool:
    """Writes ``catalogue`` without dates, so that the same words are the same bytes; whether anything changed."""
    for entry in catalogue:
        entry.flags -= {"python-format", "python-brace-format"}  # a price in % is no format
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, ignore_obsolete=True, include_previous=False)
    lines = (line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(_DATED))
    return write_atomically(path, b"".join(lines))


def write_atomically(path: Path, content: bytes) -> bool:
    """Puts ``content`` at ``path`` whole or not at all; ``False`` when it is there already.

    ``LessonError`` where that is not possible.
    """
    try:
        if path.exists() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        sentence = N_("{file} cannot be written ({reason}); give a folder that you may write in")
        values = {"file": path, "reason": error.strerror}
        raise LessonError(Message("authoring", sentence, values)) from error
    return True
