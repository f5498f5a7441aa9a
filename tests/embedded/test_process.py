from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from embedded.errors import EngineStartError
from embedded.process import GuardedProcess
from tests.pipeline import eventually

SLEEPER = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('awake', flush=True); time.sleep(600)",
]


def until(condition: Callable[[], bool]) -> None:
    eventually(condition, bool, seconds=60, every=0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] == "Z"


def test_a_guarded_process_dies_when_its_owner_is_killed(tmp_path: Path) -> None:
    """SIGKILL to the process that holds it ends the guarded process."""
    owner = f"""
import sys, time
from pathlib import Path
from embedded.process import GuardedProcess
from tests.pipeline import eventually
process = GuardedProcess({SLEEPER!r}, log=Path({str(tmp_path / "log")!r}))
process.start()
print(process.pid, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", owner], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    until(lambda: not is_alive(pid))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_guarded_process_dies_when_its_guard_is_killed(tmp_path: Path) -> None:
    """SIGKILL to the guard ends the guarded process too."""
    with GuardedProcess(SLEEPER, log=tmp_path / "log") as process:
        pid = process.pid
        assert pid is not None
        guard = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(guard, signal.SIGKILL)
        until(lambda: not is_alive(pid))
        assert not process.running


def test_stop_insists_after_the_grace(tmp_path: Path) -> None:
    """A process that ignores SIGTERM is gone after the grace."""
    process = GuardedProcess(STUBBORN, log=tmp_path / "log")
    process.start()
    until(lambda: process.log_tail() == "awake")
    process.stop(grace=0.1)
    assert process.pid is not None
    assert not is_alive(process.pid)


def test_a_paused_process_can_be_stopped(tmp_path: Path) -> None:
    """A frozen process counts as running, and stop still ends it."""
    with GuardedProcess(SLEEPER, log=tmp_path / "log") as process:
        process.pause()
        assert process.running
    assert not process.running


def test_a_process_starts_again_after_a_kill(tmp_path: Path) -> None:
    """Killing ends it at once; starting makes a new process with a new log and keeps the old log."""
    with GuardedProcess(SLEEPER, log=tmp_path / "log") as process:
        until(lambda: process.log_tail() == "awake")
        first = process.pid
        process.kill()
        assert not process.running
        process.start()
        assert process.pid != first
    assert (tmp_path / "log.previous").read_text() == "awake\n"


def test_a_command_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """A command that cannot be started raises with the reason."""
    with pytest.raises(EngineStartError, match=r"ghost could not be started.*\n.*/no/such/ghost"):
        GuardedProcess(["/no/such/ghost"], log=tmp_path / "log").start()


def test_the_guard_exits_with_the_code_of_its_command() -> None:
    """The guard's exit code is the command's, or 128 + the signal that ended it."""
    guard = [sys.executable, "-m", "embedded.guard", "--"]
    codes = []
    for script in ("exit 3", "kill -9 $$"):
        with subprocess.Popen(
            [*guard, "sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as process:
            codes.append(process.wait(60))
    assert codes == [3, 137]
