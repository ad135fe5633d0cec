"""A database that threads of one process and other processes open and close all the time."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

from curriculum.school.database import Database

SCHEMA = "CREATE TABLE things (name TEXT NOT NULL)"
ANOTHER_PROCESS = """
import sys
from pathlib import Path
from curriculum.school.database import Database
database = Database(Path(sys.argv[1]), "", 1)
with database.writing() as connection:
    connection.execute("INSERT INTO things VALUES (?)", sys.argv[2:])
print(*(name for (name,) in database.read("SELECT name FROM things ORDER BY name")))
database.close()
"""


def another_process(path: Path, name: str) -> list[str]:
    """Adds ``name`` in a process of its own; the names which that process then sees."""
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(path), name]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def test_an_open_database_survives_others_that_open_and_close_it(tmp_path):
    path = tmp_path / "things.sqlite"
    database = Database(path, SCHEMA, 1)
    Database(path, SCHEMA, 1).close()  # as another thread of this process does
    assert another_process(path, "1") == ["1"]
    with database.writing() as connection:
        connection.execute("INSERT INTO things VALUES ('2')")
    assert another_process(path, "3") == ["1", "2", "3"]
    database.close()


def test_only_the_owner_reads_it_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "folder" / "things.sqlite"
    Database(path, SCHEMA, 1).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["things.sqlite"]
