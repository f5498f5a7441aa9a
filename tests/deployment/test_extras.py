"""The extras: what each part of the product imports is in its own, so that an image holds no library for nothing."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import engage
from tests.deployment.compose import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

PARTS = {
    "": (["engage", "schemas", "connections", "producers.commands", "producers.emitter"], []),
    "worker": (["engage", "schemas", "connections", "streams"], ["streams.releases"]),
    "release": (["engage", "schemas", "connections", "streams"], []),
    "gateway": (["engage", "producers.gateway"], []),
    "sheets": (["producers.sheets"], []),
    "dashboards": (["engage", "dashboards"], []),
}
"""What has to be importable with an extra alone, and what of it belongs to an extra of its own."""

WITHOUT = """
import importlib, json, pkgutil, sys

absent, parts, without = json.loads(sys.argv[1])

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""
"""The beginning of a process in which libraries are missing."""

IMPORT = """
for part in parts:
    module = importlib.import_module(part)
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), part + "."):
        if not any(found.name == one or found.name.startswith(one + ".") for one in without):
            importlib.import_module(found.name)
"""


def declared(extra: str) -> Iterator[Requirement]:
    """What pyproject.toml asks for: always, and with an extra."""
    yield from map(Requirement, PROJECT["dependencies"])
    for text in PROJECT["optional-dependencies"].get(extra, ()):
        one = Requirement(text)
        if one.name == PROJECT["name"]:
            for other in sorted(one.extras):
                yield from declared(other)
        else:
            yield one


def installed_with(extra: str) -> set[str]:
    """Every distribution that comes with an extra, by the packages' own metadata."""
    ahead, seen = list(declared(extra)), set[tuple[str, str]]()
    while ahead:
        one = ahead.pop()
        for wanted in ("", *sorted(one.extras)):
            key = (canonicalize_name(one.name), wanted)
            if key in seen or (one.marker is not None and not one.marker.evaluate({"extra": ""})):
                continue
            seen.add(key)
            for text in metadata.requires(one.name) or ():
                inner = Requirement(text)
                if inner.marker is None or inner.marker.evaluate({"extra": wanted}):
                    inner.marker = None
                    ahead.append(inner)
    return {name for name, _ in seen}


@cache
def absent_without(extra: str) -> list[str]:
    """The top-level modules of this environment that an installation with the extra alone has not."""
    there = installed_with(extra)
    return sorted(
        module
        for module, owners in metadata.packages_distributions().items()
        if PROJECT["name"] not in owners and not there & {canonicalize_name(owner) for owner in owners}
    )


def run_with(extra: str, code: str, *given: list[str]) -> subprocess.CompletedProcess[str]:
    """Run Python in which nothing is installed but what comes with an extra."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + code, json.dumps([absent_without(extra), *given])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("extra", PARTS)
def test_a_part_imports_nothing_beyond_its_extra(extra: str) -> None:
    """Every module of it is imported in a process in which all other libraries are missing."""
    parts, without = PARTS[extra]
    ended = run_with(extra, IMPORT, parts, without)
    assert ended.returncode == 0, ended.stderr


def test_a_library_that_is_missing_is_noticed() -> None:
    """The process of the test above does miss them: without its extra a worker cannot be imported."""
    ended = run_with("", IMPORT, ["streams.worker"], [])
    assert ended.returncode == 1
    assert "ModuleNotFoundError" in ended.stderr


def test_a_command_without_its_extra_says_what_to_install() -> None:
    """In one line, with exit code 1."""
    ended = run_with("", "import engage; sys.argv[1:] = ['worker']; engage.main()", [], [])
    assert ended.returncode == 1
    assert re.fullmatch(
        r"error: this command needs \w+, which is not installed: pip install 'engagement-pipeline\[worker\]'\n",
        ended.stderr,
    )


def test_a_worker_has_no_library_of_pages_sheets_and_boards() -> None:
    """No PDF, no XLSX, no web framework, no Grafana; and each of these is in another extra."""
    foreign = {"fpdf2", "openpyxl", "segno", "starlette", "uvicorn", "grafana-api", "grafana-foundation-sdk", "babel"}
    assert not foreign & installed_with("worker")
    assert foreign <= installed_with("all")


@pytest.mark.parametrize("name", ["aiokafka", "faust-streaming", "mode-streaming", "requests"])
def test_what_is_reached_into_has_a_ceiling(name: str) -> None:
    """A release that moves what is private must be tried before anybody gets it."""
    (found,) = (one for one in declared("all") if one.name == name)
    assert any(part.operator in {"<", "=="} for part in found.specifier)


@pytest.mark.parametrize(("module", "extra"), engage.EXTRAS.items())
def test_what_is_missing_is_named_with_its_extra(module: str, extra: str) -> None:
    """A library that the command line tells to install comes with that extra, and without it does not."""
    assert module in absent_without("")
    assert module not in absent_without(extra)
