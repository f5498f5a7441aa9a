"""The Dockerfile: rules of our own, since no image can be built in the tests."""

import re
import tomllib

from tests.deployment.compose import ROOT, services

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LINES = re.sub(r"\\\n\s*", "", TEXT).splitlines()
STEPS = [(line.split()[0], line.partition(" ")[2]) for line in LINES if line and not line.startswith("#")]
COPIED = [what.split()[:-1] for step, what in STEPS if step == "COPY" and not what.startswith("--from")]


def of(name: str) -> list[str]:
    return [what for step, what in STEPS if step == name]


def test_every_base_is_pinned_and_the_same() -> None:
    """To a whole version, and small."""
    bases = {base.split(" AS ")[0] for base in of("FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", bases.pop())


def test_it_runs_as_a_user_without_rights() -> None:
    """By number, so that an orchestrator can see that it is not root; nothing follows that would be root's."""
    (user,) = of("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    after = [step for step, _ in STEPS[[step for step, _ in STEPS].index("USER") :]]
    assert "RUN" not in after
    assert f"--uid {user.partition(':')[0]}" in TEXT


def test_nothing_is_fetched_but_by_pip() -> None:
    """No ADD, no curl, no wget, no apt."""
    assert of("ADD") == []
    assert not re.search(r"curl|wget|apt|https?://", " ".join(of("RUN")))


def test_packages_are_pinned() -> None:
    """By constraints.txt, and what builds it by its version; without the embedded engines and the tools of tests."""
    installs = [part.strip() for run in of("RUN") for part in run.split("&&") if " install " in part and "pip" in part]
    assert len(installs) == 2
    for install in installs:
        assert "--constraint constraints.txt" in install or re.search(r"==\d+\.\d+", install)
    assert not re.search(r"\[(embedded|dev|docs|previews)", TEXT)


def test_it_holds_no_secret() -> None:
    """Neither in a variable nor by an argument."""
    assert of("ARG") == []
    assert not re.search(r"PASSWORD|TOKEN|SECRET", TEXT)


def test_all_that_is_copied_is_sent_to_the_builder_and_nothing_else() -> None:
    """.dockerignore leaves all out but what COPY names."""
    sent = {
        line[1:].rstrip("/")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
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
