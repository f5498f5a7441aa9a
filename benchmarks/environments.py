"""The contestants' virtual environments, made on demand from pinned requirements."""

import hashlib
import subprocess
import sys
from pathlib import Path

__all__ = ["EnvironmentMissingError", "python_of"]

_HERE = Path(__file__).parent
_CACHE = _HERE.parent / ".bench" / "venvs"


class EnvironmentMissingError(Exception):
    """An environment could not be made; the message ends with pip's own words."""


def python_of(requirements: str | None) -> Path:
    """Give the interpreter for benchmarks/requirements/<requirements>.txt; this process's own one for None.

    An environment is made once, and again when its requirements change.

    Raises:
        EnvironmentMissingError: it cannot be installed on this machine.
    """
    if requirements is None:
        return Path(sys.executable)
    listed = _HERE / "requirements" / f"{requirements}.txt"
    folder = _CACHE / requirements
    ready = folder / ".ready"
    fingerprint = hashlib.sha256(listed.read_bytes() + sys.version.encode()).hexdigest()
    python = folder / "bin" / "python"
    if not ready.exists() or ready.read_text() != fingerprint:
        print(f"making the environment of {requirements} in {folder}", file=sys.stderr)
        _run(requirements, [sys.executable, "-m", "venv", "--clear", str(folder)])
        _run(
            requirements,
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(listed)],
        )
        ready.write_text(fingerprint)
    return python


def _run(requirements: str, command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-5:]
        raise EnvironmentMissingError(f"{requirements} cannot be installed here: " + "\n".join(said))
