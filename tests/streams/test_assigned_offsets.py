"""Offsets under changes of the assignment: nothing unstored is passed, and nothing stays behind."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from streams.assigned_offsets import AssignedOffsets, Delivery, Owed

PARTITIONS = (0, 1, 2)
END = 60
"""How many records each partition has."""


@dataclass
class Sent:
    """A run on its way into the store."""

    partition: int
    first: int
    last: int
    delivery: Delivery


@dataclass
class Commit:
    """A commit on its way to Kafka, made in a generation of the group."""

    generation: int
    owed: dict[int, Owed]


@dataclass
class Kafka:
    """What the broker knows: it refuses commits of any generation but the one of now."""

    generation: int = 1
    committed: dict[int, int] = field(default_factory=lambda: dict.fromkeys(PARTITIONS, 0))

    def take(self, commit: Commit) -> bool:
        if commit.generation != self.generation:
            return False
        self.committed.update({partition: debt.offset for partition, debt in commit.owed.items()})
        return True


class Assignments(RuleBasedStateMachine):
    """A worker whose partitions come and go, while another works on those that it has not."""

    def __init__(self) -> None:
        super().__init__()
        self.kafka = Kafka()
        self.offsets: AssignedOffsets[int] = AssignedOffsets()
        self.position: dict[int, int] = {}
        self.stored: dict[int, set[int]] = {partition: set() for partition in PARTITIONS}
        self.fetched: list[tuple[int, int, int, int]] = []
        self.storing: list[Sent] = []
        self.commits: list[Commit] = []
        self.assigned: set[int] = set()
        self.assign(set(PARTITIONS))

    def assign(self, partitions: set[int]) -> None:
        self.assigned = partitions
        self.offsets.assign(partitions, self.kafka.generation)
        self.position = {partition: self.kafka.committed[partition] for partition in partitions}

    @rule(kept=st.sets(st.sampled_from(PARTITIONS)), by_others=st.integers(0, 20))
    def rebalance(self, kept: set[int], by_others: int) -> None:
        """All partitions are revoked, as Faust's rebalances do, and some are assigned; another has the rest."""
        self.offsets.revoke(self.assigned)
        self.kafka.generation += 1
        self.assign(kept)
        for partition in set(PARTITIONS) - kept:
            begin = self.kafka.committed[partition]
            done = min(END, begin + by_others)
            self.stored[partition] |= set(range(begin, done))
            self.kafka.committed[partition] = done

    @rule(partition=st.sampled_from(PARTITIONS), size=st.integers(1, 9))
    def fetch(self, partition: int, size: int) -> None:
        """A run comes over the wire; it may be handed on much later."""
        begin = self.position.get(partition, END)
        if begin < END:
            last = min(END, begin + size) - 1
            self.position[partition] = last + 1
            self.fetched.append((partition, begin, last, self.kafka.generation))

    @rule()
    def hand_on(self) -> None:
        """The run that waits longest goes to the store, unless it is of an earlier assignment."""
        if self.fetched:
            partition, first, last, generation = self.fetched.pop(0)
            delivery = self.offsets.deliver(partition, first, last, generation)
            assert (delivery is None) == (generation != self.kafka.generation)
            if delivery is not None:
                self.storing.append(Sent(partition, first, last, delivery))

    @rule()
    def store(self) -> None:
        """The first run in line is stored, whosever its partition is by now, and acknowledged."""
        if self.storing:
            sent = self.storing.pop(0)
            self.stored[sent.partition] |= set(range(sent.first, sent.last + 1))
            self.offsets.acknowledge(sent.partition, sent.delivery)

    @rule()
    def send_commit(self) -> None:
        """What is owed is sent; the answer comes later, after a rebalance maybe."""
        owed = self.offsets.owed()
        if owed:
            self.commits.append(Commit(self.offsets.generation, owed))

    @rule(reaches=st.booleans())
    def answer_commit(self, reaches: bool) -> None:  # noqa: FBT001  hypothesis draws it
        """The broker takes it, refuses it as one of an earlier generation, or never sees it."""
        if self.commits:
            commit = self.commits.pop(0)
            if reaches and self.kafka.take(commit):
                self.offsets.commit(commit.owed)

    @invariant()
    def nothing_unstored_is_committed(self) -> None:
        for partition, offset in self.kafka.committed.items():
            assert set(range(offset)) <= self.stored[partition]

    def teardown(self) -> None:
        """Whatever happened: when all is fetched, stored and committed, no offset of the worker's stays behind."""
        for partition in self.assigned:
            while self.position[partition] < END:
                self.fetch(partition, 9)
        while self.fetched:
            self.hand_on()
        while self.storing:
            self.store()
        while self.commits:
            self.answer_commit(False)
        self.send_commit()
        if self.commits:
            self.answer_commit(True)
        for partition in self.assigned:
            assert self.kafka.committed[partition] == END
        assert self.offsets.owed() == {}


TestAssignments = Assignments.TestCase
TestAssignments.settings = settings(
    max_examples=300, stateful_step_count=40, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.fixture
def offsets() -> AssignedOffsets[str]:
    made: AssignedOffsets[str] = AssignedOffsets()
    made.assign(["a"], 1)
    return made


def deliver(offsets: AssignedOffsets[str], first: int, last: int, generation: int = 1) -> Delivery:
    delivery = offsets.deliver("a", first, last, generation)
    assert delivery is not None
    return delivery


def test_a_commit_that_kafka_did_not_take_stays_owed(offsets: AssignedOffsets[str]) -> None:
    """Taken for committed, it would be behind until a next message comes."""
    offsets.acknowledge("a", deliver(offsets, 0, 9))
    assert {name: debt.offset for name, debt in offsets.owed().items()} == {"a": 10}
    owed = offsets.owed()
    offsets.commit(owed)
    assert offsets.owed() == {}


def test_the_answer_to_a_commit_of_before_says_nothing_of_a_partition_that_was_kept(
    offsets: AssignedOffsets[str],
) -> None:
    """The records are read again from what Kafka has, and their offset is owed again."""
    offsets.acknowledge("a", deliver(offsets, 0, 9))
    owed = offsets.owed()
    offsets.revoke(["a"])
    offsets.assign(["a"], 2)
    offsets.commit(owed)
    offsets.acknowledge("a", deliver(offsets, 0, 9, 2))
    assert {name: debt.offset for name, debt in offsets.owed().items()} == {"a": 10}


def test_a_run_of_before_is_left_out_and_holds_nothing_back(offsets: AssignedOffsets[str]) -> None:
    """One that was on its way when its partition was revoked never comes into the ledger of the next assignment."""
    before = deliver(offsets, 0, 4)
    offsets.revoke(["a"])
    assert offsets.deliver("a", 5, 9, 1) is None
    offsets.assign(["a"], 2)
    assert offsets.deliver("a", 5, 9, 1) is None
    assert not offsets.acknowledge("a", before)
    assert not offsets.holds("a", before)
    offsets.acknowledge("a", deliver(offsets, 300, 310, 2))
    assert offsets.owed()["a"].offset == 311
