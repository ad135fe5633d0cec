"""Long work that a teacher starts from a page: releasing, marking, giving feedback — each a command of its own.

Promise: one job at most runs for a class and lesson; what it has done so far can be read at any time, from any
request; it can be stopped; how it ended is kept in the state folder, so that a restart does not forget it. A job that
was running when the service died is told as *interrupted*. The command runs without the service's tokens and speaks
JSON lines (see ``job_record``).
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from hub_config.services.job_record import (
    CANCELLED,
    DONE,
    FAILED,
    JobRecord,
    after_line,
    clean_environment,
    record_from,
)

log = logging.getLogger("barmaja.jobs")


class Jobs:
    """The jobs of one service. ``command(kind, course, lesson, options)`` gives the program to run."""

    def __init__(
        self, state: Path, command: Callable[[str, str, str, Mapping[str, str]], Sequence[str]]
    ) -> None:
        self.state = Path(state)
        self.folder = self.state / "jobs"
        self._command = command
        self._records: dict[tuple[str, str], JobRecord] = {}
        self._processes: dict[tuple[str, str], asyncio.subprocess.Process] = {}
        self._tasks: dict[tuple[str, str], asyncio.Task] = {}
        self._cancelled: set[tuple[str, str]] = set()
        for path in sorted(self.folder.glob("*.json")):
            with suppress(ValueError, TypeError):
                record = record_from(path.read_text(encoding="utf-8"))
                self._records[record.course, record.lesson] = record

    def get(self, course: str, lesson: str) -> JobRecord | None:
        """The job of this lesson that runs or ran last."""
        return self._records.get((course, lesson))

    def of_course(self, course: str) -> dict[str, JobRecord]:
        """By lesson id, the jobs of a course."""
        return {lesson: record for (its, lesson), record in self._records.items() if its == course}

    async def start(
        self, kind: str, course: str, lesson: str, language: str, options: Mapping[str, str] | None = None
    ) -> bool:
        """Starts the command, unless one runs for this lesson already: then False, and that one goes on."""
        key = (course, lesson)
        if key in self._tasks:
            return False
        record = JobRecord(kind, course, lesson, time.time())
        self._records[key] = record
        self._cancelled.discard(key)
        self._keep(record)
        command = self._command(kind, course, lesson, options or {})
        self._tasks[key] = asyncio.create_task(self._run(key, command, language))
        return True

    async def cancel(self, course: str, lesson: str) -> None:
        """Stops the job and everything it started; harmless when none runs."""
        key = (course, lesson)
        task, process = self._tasks.get(key), self._processes.get(key)
        if task is None:
            return
        self._cancelled.add(key)
        if process is not None:
            await _stop(process)
        await asyncio.wait([task], timeout=10)

    async def wait(self, course: str, lesson: str) -> None:
        """Until the job of this lesson has ended; at once when none runs."""
        if task := self._tasks.get((course, lesson)):
            await asyncio.wait([task])

    async def close(self) -> None:
        """Stops all jobs: the service ends. They are told as interrupted when it comes back."""
        for process in tuple(self._processes.values()):
            await _stop(process)

    async def _run(self, key: tuple[str, str], command: Sequence[str], language: str) -> None:
        errors: list[str] = []
        try:
            code = await self._follow(key, command, language, errors)
        except OSError as error:
            log.error("%s cannot be started: %s", command[0], error)
            code, errors = 127, [str(error)]
        finally:
            self._processes.pop(key, None)
        record = self._records[key]
        finished = record.total > 0 and record.done == record.total and not record.message
        status = DONE if code == 0 or finished else FAILED
        if key in self._cancelled:
            status = CANCELLED
        if status == FAILED:
            log.error("%s %s %s failed with %s:\n%s", record.kind, *key, code, "\n".join(errors))
        ended = replace(record, status=status, ended=time.time(), current="")
        self._records[key] = ended
        self._keep(ended)
        self._tasks.pop(key, None)

    async def _follow(self, key, command: Sequence[str], language: str, errors: list[str]) -> int:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=clean_environment(os.environ, language, self.state),
            start_new_session=True,
            limit=2**20,
        )
        self._processes[key] = process
        if key in self._cancelled:
            await _stop(process)

        async def keep_errors() -> None:
            async for line in process.stderr:
                errors.append(line.decode(errors="replace").rstrip())
                del errors[:-200]

        reading = asyncio.create_task(keep_errors())
        async for line in process.stdout:
            self._records[key] = after_line(self._records[key], line.decode(errors="replace"))
        await reading
        return await process.wait()

    def _keep(self, record: JobRecord) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{record.course}.{record.lesson}.json"  # neither holds a dot
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(record), ensure_ascii=False), encoding="utf-8")
        draft.replace(path)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Ends a process and its children: first asked, after five seconds forced."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sign)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(process.wait(), 5)
            return
