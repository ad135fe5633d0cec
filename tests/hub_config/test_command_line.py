"""The command ``barmaja`` itself: what it says first must not wait for what it may not need."""

import subprocess
import sys

from curriculum.school.cli import school
from hub_config.cli import GROUPS, main

SLOW = ("curriculum", "autograder", "nbformat", "duckdb", "pyarrow", "pydantic", "httpx")


def loaded_by(*words: str) -> set[str]:
    """The packages in memory after the command."""
    code = (
        "import sys\nfrom hub_config.cli import main\n"
        "try: main(sys.argv[1:])\nfinally: print('LOADED', *{name.split('.')[0] for name in sys.modules})"
    )
    answer = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return set(answer.stdout.rpartition("LOADED")[2].split())


def test_the_first_help_loads_no_package_but_the_command_line():
    assert not loaded_by("--help") & set(SLOW)


def test_writing_about_lessons_does_not_load_the_notebook_format():
    assert "nbformat" not in loaded_by("lessons", "--help")


def test_every_group_named_in_the_first_help_is_there():
    with main.make_context("barmaja", [], resilient_parsing=True) as context:
        commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
        assert set(GROUPS) < set(commands) and all(command.name == name for name, command in commands.items())
        assert commands["school"] is school
