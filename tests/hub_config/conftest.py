"""One real school for every test of the hub that needs one: starting it costs seconds."""

from __future__ import annotations

import pytest

from tests.running_school import running_school


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The demo school, really served."""
    with running_school(tmp_path_factory.mktemp("school") / "var") as school:
        yield school
