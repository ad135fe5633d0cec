"""What people get in their hands: the table in the terminal and the cards to print."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from curriculum.school import Roster
from curriculum.school.demo import DEMO_SCHOOL, ensure_demo
from hub_config import cards
from hub_config.serve import write_private

ADDRESS = "http://192.168.1.10:8000"


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    state = tmp_path_factory.mktemp("cards")
    ensure_demo(state, "fr")
    with Roster.open(state / "roster.sqlite") as roster:
        return cards.entries(DEMO_SCHOOL, roster)


def printed(people, language):
    console = Console(file=io.StringIO(), width=200)
    console.print(cards.sign_in_table(people, language))
    return console.file.getvalue()


def test_everyone_who_can_sign_in_is_listed_with_what_they_need(people):
    table = printed(people, "fr")
    assert [entry.role for entry in people].count("pupil") == 24
    for entry in people:
        assert entry.secret
        line = next(line for line in table.splitlines() if entry.id in line)
        assert entry.secret in line


def test_a_changed_secret_is_said_to_be_changed_and_shown_nowhere(people):
    changed = (replace(people[0], secret=None), *people[1:])
    line = next(line for line in printed(changed, "fr").splitlines() if people[0].id in line)
    assert "changé" in line
    assert people[0].secret not in printed(changed, "fr") + cards.sign_in_sheet(DEMO_SCHOOL, changed, ADDRESS)


def test_a_large_school_has_its_pupils_on_the_cards_only(people):
    pupils = [entry for entry in people if entry.role == "pupil"]
    many = (*people, *(replace(pupils[0], id=f"p{number:09d}") for number in range(80)))
    table = printed(many, "fr")
    assert "Et 104 élèves, sur les cartes imprimées." in table
    assert pupils[0].id not in table
    assert people[0].id in table


def test_every_pupil_has_a_card_with_number_pin_address_and_code(people):
    sheet = cards.sign_in_sheet(DEMO_SCHOOL, people, ADDRESS)
    found = dict(re.findall(r'<article class="card[^"]*" data-person="([^"]*)">(.*?)</article>', sheet))
    assert set(found) == {entry.id for entry in people}
    for entry in people:
        card = found[entry.id]
        assert entry.secret in card and ADDRESS in card and entry.id in card
        assert ("<svg" in card) is (entry.role == "pupil")
        assert 'lang="ar" dir="rtl"' in card and 'lang="fr" dir="ltr"' in card


def test_the_code_on_a_card_holds_the_number_and_never_the_pin():
    assert cards.sign_in_link(ADDRESS, "p23456789a") == ADDRESS + "/hub/login?pupil=p23456789a"


def test_cards_need_nothing_from_elsewhere(people):
    sheet = cards.sign_in_sheet(DEMO_SCHOOL, people, ADDRESS)
    assert not re.findall(r'(?:src|href)="?(?!data:)', sheet.replace(ADDRESS, ""))


def test_names_cannot_break_the_page(people):
    name = '<script>"&'
    broken = (replace(people[-1], names={"ar": name, "fr": name}),)
    assert "<script>" not in cards.sign_in_sheet(DEMO_SCHOOL, broken, ADDRESS)


def test_the_cards_are_for_their_owner_only_from_the_first_byte(tmp_path: Path):
    target = tmp_path / "sign-in.html"
    target.write_text("old")
    target.chmod(0o644)
    write_private(target, "new")
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["sign-in.html"]
