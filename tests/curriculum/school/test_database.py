"""A database that threads of one process and other processes open and close all the time."""

from __future__ import annotations

import stat
import subprocess
import sys

from curriculum.school.database import Database

SCHEMA = "CREATE TABLE things (name TEXT NOT NULL)"
ANOTHER_PROCESS = """
import sys
from pathlib import Path
from curriculum.school.database import Database
database = Database(Path(sys.argv[1]), "", 1)
with database.writing() as connection:
    connection.execute("INSERT INTO things VALUES ('theirs')")
database.close()
"""


def test_an_open_database_survives_others_that_open_and_close_it(tmp_path):
    path = tmp_path / "things.sqlite"
    database = Database(path, SCHEMA, 1)
    Database(path, SCHEMA, 1).close()  # as another thread of this process does
    subprocess.run([sys.executable, "-c", ANOTHER_PROCESS, str(path)], check=True)
    with database.writing() as connection:
        connection.execute("INSERT INTO things VALUES ('ours')")
    assert database.read("SELECT name FROM things ORDER BY name") == [("ours",), ("theirs",)]
    database.close()
    reopened = Database(path, SCHEMA, 1)
    assert reopened.read("SELECT name FROM things ORDER BY name") == [("ours",), ("theirs",)]
    reopened.close()


def test_only_the_owner_reads_it_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "folder" / "things.sqlite"
    Database(path, SCHEMA, 1).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["things.sqlite"]
