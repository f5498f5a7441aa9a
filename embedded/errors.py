"""What can go wrong with the engines on one machine.

EmbeddedError
├── EngineDownloadError   an engine's files could not be fetched: check the network, then start again
├── EngineStartError      an engine did not become ready, or died: the message carries its last log lines
└── DataDirBusyError      another process uses this data directory: stop it, or take another directory
"""

from __future__ import annotations

from pathlib import Path


class EmbeddedError(Exception):
    """The engines on this machine cannot do what was asked; the message says what to do next."""


class EngineDownloadError(EmbeddedError):
    """The files that an engine is made of are not here and could not be fetched."""


class EngineStartError(EmbeddedError):
    """An engine did not become ready within its deadline, or ended before."""


class DataDirBusyError(EmbeddedError):
    """Another live process holds the data directory.

    Attributes:
        data_dir: The directory.
        pid: The holder's process id, or None when it could not be read.
    """

    def __init__(self, data_dir: Path, pid: int | None) -> None:
        holder = "another process" if pid is None else f"process {pid}"
        super().__init__(
            f"The data directory {data_dir} is in use by {holder}. Stop that process first, "
            "or choose another data directory."
        )
        self.data_dir = data_dir
        self.pid = pid
