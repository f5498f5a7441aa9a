"""What each test costs in processor time, its processes and the engines included: ``pytest --processor-times FILE``."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["ProcessorTimes", "processor_seconds"]

_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds() -> float:
    """Return the processor time of this process and of all processes below it, ended ones included, in seconds."""
    children: dict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children[int(fields[1])].append(int(folder.name))
        ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    total, below = 0, [os.getpid()]
    while below:
        process = below.pop()
        total += ticks.get(process, 0)
        below += children[process]
    return total / _TICKS


class ProcessorTimes:
    """A plugin of pytest that appends a line for each test: seconds, a tab, the test.

    What several tests share counts for the first of them.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Measure one test with what is made for it and taken down after it."""
        before = processor_seconds()
        result = yield
        with self._file.open("a") as lines:
            lines.write(f"{processor_seconds() - before:.2f}\t{item.nodeid}\n")
        return result
