"""nbgrader's own commands on our exchange: a pupil and a course, each with their own token, over the real hub."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderAPI, NbGraderApp
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from traitlets.config import Config

from autograder.course.settings import configure_exchange
from autograder.exchange import ExchangeStore
from autograder.exchange.plugin.shared import forget_releases

COURSE = "2026-tcsf-1"


@pytest.fixture(scope="module")
def course_root(tmp_path_factory, released_state) -> Path:
    """The course's folder as it is after ``generate_assignment``."""
    target = tmp_path_factory.mktemp("commands") / "courses" / COURSE
    shutil.copytree(released_state / "courses" / COURSE, target)
    return target


@pytest.fixture
def nbgrader(hub, monkeypatch, capfd):
    """Runs an ``nbgrader`` command as a hub user in a folder; standard error, where nbgrader speaks."""

    def run(user: str, folder: Path, *arguments: str, status: int = 0) -> str:
        monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        monkeypatch.setenv("BARMAJA_SERVICE_URL", hub.url)
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", hub.tokens[user])
        monkeypatch.setenv("JUPYTERHUB_USER", user)
        monkeypatch.setenv("BARMAJA_LANG", "fr")
        monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder / ".data"))
        monkeypatch.setattr(sys, "path", list(sys.path))  # nbgrader puts the folder in front
        monkeypatch.chdir(folder)
        forget_releases()
        capfd.readouterr()
        app = NbGraderApp()
        code = 0
        try:
            app.initialize(list(arguments))
            app.start()
        except NoStart:  # how Jupyter says that the subcommand is done
            pass
        except SystemExit as end:
            code = end.code or 0
        finally:
            app.reset()
        said = capfd.readouterr().err
        assert code == status, said
        return said

    return run


def own_config(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = (
        "from autograder.course.settings import configure_exchange\n"
        f"c = get_config()\nc.CourseDirectory.course_id = {COURSE!r}\nconfigure_exchange(c)\n"
    )
    (folder / "nbgrader_config.py").write_text(text)
    return folder


def test_a_whole_round_with_nbgraders_commands(nbgrader, course_root, tmp_path, hub):
    home = own_config(tmp_path / "pyoussef")
    work = home / COURSE / "variables"

    nbgrader("course-2026-tcsf-1", course_root, "release_assignment", "variables", "--force")
    again = nbgrader("course-2026-tcsf-1", course_root, "release_assignment", "variables", status=1)
    assert "déjà publiée" in again
    assert f"{COURSE} variables released" in nbgrader("pyoussef", home, "list")

    nbgrader("pyoussef", home, "fetch_assignment", "variables")
    assert sorted(path.name for path in work.iterdir()) == ["variables.ipynb", "villes.csv"]
    (work / "variables.ipynb").write_text(
        (work / "variables.ipynb").read_text().replace("# Écris ton code ici\\n", "a = 5")
    )
    mine = (work / "variables.ipynb").read_bytes()
    assert "déjà dans" in nbgrader("pyoussef", home, "fetch_assignment", "variables", status=1)
    (work / "villes.csv").unlink()
    nbgrader("pyoussef", home, "fetch_assignment", "variables", "--replace")
    assert (work / "villes.csv").exists()
    assert (work / "variables.ipynb").read_bytes() == mine

    nbgrader("pyoussef", home, "submit", "variables")
    (copy,) = (home / ".data" / "nbgrader_cache" / COURSE).iterdir()
    receipt = json.loads((copy / "receipt.json").read_text())
    assert (receipt["authors"], (copy / "variables.ipynb").read_bytes()) == (["pyoussef"], mine)
    nbgrader("pyoussef", home, "submit", "variables", "--student=pnadia")
    (only,) = [s for s in ExchangeStore(hub.store).submissions(COURSE, "variables") if s.pupil == "pyoussef"]
    assert only.receipt.id == receipt["id"]
    assert "pyoussef variables" in nbgrader("pyoussef", home, "list", "--cached")

    nbgrader("course-2026-tcsf-1", course_root, "collect", "variables", "--student=pyoussef")
    collected = course_root / "submitted" / "pyoussef" / "variables"
    assert (collected / "variables.ipynb").read_bytes() == mine
    assert (collected / "timestamp.txt").read_text() == (copy / "timestamp.txt").read_text()
    nbgrader("course-2026-tcsf-1", course_root, "autograde", "variables", "--student=pyoussef")
    nbgrader("course-2026-tcsf-1", course_root, "generate_feedback", "variables", "--student=pyoussef")
    nbgrader("course-2026-tcsf-1", course_root, "release_feedback", "variables", "--student=pyoussef")

    nbgrader("pyoussef", home, "fetch_feedback", "variables")
    (page,) = (work / "feedback").glob("*/variables.html")
    assert "Points\u00a0: 4 / 10" in page.read_text()
    assert "pyoussef variables" in nbgrader("course-2026-tcsf-1", course_root, "list", "--inbound")
    before = len(ExchangeStore(hub.store).submissions(COURSE, "variables"))
    nbgrader("pyoussef", home, "submit", "variables")  # the feedback in the folder is no part of the work
    assert len(ExchangeStore(hub.store).submissions(COURSE, "variables")) == before


def test_a_pupil_gets_a_sentence_for_what_a_pupil_may_not_do(nbgrader, course_root):
    said = nbgrader("pyoussef", course_root, "collect", "variables", "--student=nobody", status=0)
    assert "No submissions" in said
    refused = nbgrader("pyoussef", course_root, "release_assignment", "variables", "--force", status=1)
    assert "Seuls les enseignants" in refused


@pytest.fixture
def in_process(hub, monkeypatch, tmp_path):
    """The plug-in's classes made as nbgrader's extensions make them, for the course's own user."""
    monkeypatch.setenv("BARMAJA_SERVICE_URL", hub.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", hub.tokens["course-2026-tcsf-1"])
    monkeypatch.chdir(tmp_path)
    forget_releases()
    config = Config()
    configure_exchange(config)
    directory = CourseDirectory(course_id=COURSE, root=str(tmp_path), config=config)
    return ExchangeFactory(config=config), directory


def test_lists_have_nbgraders_shapes(in_process, hub, nbgrader, course_root):
    factory, directory = in_process
    store = ExchangeStore(hub.store)
    store.release(COURSE, "variables", {"variables.ipynb": b"{}"})
    store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"{}"})
    (released,) = [e for e in factory.List(coursedir=directory).start() if e["assignment_id"] == "variables"]
    assert set(released) == {"course_id", "assignment_id", "status", "path", "notebooks"}
    assert released["notebooks"][0]["notebook_id"] == "variables"
    inbound = factory.List(coursedir=directory, inbound=True).start()
    for entry in inbound:
        assert entry["submissions"]
        for line in entry["submissions"]:
            assert {
                "timestamp", "path", "has_local_feedback", "has_exchange_feedback", "feedback_updated",
                "local_feedback_path", "notebooks", "status",
            } <= set(line)  # fmt: skip


def test_formgraders_api_works_on_the_exchange_and_survives_its_absence(in_process, course_root, monkeypatch):
    app = NbGrader()
    app.initialize([], root=str(course_root))
    api = NbGraderAPI(app.coursedir, parent=app)
    assert not api.exchange_missing
    assert "variables" in api.get_released_assignments()
    monkeypatch.setenv("BARMAJA_SERVICE_URL", "http://127.0.0.1:18159/services/school")
    forget_releases()
    assert NbGraderAPI(app.coursedir, parent=app).exchange_missing


def test_an_unreachable_service_is_a_sentence_not_a_traceback(in_process, monkeypatch):
    monkeypatch.setenv("BARMAJA_SERVICE_URL", "http://127.0.0.1:18159/services/school")
    monkeypatch.setenv("BARMAJA_LANG", "ar")
    factory, directory = in_process
    with pytest.raises(ExchangeError, match="عملك محفوظ"):
        factory.List(coursedir=directory).start()


def test_outside_a_notebook_server_the_missing_variable_is_named(in_process, monkeypatch):
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN")
    factory, directory = in_process
    with pytest.raises(ExchangeError, match="JUPYTERHUB_API_TOKEN"):
        factory.List(coursedir=directory).start()
