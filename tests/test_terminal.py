"""Tables are whole where no terminal is."""

import subprocess
import sys

import pytest
from rich.table import Table

from terminal import console


def test_nothing_is_cut_where_a_program_reads(capsys: pytest.CaptureFixture[str]) -> None:
    """An id and a remedy of any length stand in one line."""
    gathering, remedy = "youth-centre:" + "k" * 67, "set it " * 100
    table = Table("gathering", "what helps")
    table.add_row(gathering, remedy.strip())
    console().print(table)
    (line,) = (line for line in capsys.readouterr().out.splitlines() if gathering in line)
    assert remedy.strip() in line


def test_a_command_prints_whole_tables_into_a_pipe() -> None:
    """`engage capacity`, whose rows are wider than 80 columns."""
    command = [sys.executable, "-m", "engage", "capacity"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "…" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) > 80
