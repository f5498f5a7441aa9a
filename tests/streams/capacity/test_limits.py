"""What is full first, and what it takes."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from streams.capacity.costs import MEASURED
from streams.capacity.limits import ROOM, needed, outlook
from streams.capacity.load import HELSINKI
from streams.capacity.plan import MACHINE, SERVERS
from tests.pipeline import engage_here


def test_the_fullest_stage_is_the_limit_and_a_plan_holds_until_it_is_full() -> None:
    """Helsinki is far from any; with a thousand times as much something is."""
    once, thousand = outlook(HELSINKI, MACHINE), outlook(HELSINKI.times(1_000), MACHINE)
    assert once.holds
    assert once.left == 0
    assert not thousand.holds
    assert thousand.stages[thousand.limit] == max(thousand.stages.values()) > 1


@pytest.mark.parametrize("factor", [1, 100, 1_000, 5_000])
def test_a_needed_plan_has_room_in_every_stage(factor: int) -> None:
    """And there are partitions for all workers; what comes is stored within seconds."""
    found = needed(HELSINKI.times(factor), SERVERS)
    assert {stage for stage, share in found.stages.items() if share > ROOM} <= {"nightly release"}
    assert found.plan.partitions >= found.plan.workers
    assert found.left == 0


def test_needs_grow_with_the_load() -> None:
    """Nothing shrinks when there is more to do; without lookups on every shard, workers and shards are what grows."""
    by_shard = replace(MEASURED, gathering=0.0)
    plans = [needed(HELSINKI.times(factor), SERVERS, by_shard).plan for factor in (1, 1_000, 50_000)]
    for less, more in pairwise(plans):
        assert less.workers <= more.workers
        assert (less.shards, less.shard_cores) <= (more.shards, more.shard_cores)
        assert less.partitions <= more.partitions
    assert plans[-1].workers > 1


def test_what_no_number_of_servers_can_do_is_refused() -> None:
    """With what would help."""
    with pytest.raises(ValueError, match="give each recompute to the shard"):
        needed(HELSINKI.times(1e9), SERVERS)


def test_the_command_says_it_for_people_and_programs() -> None:
    """Its defaults are Helsinki's; wrong numbers are refused with an example."""
    told = json.loads(engage_here({}, "capacity", "--times", "1,1000", "--json").stdout)
    assert [row["times"] for row in told] == [1, 1000]
    assert told[1]["standing"]["limit"] == outlook(HELSINKI.times(1_000), MACHINE).limit
    wrong = engage_here({}, "capacity", "--times", "many")
    assert wrong.returncode == 2
    assert "give e.g. 1,10,100" in " ".join(wrong.stderr.split())
