"""What a process has used so far, out of /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Usage", "usage_of"]

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds of all threads, user and system; megabytes resident now and at most."""

    cpu_seconds: float
    resident_mb: float
    peak_mb: float


def usage_of(pid: int | None) -> Usage:
    """Read a process's usage; zeros where it is gone."""
    try:
        folder = Path("/proc") / str(pid)
        after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        ticks = int(after_name[11]) + int(after_name[12])
        resident, peak = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    except (OSError, KeyError):
        return Usage(0.0, 0.0, 0.0)
    return Usage(ticks / _TICKS, resident, peak)
