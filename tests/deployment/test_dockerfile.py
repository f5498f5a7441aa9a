"""The Dockerfile: hadolint's rules and our own. tests/deployment/test_image.py builds it."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deployment.compose import ROOT, services

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LINES = re.sub(r"\\\n\s*", "", TEXT).splitlines()
STEPS = [(line.split()[0], line.partition(" ")[2]) for line in LINES if line and not line.startswith("#")]
COPIED = [what.split()[:-1] for step, what in STEPS if step == "COPY" and not what.startswith("--from")]


def of(name: str) -> list[str]:
    return [what for step, what in STEPS if step == name]


def test_every_base_is_pinned_and_the_same() -> None:
    """To a whole version, and small."""
    stages = {base.split(" AS ")[-1] for base in of("FROM")}
    bases = {base.split(" AS ")[0] for base in of("FROM")} - stages
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", bases.pop())


def test_it_runs_as_a_user_without_rights() -> None:
    """By number, so that an orchestrator can see that it is not root; nothing follows that would be root's."""
    (user,) = of("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    after = [step for step, _ in STEPS[[step for step, _ in STEPS].index("USER") :]]
    assert "RUN" not in after
    uid, _, gid = user.partition(":")
    assert f"--uid {uid} --gid {gid}" in TEXT
    assert f"groupadd --gid {gid}" in TEXT


def test_nothing_is_fetched_but_by_pip() -> None:
    """No ADD, no curl, no wget, no apt."""
    assert of("ADD") == []
    assert not re.search(r"curl|wget|apt|https?://", " ".join(of("RUN")))


def test_packages_are_pinned() -> None:
    """By constraints.txt, what builds it too; without the embedded engines and the tools of tests."""
    installs = [part.strip() for run in of("RUN") for part in run.split("&&") if " install " in part and "pip" in part]
    assert len(installs) == 3
    for install in installs:
        assert "--constraint constraints.txt" in install
    assert not re.search(r"\[(embedded|dev|docs|previews)", TEXT)


def test_what_builds_it_is_pinned_with_all_it_needs() -> None:
    """The build backend comes with packages of its own, which pip would take as new as they are."""
    pinned = {
        canonicalize_name(line.partition("==")[0])
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    needed, waiting = set(), ["hatchling"]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in needed:
            needed.add(name)
            found = map(Requirement, metadata.requires(name) or ())
            waiting.extend(one.name for one in found if one.marker is None or one.marker.evaluate({"extra": ""}))
    assert len(needed) > 1
    assert needed <= pinned


def test_the_workers_image_has_the_workers_libraries_alone() -> None:
    """With those of a release, which brings a worker's; its last stage copies nothing else."""
    worker = TEXT[: TEXT.index("FROM built-worker AS built-all")]
    assert re.findall(r"whl\)\[([a-z,]+)\]", worker) == ["release"]
    last = TEXT[TEXT.index("FROM base AS worker") : TEXT.index("FROM base AS all")]
    assert re.findall(r"--from=(\S+)", last) == ["built-worker"]


def test_every_service_is_built_from_a_stage_that_is_there() -> None:
    """Under a name of its own, so that one build does not take the other's place."""
    built = {(one["build"]["target"], one["image"]) for one in services().values() if "build" in one}
    assert {target for target, _ in built} <= {base.split(" AS ")[-1] for base in of("FROM")}
    assert len(built) == len({image for _, image in built}) == 2


def test_hadolint_finds_nothing(tmp_path: Path) -> None:
    """And it does find what is wrong."""
    hadolint = Path(sys.executable).with_name("hadolint")
    ended = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "")
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN cd /tmp && pip install x\n")
    wrong = subprocess.run([hadolint, tmp_path / "Dockerfile"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert "DL3006" in wrong.stdout


def test_it_holds_no_secret() -> None:
    """Neither in a variable nor by an argument."""
    assert of("ARG") == []
    assert not re.search(r"PASSWORD|TOKEN|SECRET", TEXT)


def test_all_that_is_copied_is_sent_to_the_builder_and_nothing_else() -> None:
    """.dockerignore leaves all out but what COPY names, and of some of it a part."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    named = {line[1:].rstrip("/") for line in lines if line.startswith("!")}
    assert all((ROOT / name).exists() for name in named)
    sent = {name for name in named if "/" not in name}
    copied = {name for names in COPIED for name in names}
    assert copied == sent
    assert all((ROOT / name).exists() for name in copied)


def test_all_packages_of_the_wheel_are_copied() -> None:
    """A package that is left out would be missed at run time only."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["include"]
    assert {name.removeprefix("/") for name in included} <= {name for names in COPIED for name in names}


def test_its_command_is_engage() -> None:
    """So that a service of docker-compose.yml names a command alone."""
    assert of("ENTRYPOINT") == ['["engage"]']
    assert all("entrypoint" not in service for service in services().values())
