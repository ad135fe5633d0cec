"""Jobs of a class page: real programs, followed line by line, stopped, remembered."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from hub_config.services.job_record import JobRecord, JobRemark, after_line, clean_environment, record_from
from hub_config.services.jobs import Jobs

START = JobRecord("grade", "2026-a", "variables", 100.0)


def line(**values) -> str:
    return json.dumps({"done": 1, "total": 3, "pupil": "p1", "status": "graded", "message": None, **values})


@pytest.mark.parametrize(
    ("lines", "done", "total", "remarks", "message"),
    [
        ([], 0, 0, (), {}),
        (["not json", "[]", "3", '{"done": "x", "total": -1}'], 0, 0, (), {}),
        ([line(), line(done=2, pupil="p2")], 2, 3, (), {}),
        ([line(status="failed", message={"fr": "non"})], 1, 3, (JobRemark("p1", True, {"fr": "non"}),), {}),
        ([line(message={"fr": "lent"})], 1, 3, (JobRemark("p1", False, {"fr": "lent"}),), {}),
        (
            [line(status="failed", message={"fr": "a"}), line(status="failed", message={"fr": "b"})],
            1,
            3,
            (JobRemark("p1", True, {"fr": "b"}),),
            {},
        ),
        ([line(), line(status="error", message={"ar": "لا"})], 1, 3, (), {"ar": "لا"}),
    ],
)
def test_each_line_of_a_command_moves_its_record_on(lines, done, total, remarks, message):
    record = START
    for one in lines:
        record = after_line(record, one)
    assert (record.done, record.total, record.remarks, record.message) == (done, total, remarks, message)


def test_a_job_knows_no_token_of_the_hub(tmp_path):
    environment = {"JUPYTERHUB_API_TOKEN": "secret", "JUPYTERHUB_SERVICE_URL": "x", "PATH": "/bin"}
    assert clean_environment(environment, "ar", tmp_path) == {
        "PATH": "/bin",
        "BARMAJA_STATE": str(tmp_path),
        "BARMAJA_LANG": "ar",
        "PYTHONUNBUFFERED": "1",
    }


class Programs:
    """Commands for ``Jobs``: small Python programs that wait for a file before they go on."""

    def __init__(self, folder: Path) -> None:
        self.gate = folder / "gate"
        self.programs = {
            "works": f"print({line()!r}); print({line(done=3)!r})",
            "fails": f"print({line(status='error', message={'fr': 'Impossible.'})!r}); raise SystemExit(1)",
            "partly": f"print({line(done=3, status='failed', message={'fr': 'non'})!r}); raise SystemExit(1)",
            "waits": f"print({line()!r}, flush=True)\n"
            "import subprocess, sys, time; quiet = subprocess.DEVNULL\n"
            "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], stdout=quiet, stderr=quiet)\n"
            f"import os\nwhile not os.path.exists({str(self.gate)!r}): time.sleep(0.02)",
        }

    def __call__(self, kind, course, lesson, options):
        return [sys.executable, "-c", self.programs[kind]]


@pytest.fixture
def programs(tmp_path):
    return Programs(tmp_path)


async def until(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("kind", "status", "failures"), [("works", "done", 0), ("fails", "failed", 0), ("partly", "done", 1)]
)
def test_how_a_job_ended_outlives_the_service(tmp_path, programs, kind, status, failures):
    async def run():
        jobs = Jobs(tmp_path, programs)
        assert await jobs.start(kind, "2026-a", "variables", "fr")
        await jobs.wait("2026-a", "variables")
        return jobs.get("2026-a", "variables")

    record = asyncio.run(run())
    assert record.status == status
    assert sum(remark.failed for remark in record.remarks) == failures
    assert Jobs(tmp_path, programs).get("2026-a", "variables") == record


def test_one_job_a_lesson_runs_at_a_time_and_others_do_not_wait_for_it(tmp_path, programs):
    async def run():
        jobs = Jobs(tmp_path, programs)
        first = await jobs.start("waits", "2026-a", "variables", "fr")
        again = await jobs.start("works", "2026-a", "variables", "fr")
        other = await jobs.start("works", "2026-b", "variables", "fr")
        await jobs.wait("2026-b", "variables")
        await until(lambda: jobs.get("2026-a", "variables").done == 1)
        running = jobs.of_course("2026-a")["variables"]
        programs.gate.touch()
        await jobs.wait("2026-a", "variables")
        return (first, again, other), running, jobs.get("2026-a", "variables")

    started, running, ended = asyncio.run(run())
    assert started == (True, False, True)
    assert (running.kind, running.status) == ("waits", "running")
    assert ended.status == "done"


def test_stopping_a_job_ends_everything_it_started(tmp_path, programs):
    async def run():
        jobs = Jobs(tmp_path, programs)
        me = psutil.Process(os.getpid())
        before = set(me.children(recursive=True))
        await jobs.start("waits", "2026-a", "variables", "fr")
        await until(lambda: jobs.get("2026-a", "variables").done == 1)
        await until(lambda: len(set(me.children(recursive=True)) - before) >= 2)
        started = list(set(me.children(recursive=True)) - before)
        await jobs.cancel("2026-a", "variables")
        await jobs.cancel("2026-a", "variables")
        return started, jobs.get("2026-a", "variables")

    started, record = asyncio.run(run())
    assert record.status == "cancelled"
    _, alive = psutil.wait_procs(started, timeout=10)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_a_job_that_ran_when_the_service_died_is_told_as_interrupted(tmp_path, programs):
    async def run():
        jobs = Jobs(tmp_path, programs)
        await jobs.start("waits", "2026-a", "variables", "fr")
        await until(lambda: jobs.get("2026-a", "variables").done == 1)
        kept = next(jobs.folder.glob("*.json")).read_text(encoding="utf-8")
        await jobs.cancel("2026-a", "variables")
        return kept

    assert record_from(asyncio.run(run())).status == "interrupted"


def test_a_program_that_is_not_there_fails_and_the_next_job_can_start(tmp_path, programs):
    async def run():
        jobs = Jobs(tmp_path, lambda *_: ["/nowhere/at-all"])
        await jobs.start("grade", "2026-a", "variables", "fr")
        await jobs.wait("2026-a", "variables")
        first = jobs.get("2026-a", "variables").status
        jobs._command = programs
        assert await jobs.start("works", "2026-a", "variables", "fr")
        await jobs.wait("2026-a", "variables")
        return first, jobs.get("2026-a", "variables").status

    assert asyncio.run(run()) == ("failed", "done")
