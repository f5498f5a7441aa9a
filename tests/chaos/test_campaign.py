"""A short campaign on real engines, and one whose data is damaged on purpose."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from embedded.demo.sabotage import double_roll_up, drop_fact
from streams.store import Store
from tests.chaos.campaign import Campaign, plan, run_campaign
from tests.chaos.faults import KINDS
from tests.chaos.scene import Kind
from tests.chaos.tally import Tally

SHORT = (
    "answer lost after an insert was done",
    "ClickHouse answers 243, out of space",
    "connection cut in mid-upload",
    "worker frozen for a moment (SIGSTOP)",
    "ClickHouse killed (SIGKILL)",
    "all messages in disorder",
    "device's clock jumps ahead",
    "gateway frozen for a moment (SIGSTOP)",
    "ClickHouse's disk full",
    "table made read-only",
)


def named(*names: str) -> Sequence[Kind]:
    kinds = [kind for kind in KINDS if kind.name in names]
    assert len(kinds) == len(names)
    return kinds


def run(folder: Path, kinds: Sequence[Kind], sabotage: Callable[[Store], None] | None = None) -> Tally:
    campaign = Campaign(seed=5, faults=len(kinds), minutes=2, kinds=kinds, sabotage=sabotage)
    return run_campaign(campaign, folder, lambda _tally, _kind: None, lambda: False)


@pytest.mark.soak
@pytest.mark.engines
def test_a_short_campaign_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Ten kinds of faults, one after the other: the numbers equal the truth after each, and the books balance."""
    tally = run(tmp_path, named(*SHORT))
    assert [str(finding) for finding in tally.findings] == []
    assert set(tally.kinds) >= set(SHORT)
    assert tally.faults >= len(SHORT)


@pytest.mark.soak
@pytest.mark.engines
@pytest.mark.parametrize(
    ("sabotage", "sort", "what"), [(drop_fact, "lost", "facts: "), (double_roll_up, "doubled", "participation[")]
)
def test_what_is_lost_or_doubled_on_purpose_is_found(
    tmp_path: Path, sabotage: Callable[[Store], None], sort: str, what: str
) -> None:
    """The campaign can fail: it names what is lost or doubled, and the fault after which it was."""
    kinds = named("all messages in disorder")
    tally = run(tmp_path, kinds, sabotage)
    assert not tally.clean
    assert any(one.sort == sort and one.what.startswith(what) for one in tally.findings)
    assert {tuple(one.after) for one in tally.findings} == {(kinds[0].name,)}


def test_a_campaign_is_large_enough_and_its_seed_decides_the_order() -> None:
    """200 faults of more than 20 kinds at least, each kind among them, the same order for the same seed."""
    assert len(KINDS) == len({kind.name for kind in KINDS}) > 20
    first, again, other = (plan(Campaign(seed, 200, 20)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) >= 200
    assert set(first) == set(KINDS)
