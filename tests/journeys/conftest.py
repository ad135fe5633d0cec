"""One school day for all the journeys: a demo school of its own, really served, and a desk for whoever needs one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.desk import Desk
from tests.running_school import RunningSchool, running_school


@pytest.fixture(scope="module")
def school(tmp_path_factory) -> RunningSchool:
    with running_school(tmp_path_factory.mktemp("journeys") / "var") as running:
        yield running


@pytest.fixture(scope="module")
def at_desk(school, chromium) -> Callable[[str, str], Desk]:
    """``at_desk(person, language)``: the desk of a person, signed in the first time it is asked for."""
    desks: dict[str, Desk] = {}

    def desk(person: str, language: str) -> Desk:
        if person not in desks:
            desks[person] = Desk.open(school, chromium, person, language)
        return desks[person]

    yield desk
    for one in desks.values():
        one.page.context.close()
