"""Podman in place of Docker: builds the Dockerfile, and runs services as docker-compose.yml restricts them."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.deployment.compose import ROOT, interpolated, required, services

__all__ = ["TARGETS", "Container", "Podman", "image_of", "missing_tools"]

TOOLS = ("buildah", "podman", "runc", "catatonit", "mmdebstrap")
BASE = "docker.io/library/python:3.11.14-slim-bookworm"
TARGETS = sorted({service["build"]["target"] for service in services().values() if "build" in service})

_STAND_IN = "Debian 12's Python 3.11"
_MADE_UP = dict.fromkeys(required(), "made-up")

_STORAGE = """[storage]
driver = "overlay"
graphroot = "{folder}/storage"
runroot = "{folder}/run"
"""

_ENGINE = """[containers]
init_path = "{init}"
default_ulimits = ["nofile=20000:20000", "nproc=20000:20000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
"""

_PACKAGES = (
    "bash,dash,coreutils,passwd,libstdc++6,base-files,base-passwd,libc-bin,sed,grep,findutils,tzdata,ca-certificates,"
    "python3.11,python3.11-venv,python3-pip"
)


def missing_tools() -> str:
    """Return why no image can be built on this machine, and what helps; empty where one can."""
    if os.geteuid() != 0:
        return "run it as root"
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        return f"{', '.join(missing)} missing; on Debian: apt-get install --no-install-recommends {' '.join(TOOLS)}"
    return ""


def run(*command: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def checked(*command: str, environment: Mapping[str, str] | None = None) -> str:
    ended = run(*command, environment=environment)
    assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stdout[-3000:]}{ended.stderr[-3000:]}"
    return ended.stdout


def image_of(target: str) -> str:
    """Return what the image of a stage of the Dockerfile is called here."""
    return f"localhost/engagement-pipeline-{target}:check"


def _of(service: str) -> str:
    return image_of(services()[service]["build"]["target"])


@dataclass(frozen=True, slots=True)
class Container:
    """A service that runs."""

    podman: "Podman"
    name: str

    def execute(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `engage` with these arguments inside it."""
        return self.podman.call("exec", self.name, "engage", *arguments)

    def logs(self) -> str:
        """Return what it wrote."""
        told = self.podman.call("logs", self.name)
        return told.stdout + told.stderr

    def stop(self) -> int:
        """Send SIGTERM, wait until it has ended, and return its exit code."""
        self.podman.call("kill", "--signal", "TERM", self.name)
        return int(self.podman.call("wait", self.name).stdout)


class Podman:
    """Images and containers in a folder of their own; nothing of the machine's configuration is read or changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = BASE
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "storage.conf").write_text(_STORAGE.format(folder=folder))
        (folder / "containers.conf").write_text(_ENGINE.format(init=shutil.which("catatonit")))
        self._environment = {
            **os.environ,
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
            "CONTAINERS_CONF": str(folder / "containers.conf"),
        }
        self._mark = f"engage-check-{uuid.uuid4().hex[:8]}"

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run podman."""
        return run("podman", *arguments, environment=self._environment)

    def build(self) -> None:
        """Build the images of the Dockerfile, on the official base or on what stands for it."""
        if self.call("image", "exists", BASE).returncode != 0 and self.call("pull", "--quiet", BASE).returncode != 0:
            self._import_stand_in()
        if self.call("image", "inspect", "--format", "{{.Comment}}", BASE).stdout.strip() == _STAND_IN:
            self.base = f"{BASE}, for which {_STAND_IN} stands"
        given = [f"{path}:{path}:ro" for path in ("/etc/pip.conf", "/etc/ssl/certs") if Path(path).exists()]
        for target in TARGETS:
            checked(
                *("buildah", "build", "--pull-never", "--layers", "--network", "host"),
                *("--target", target, "--tag", image_of(target)),
                *(word for mount in given for word in ("--volume", mount)),
                str(ROOT),
                environment=self._environment,
            )

    def run(
        self, service: str, environment: Mapping[str, str], *command: str, entrypoint: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run a service to its end: with its own command, another of `engage`, or another program."""
        words = [*entrypoint[1:], *command] if entrypoint or command else services()[service]["command"]
        program = ["--entrypoint", entrypoint[0]] if entrypoint else []
        return self.call("run", "--rm", *self._restrictions(service, environment), *program, _of(service), *words)

    @contextmanager
    def running(self, service: str, environment: Mapping[str, str]) -> Iterator[Container]:
        """Run a service until the end of the block."""
        name = f"{self._mark}-{service}"
        told = self.call(
            *("run", "--detach", "--name", name, *self._restrictions(service, environment)),
            *(_of(service), *services()[service]["command"]),
        )
        assert told.returncode == 0, told.stderr
        try:
            yield Container(self, name)
        finally:
            self.call("rm", "--force", "--time", "5", name)

    def size(self, target: str) -> int:
        """Return the size of a target's image in bytes, its base included."""
        return int(self.call("image", "inspect", "--format", "{{.Size}}", image_of(target)).stdout)

    def base_size(self) -> int:
        """Return the base's size in bytes."""
        return int(self.call("image", "inspect", "--format", "{{.Size}}", BASE).stdout)

    def remove_containers(self) -> None:
        """Remove the volumes of this run."""
        for name in self.call("volume", "ls", "--quiet", "--filter", f"name={self._mark}").stdout.split():
            self.call("volume", "rm", "--force", name)

    def _restrictions(self, service: str, environment: Mapping[str, str]) -> Iterator[str]:
        """Return as podman's options what docker-compose.yml says of a service; the network is the machine's."""
        told: dict[str, Any] = services()[service]
        yield from ("--network", "host", "--read-only-tmpfs=false")
        if told["read_only"]:
            yield "--read-only"
        if told["init"]:
            yield "--init"
        for dropped in told["cap_drop"]:
            yield from ("--cap-drop", dropped)
        for option in told["security_opt"]:
            yield from ("--security-opt", option.removesuffix(":true"))
        yield from ("--pids-limit", str(told["pids_limit"]), "--memory", told["mem_limit"])
        for mount in told["tmpfs"]:
            yield from ("--tmpfs", f"{mount},noexec,nosuid,nodev")
        for volume in told.get("volumes", ()):
            yield from ("--volume", f"{self._mark}-{volume}")
        for name, value in told["environment"].items():
            yield from ("--env", f"{name}={environment.get(name, interpolated(value, {**_MADE_UP, **environment}))}")

    def _import_stand_in(self) -> None:
        sources = [
            path
            for path in (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))
            if path.exists()
        ]
        root = self.folder / "base"
        shutil.rmtree(root, ignore_errors=True)
        checked(
            *("mmdebstrap", "--variant=extract", "--mode=root", f"--include={_PACKAGES}", "bookworm", str(root)),
            *map(str, sources[:1]),
        )
        for name in ("passwd", "group"):
            shutil.copyfile(root / "usr/share/base-passwd" / f"{name}.master", root / "etc" / name)
        (root / "usr/local/bin").mkdir(parents=True, exist_ok=True)
        for link, target in (
            ("bin/sh", "dash"),
            *((f"usr/local/bin/{name}", "/usr/bin/python3.11") for name in ("python", "python3")),
            ("usr/local/bin/pip", "/usr/bin/pip3"),
        ):
            (root / link).unlink(missing_ok=True)
            (root / link).symlink_to(target)
        (root / "usr/lib/python3.11/EXTERNALLY-MANAGED").unlink(missing_ok=True)
        checked("ldconfig", "-r", str(root))
        checked("tar", "--directory", str(root), "--create", "--file", f"{root}.tar", ".")
        path = "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
        checked(
            "podman",
            "import",
            "--message",
            _STAND_IN,
            "--change",
            path,
            f"{root}.tar",
            BASE,
            environment=self._environment,
        )
        shutil.rmtree(root)
        Path(f"{root}.tar").unlink()
