"""An identity for a broker's empty data directory, as Kafka's own tool gives it, without a Java for each.

The tool writes two files: who the node is, and which features its cluster begins with. The second is the same for each
cluster of one Kafka, so what the tool wrote once is kept beside the start archive.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path

from embedded.errors import EngineStartError
from embedded.kafka_files import COORDINATES, cache_dir

__all__ = ["format_data", "new_id"]

IDENTITY, FEATURES = "meta.properties", "bootstrap.checkpoint"


def new_id() -> str:
    """Return an id as Kafka writes them: 16 random bytes in Base64, 22 characters."""
    while (text := urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass  # an option of the tool would begin so
    return text


def format_data(
    topics: Path, java: Sequence[str], properties: Path, *, node: object, cluster: str, users: Sequence[str] = ()
) -> None:
    """Write an identity into an empty data directory, once; one that has it is left as it is.

    Args:
        topics: The directory, as `log.dirs` of the properties names it.
        java: How Java is started with Kafka's class path.
        properties: The broker's file of settings.
        node: Its number, as in the properties.
        cluster: The cluster's id.
        users: The tool's options for users, who are kept with the features: with any, the tool is run each time.

    Raises:
        EngineStartError: The tool ended with an error, which the message shows.
    """
    if (topics / IDENTITY).exists():
        return
    kept = cache_dir() / f"kafka-features-{hashlib.sha256(COORDINATES.encode()).hexdigest()[:16]}.checkpoint"
    if users or not kept.exists():
        _run_tool(topics, [*java, "kafka.tools.StorageTool", "format", f"--cluster-id={cluster}"], properties, users)
        if not users:
            kept.parent.mkdir(parents=True, exist_ok=True)
            _appear(kept, (topics / FEATURES).read_bytes())
        return
    topics.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, topics / FEATURES)
    lines = {"version": 1, "cluster.id": cluster, "node.id": node, "directory.id": new_id()}
    _appear(topics / IDENTITY, "".join(f"{name}={value}\n" for name, value in lines.items()).encode())


def _run_tool(topics: Path, command: Sequence[str], properties: Path, users: Sequence[str]) -> None:
    done = subprocess.run(  # noqa: S603  our own Java, our own files
        [*command, "-c", str(properties), *users], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise EngineStartError(
            f"kafka could not format {topics} (exit code {done.returncode}): {done.stdout}{done.stderr}"
        )


def _appear(file: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    whole = file.with_name(f"{file.name}.{os.getpid()}.{uuid.uuid4().hex}")
    whole.write_bytes(content)
    whole.replace(file)
