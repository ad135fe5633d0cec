"""Stopping a child stops all that descends from it, even what will not listen and what has lost its parent."""

import signal
import subprocess
import sys
import textwrap
import time

import psutil

from hub_config.processes import start_child

FAMILY = textwrap.dedent(
    """
    import os, signal, subprocess, sys, time
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True)
    sleeper = "[sys.executable, '-c', 'import time; time.sleep(600)']"
    orphan = f"import subprocess, sys; subprocess.Popen({sleeper}, start_new_session=True)"
    subprocess.run([sys.executable, "-c", orphan])
    print("ready", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    time.sleep(600)
    """
)


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def stopper(log):
    """A process of its own that does what ``barmaja serve`` does, so that adopting orphans does not touch the tests'."""
    script = textwrap.dedent(
        f"""
        import sys, psutil, time
        from pathlib import Path
        from hub_config.processes import start_child, stop_tree
        import os
        log = Path({str(log)!r})
        child = start_child([sys.executable, "-c", {FAMILY!r}], dict(os.environ), log)
        while not ("ready" in log.read_text() and "deaf" in log.read_text()):
            time.sleep(0.05)
        family = psutil.Process().children(recursive=True)
        print(" ".join(str(p.pid) for p in family), flush=True)
        stop_tree(child, patience=10)
        print(" ".join(str(p.pid) for p in family if p.is_running()), flush=True)
        """
    )
    return [sys.executable, "-c", script]


def test_nothing_is_left(tmp_path):
    answer = subprocess.run(
        stopper(tmp_path / "log"), capture_output=True, text=True, timeout=120, check=True
    )
    family, left = answer.stdout.splitlines()
    assert len(family.split()) == 3
    assert left == ""


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    script = textwrap.dedent(
        f"""
        import os, sys, time
        from pathlib import Path
        from hub_config.processes import start_child
        log = Path({str(tmp_path / "log")!r})
        child = start_child([sys.executable, "-c", "import time; time.sleep(600)"], dict(os.environ), log)
        print(child.pid, flush=True)
        time.sleep(600)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_what_a_child_prints_is_for_the_operator_only(tmp_path):
    child = start_child([sys.executable, "-c", "print('hello')"], {}, tmp_path / "log")
    child.wait(60)
    assert (tmp_path / "log").read_text() == "hello\n"
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600
