"""Where a job is done: engines of its own, the job's messages in Kafka, and an empty database before each run."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kafka import KafkaAdminClient
from kafka.errors import CoordinatorNotAvailableError, NotCoordinatorError

from benchmarks.contestants import Contestant
from benchmarks.environments import python_of
from benchmarks.load import Job, Load
from benchmarks.resources import Usage, usage_of
from benchmarks.truth import Truth
from benchmarks.verification import differences, rolled_up, totals_of, totals_stored
from embedded.machine import Engines
from embedded.process import GuardedProcess
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import create_topics

__all__ = ["LOADER", "Arena", "Run", "RunFailedError"]

LOADER = "hand_written"
"""Whose environment writes the jobs to Kafka: it has confluent-kafka."""

_ROOT = Path(__file__).parent.parent
_START_SECONDS = 60.0
_POLL, _CLOSE_POLL = 0.2, 0.1


class RunFailedError(Exception):
    """A contestant ended by itself, or never began to consume; the message ends with its log."""


@dataclass(frozen=True, slots=True)
class Run:
    """How one contestant did a job once.

    Attributes:
        events: Of how many the roll-ups tell at the end: all, unless the time was over.
        seconds: From the first subscription to the moment when ClickHouse shows all roll-ups.
        start_seconds: From the start of the process to the subscription, not in `seconds`.
        cpu_seconds: What the contestant used meanwhile, by the kernel's count; likewise the engines.
        peak_mb: The most memory that was resident in the contestant at once.
        finished: Whether all came out within the time given.
        wrong: What differs from the truth; empty when all agrees.
    """

    contestant: str
    events: int
    seconds: float
    start_seconds: float
    cpu_seconds: float
    kafka_cpu_seconds: float
    clickhouse_cpu_seconds: float
    peak_mb: float
    resident_mb: list[float] = field(default_factory=list)
    finished: bool = True
    wrong: list[str] = field(default_factory=list)

    @property
    def events_per_second(self) -> float:
        """The rate, from the subscription on."""
        return self.events / self.seconds

    @property
    def verified(self) -> bool:
        """Whether all came out, and every number equals the truth."""
        return self.finished and not self.wrong


class Arena:
    """Engines in a folder, with topics and tables; a context manager. Without a folder one is made and removed."""

    def __init__(self, folder: Path | None = None, *, partitions: int = 4) -> None:
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="engage-bench-"))
        self.engines = Engines(self.folder / "engines")
        self._partitions = partitions
        self._runs = 0

    def __enter__(self) -> Self:
        try:
            self.engines.start()
            self.settings = StreamSettings(
                kafka_bootstrap=self.engines.bootstrap,
                clickhouse_url=self.engines.clickhouse_url,
                partitions=self._partitions,
            )
            create_topics(self.settings)
            self.store = Store(self.settings)
            migrate(self.store)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()
        self._close()

    def load(self, job: Job) -> Truth:
        """Write a job to Kafka, and count its truth meanwhile."""
        arguments = [f"--{name}={value}" for name, value in asdict(job).items()]
        loader = subprocess.Popen(
            [python_of(LOADER), "-m", "benchmarks.loading", f"--bootstrap={self.engines.bootstrap}", *arguments],
            env=_environment(),
        )
        load = Load(job)
        for _ in load.messages():
            pass
        truth = load.truth()
        if loader.wait() != 0:
            raise RunFailedError(f"the messages could not be written; exit code {loader.returncode}")
        return truth

    def empty(self) -> None:
        """Truncate the facts, roll-ups and books."""
        tables = self.store.query(
            "SELECT name FROM system.tables WHERE database = 'engagement' AND engine LIKE '%MergeTree' "
            "AND name NOT IN ('migrations', 'districts')"
        )
        for (table,) in tables:
            self.store.run_text(f"TRUNCATE TABLE engagement.{table}")

    def run(
        self,
        contestant: Contestant,
        truth: Truth,
        *,
        limit: float = 300.0,
        workers: int = 1,
        onto: Truth | None = None,
    ) -> Run:
        """Let a contestant do the loaded job, and verify what came out.

        It begins with an empty database and at the first message; or, where `onto` tells what is stored already, with
        that and where its last run `onto` something ended. `limit` is the most seconds that it gets. Several `workers`
        are measured from when all are in the group on; what the first of them had stored by then is not counted.

        Raises:
            RunFailedError: it did not last, or never began to consume.
        """
        if onto is None:
            self.empty()
            self._runs += 1
            group, all_ = f"bench-{contestant.name}-{self._runs}", truth
        else:
            group, all_ = f"bench-{contestant.name}-onto", onto + truth
        with ExitStack() as stack:
            processes = [
                stack.enter_context(self.process(contestant, group, number)) for number in range(1, workers + 1)
            ]
            started = time.monotonic()
            for process in processes:
                process.start()
            self.wait_until_it_consumes(contestant, processes[0], group, members=workers)
            ahead = self._stored(truth) if workers > 1 else 0
            if ahead >= truth.messages:
                raise RunFailedError(f"all was stored before {workers} workers had joined; give more events")
            begun = time.monotonic()
            before = self._usages(processes)
            finished, resident = self._wait_for(all_, processes, begun + limit)
            seconds = time.monotonic() - begun
            after = self._usages(processes)
            own, kafka, clickhouse = (new.cpu_seconds - old.cpu_seconds for new, old in zip(after, before, strict=True))
            events = (truth.messages if finished else self._progress(truth)) - ahead
        return Run(
            contestant=contestant.name,
            events=events,
            seconds=seconds,
            start_seconds=begun - started,
            cpu_seconds=own,
            kafka_cpu_seconds=kafka,
            clickhouse_cpu_seconds=clickhouse,
            peak_mb=after[0].peak_mb,
            resident_mb=resident,
            finished=finished,
            wrong=differences(all_, self.store) if finished else [],
        )

    @contextmanager
    def process(self, contestant: Contestant, group: str, number: int = 1) -> Iterator[GuardedProcess]:
        """Give a contestant's process, not started yet; it is stopped at the end."""
        scratch = self.folder / "scratch" / f"{group}-{number}"
        scratch.mkdir(parents=True, exist_ok=True)
        process = GuardedProcess(
            [python_of(contestant.requirements), "-m", contestant.module, *contestant.arguments],
            log=self.folder / "logs" / f"{group}-{number}.log",
            env=_environment(
                ENGAGE_KAFKA_BOOTSTRAP=self.engines.bootstrap,
                ENGAGE_CLICKHOUSE_URL=self.engines.clickhouse_url,
                ENGAGE_CONSUMER_GROUP=group,
                TMPDIR=str(scratch),
            ),
            cwd=scratch,
            name=contestant.name,
            grace=5.0,
        )
        try:
            yield process
        finally:
            process.stop()

    def wait_until_it_consumes(
        self, contestant: Contestant, process: GuardedProcess, group: str, *, members: int = 1
    ) -> None:
        """Return when Kafka shows so many members of the consumer group, or the contestant says that it consumes."""
        deadline = time.monotonic() + _START_SECONDS
        admin = KafkaAdminClient(bootstrap_servers=self.engines.bootstrap)
        try:
            while not (
                _members(admin, group) >= members if contestant.joins_group else "consuming" in process.log_tail()
            ):
                if not process.running or time.monotonic() > deadline:
                    raise RunFailedError(f"{contestant.name} did not begin to consume:\n{process.log_tail()}")
                time.sleep(0.02)
        finally:
            admin.close()

    def _wait_for(self, truth: Truth, processes: Sequence[GuardedProcess], deadline: float) -> tuple[bool, list[float]]:
        """Return when the roll-ups come to the truth's totals; False when the time is over. With the memory by second.

        Until all check-ins are stored the look is a count of rows, which ClickHouse answers from its parts' headers.
        """
        totals, check_ins = totals_of(truth), truth.facts["check_ins"]
        resident: list[float] = []
        next_sample = 0.0
        while True:
            now = time.monotonic()
            if now >= next_sample:
                resident.append(round(max(usage_of(process.pid).resident_mb for process in processes), 1))
                next_sample = now + 1.0
            stored = int(self.store.query("SELECT count() FROM engagement.check_ins")[0][0])
            if stored >= check_ins and totals_stored(self.store) == totals:
                return True, resident
            for process in processes:
                if not process.running:
                    raise RunFailedError(f"{process.name} ended by itself:\n{process.log_tail()}")
            if now > deadline:
                return False, resident
            time.sleep(_CLOSE_POLL if stored >= check_ins else _POLL)

    def _progress(self, truth: Truth) -> int:
        """Of how many of the events the roll-ups tell, by the check-ins that they show."""
        shown = sum(one.entries + one.exits for one in truth.gatherings.values())
        return int(truth.messages * min(1.0, rolled_up(self.store) / shown))

    def _stored(self, truth: Truth) -> int:
        """Of how many of the events there are facts, by the check-ins among them."""
        rows = int(self.store.query("SELECT count() FROM engagement.check_ins")[0][0])
        return int(truth.messages * min(1.0, rows / truth.facts["check_ins"]))

    def _usages(self, processes: Sequence[GuardedProcess]) -> list[Usage]:
        """Give the contestant's usage (all its processes; of memory the largest one's), Kafka's and ClickHouse's."""
        each = [usage_of(process.pid) for process in processes]
        own = Usage(
            sum(one.cpu_seconds for one in each),
            max(one.resident_mb for one in each),
            max(one.peak_mb for one in each),
        )
        return [own, usage_of(self.engines.kafka.pid), usage_of(self.engines.clickhouse.pid)]

    def _close(self) -> None:
        self.engines.stop()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)


def _environment(**given: str) -> Mapping[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    return {**inherited, "PYTHONPATH": str(_ROOT), "PYTHONUNBUFFERED": "1", **given}


def _members(admin: Any, group: str) -> int:
    try:
        described = admin.describe_groups([group])
    except (CoordinatorNotAvailableError, NotCoordinatorError):
        return 0  # Kafka makes its own topic for groups when the first one comes
    return sum(len(one.get("members") or ()) for one in described.values())
