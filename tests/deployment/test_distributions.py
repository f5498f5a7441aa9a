"""The wheel and the sdist: what each holds, and that the wheel alone is enough for the demo."""

import json
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.deployment.compose import ROOT

SHIPPED = ("schemas", "connections", "producers", "streams", "dashboards", "embedded")
"""The packages of the wheel; `engage.py` and `terminal.py` stand beside them."""

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME = f"{PROJECT['name'].replace('-', '_')}-{PROJECT['version']}"


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist, and the wheel built from it, by the installed backend and without the network."""
    folder = tmp_path_factory.mktemp("distributions")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="module")
def sources() -> set[str]:
    """Every file of the project: those that git holds or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip(f"this is no checkout of git: {listed.stderr.strip()}")
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}


def test_the_wheel_holds_the_packages_and_nothing_else(distributions: Path, sources: set[str]) -> None:
    """Each file of the product's packages, typed markers, SQL and pages among them; no test, no benchmark, no docs."""
    with zipfile.ZipFile(distributions / f"{NAME}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
    about = {name for name in names if name.startswith(f"{NAME}.dist-info/")}
    assert {name.partition("/")[2] for name in about} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }
    assert names - about == {name for name in sources if name.partition("/")[0] in SHIPPED} | {
        "engage.py",
        "terminal.py",
    }


def test_the_sdist_holds_the_whole_project(distributions: Path, sources: set[str]) -> None:
    """With the tests and what they read, so that whoever packages it can run them; nothing that was made here."""
    with tarfile.open(distributions / f"{NAME}.tar.gz") as archive:
        names = {member.name.partition("/")[2] for member in archive if member.isfile()}
    assert names - {"PKG-INFO"} == sources


def test_every_python_that_is_named_is_one_that_it_needs() -> None:
    """The classifiers begin with the oldest Python that may install it, and leave none out."""
    prefix = "Programming Language :: Python :: 3."
    named = [int(one.removeprefix(prefix)) for one in PROJECT["classifiers"] if one.startswith(prefix)]
    oldest = int(PROJECT["requires-python"].removeprefix(">=3."))
    assert named == [*range(oldest, oldest + len(named))]


@pytest.mark.soak
@pytest.mark.engines
@pytest.mark.timeout(600)
def test_the_wheel_alone_runs_the_demo(distributions: Path, tmp_path: Path) -> None:
    """In an environment of its own, away from the checkout; its last line names a command that is there."""
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    reached = subprocess.run(
        [*pip, "download", "--no-deps", "--dest", str(tmp_path), "iniconfig"],
        capture_output=True,
        text=True,
        check=False,
    )
    if reached.returncode != 0:
        pytest.skip(f"no package index answers: {reached.stderr.strip().splitlines()[-1]}")
    wheel = distributions / f"{NAME}-py3-none-any.whl"
    subprocess.run(
        [*pip, "install", "--constraint", str(ROOT / "constraints.txt"), f"{wheel}[embedded]"],
        check=True,
    )
    command = [str(tmp_path / "venv" / "bin" / "engage"), "demo", "--days", "3", "--people", "200"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ENGAGE_", "PYTHON"))}
    for options in ((), ("--json",)):
        ended = subprocess.run(
            [*command, *options], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        if options:
            assert json.loads(ended.stdout)["verdict"] == "pass"
        else:
            assert ended.stdout.rstrip().splitlines()[-1] == "Next: `engage up` starts it to try by hand."
