"""A real Apache Kafka broker as a local process: one node in KRaft mode, no installed Java, no Docker."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from embedded.engine_process import EngineProcess
from embedded.kafka_archive import StartArchive
from embedded.kafka_files import KafkaFiles, Progress, kafka_files
from embedded.kafka_format import format_data, new_id
from embedded.kafka_probe import is_ready
from embedded.kafka_security import SecuredListener
from embedded.ports import HOST, free_port
from embedded.process import GuardedProcess

STOP_SECONDS = 30.0
_LOGGING = {"defaultLogLevel": "warn", "showDateTime": "true", "dateTimeFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"}


class Kafka(EngineProcess):
    """A broker on one machine: `bootstrap` is for any Kafka client, from `start` to `stop`.

    Topics are made only on purpose (no auto-creation); a consumer group starts without the usual delay.

    Args:
        data_dir: Its topics live in ``topics`` below it; they outlive a stop, a kill and this object.
        port: On 127.0.0.1; by default one is found and kept.
        log: Its log file; by default ``logs/kafka.log`` below the data directory.
        on_progress: Told about the first start's download of 45 MB: bytes here, bytes expected or None, a label.
        heap_mb: The most megabytes that Java takes for objects; about 150 come on top.
        secured: A second listener, with TLS and users; its users are those of the first start.
    """

    name = "kafka"
    ready_within = 90.0

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        log: Path | None = None,
        on_progress: Progress | None = None,
        heap_mb: int = 512,
        secured: SecuredListener | None = None,
    ) -> None:
        super().__init__(data_dir, port=port, log=log)
        self._controller_port = free_port()
        self._on_progress = on_progress
        self._heap_mb = heap_mb
        self._secured = secured
        self._archive: StartArchive | None = None

    @property
    def bootstrap(self) -> str:
        """``127.0.0.1:PORT``, as clients want it."""
        return f"{HOST}:{self.port}"

    def _prepare(self) -> GuardedProcess:
        files = kafka_files(self._on_progress)
        properties = self.data_dir / "server.properties"
        settings = self._settings()
        properties.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        java, *options = self._java(files)
        format_data(
            self._topics,
            [java, *options],
            properties,
            node=settings["node.id"],
            cluster=self._cluster_id(),
            users=() if self._secured is None else self._secured.format_options(),
        )
        self._archive = StartArchive(files, options, self.data_dir / "archive")
        return GuardedProcess(
            [java, *self._archive.options(), *options, "kafka.Kafka", properties],
            log=self.log,
            env={**os.environ, "LC_ALL": "C"},
            name=self.name,
            grace=STOP_SECONDS,
        )

    def stop(self) -> None:
        """Stop it in order and wait until it is gone: 0.3 s, and about 4 s more at the end of a machine's first run."""
        super().stop()
        if self._archive is not None and self._process is not None and self._process.exit_code == 128 + signal.SIGTERM:
            self._archive.keep()

    def _answers(self) -> bool:
        return is_ready(HOST, self.port)

    @property
    def _topics(self) -> Path:
        return self.data_dir / "topics"

    def _java(self, files: KafkaFiles) -> list[str]:
        return [
            str(files.java),
            *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Xmx{self._heap_mb}m"),
            "-Djava.awt.headless=true",
            *(f"-Dorg.slf4j.simpleLogger.{name}={value}" for name, value in _LOGGING.items()),
            "-cp",
            os.pathsep.join(str(jar) for jar in files.class_path),
        ]

    def _cluster_id(self) -> str:
        """Return the identity that an empty data directory gets."""
        return new_id()

    def _settings(self) -> dict[str, object]:
        """Return what server.properties says."""
        settings: dict[str, object] = {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{HOST}:{self._controller_port}",
            "listeners": f"PLAINTEXT://{HOST}:{self.port},CONTROLLER://{HOST}:{self._controller_port}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{self.port}",
            "inter.broker.listener.name": "PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": self._topics,
            "auto.create.topics.enable": "false",
            "group.initial.rebalance.delay.ms": 0,
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 8,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "share.coordinator.state.topic.num.partitions": 1,
            "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
            "log.cleaner.threads": 1,
            "num.network.threads": 2,
            "num.io.threads": 2,
            "num.recovery.threads.per.data.dir": 2,
            # After a kill the new process may register only when the old one's session is over; 9 s by default.
            "broker.session.timeout.ms": 2000,
            "broker.heartbeat.interval.ms": 500,
        }
        if self._secured is not None:
            for name in ("listeners", "advertised.listeners"):
                settings[name] = f"{settings[name]},SECURED://{self._secured.bootstrap}"
            settings["listener.security.protocol.map"] = (
                f"{settings['listener.security.protocol.map']},SECURED:SASL_SSL"
            )
            settings |= self._secured.properties()
        return settings
