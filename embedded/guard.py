"""Run a command that cannot outlive whoever asked for it.

``python -m embedded.guard [--grace SECONDS] -- COMMAND…`` starts COMMAND and writes its process id and a newline to
stdout. The asker holds the other end of the guard's stdin and writes nothing: when that pipe closes (the asker
closed it, ended, or was killed with SIGKILL) the guard sends SIGTERM to the command, and SIGKILL after the grace.
SIGTERM and SIGINT are passed on. On Linux the kernel kills the command if the guard itself is killed. The guard's
stderr becomes the command's stdout and stderr. It exits with the command's code, or with 128 + the signal's number.

Only the standard library is used, and nothing of this package, so that the file also runs by its path with
``python -I -S``.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

COMMAND_NOT_STARTED = 127
DEFAULT_GRACE_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: ``[--grace SECONDS] -- COMMAND…``; by default those of this process.

    Returns:
        The command's exit code, 128 + the number of the signal that ended it, or 127 if it could not be started.
    """
    parser = argparse.ArgumentParser(prog="embedded.guard", description="Run a command that ends with its asker.")
    parser.add_argument(
        "--grace", type=float, default=DEFAULT_GRACE_SECONDS, help="seconds between SIGTERM and SIGKILL"
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    options = parser.parse_args(arguments)

    woken, waker = os.pipe()
    os.set_blocking(waker, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _only_wake)
    try:
        child = subprocess.Popen(  # noqa: S603  the command is our caller's own
            options.command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            stderr=sys.stderr,
            preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509  this process has one thread
        )
    except OSError as error:
        sys.stderr.write(f"guard: cannot start {options.command[0]}: {error}\n")
        return COMMAND_NOT_STARTED

    def forward(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGINT, forward)
    os.write(1, b"%d\n" % child.pid)
    code = _watch(child, woken, options.grace)
    return code if code >= 0 else 128 - code


def _watch(child: subprocess.Popen[bytes], woken: int, grace: float) -> int:
    """Wait until the child ends; end it when stdin closes."""
    asker, deadline = 0, None
    while (code := child.poll()) is None:
        watched = [woken] if deadline is not None else [woken, asker]
        readable, _, _ = select.select(
            watched, [], [], None if deadline is None else max(0.0, deadline - time.monotonic())
        )
        if woken in readable:
            os.read(woken, 4096)
        if asker in readable and not os.read(asker, 4096):
            child.send_signal(signal.SIGTERM)
            child.send_signal(signal.SIGCONT)  # a paused process sees SIGTERM only when it runs again
            deadline = time.monotonic() + grace
        if deadline is not None and time.monotonic() >= deadline:
            child.kill()
            return child.wait()
    return code


def _die_with(guard: int) -> Callable[[], None] | None:
    """What the child does before it becomes the command: on Linux, ask to be killed when the guard is."""
    if sys.platform != "linux":
        return None
    import ctypes

    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != guard:  # it ended before the request took effect
            os._exit(COMMAND_NOT_STARTED)

    return ask


def _only_wake(_number: int, _frame: FrameType | None) -> None:
    """SIGCHLD needs a handler to end a wait; its work is done by the wake-up pipe."""


if __name__ == "__main__":
    sys.exit(main())
