import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import workers
from benchmarks.arena import Run
from benchmarks.latency import percentile
from benchmarks.results import job_section, machine, ratios, record
from benchmarks.run import disqualified
from benchmarks.start_up import command_lines


def run_of(contestant: str, seconds: float, *, finished: bool = True, wrong: tuple[str, ...] = ()) -> Run:
    return Run(
        contestant=contestant,
        events=1_000,
        seconds=seconds,
        start_seconds=0.5,
        cpu_seconds=0.01,
        kafka_cpu_seconds=0.001,
        clickhouse_cpu_seconds=0.02,
        peak_mb=300.4,
        resident_mb=[100.0, 300.4],
        finished=finished,
        wrong=list(wrong),
    )


def section(**runs: list[Run]) -> dict[str, object]:
    return job_section(gatherings=2_000, events=1_000, people=200_000, runs=runs, absent={"bytewax": "no wheel"})


def section_of_workers(runs: dict[int, list[Run]]) -> dict[str, Any]:
    return workers.section(runs, events=1_000, gatherings=2)


def test_a_job_has_the_promised_shape() -> None:
    """Median, least, most and verified by contestant; who took no part is there with the reason."""
    job = section(ours=[run_of("ours", 1), run_of("ours", 2), run_of("ours", 4)])
    contestants = job["contestants"]
    assert isinstance(contestants, dict)
    ours = contestants["ours"]
    assert ours["events_per_second"] == {"median": 500, "min": 250, "max": 1_000}
    assert ours["verified"] is True
    assert ours["rounds"] == 3
    assert ours["cpu_microseconds_per_event"] == {"contestant": 10.0, "clickhouse": 20.0, "kafka": 1.0}
    assert contestants["bytewax"] == {"title": "Bytewax", "absent": "no wheel"}


@pytest.mark.parametrize("run", [run_of("ours", 1, finished=False), run_of("ours", 1, wrong=("visits",))])
def test_what_is_wrong_or_unfinished_once_is_not_verified(run: Run) -> None:
    """One bad round among good ones is enough."""
    contestants = section(ours=[run_of("ours", 1), run])["contestants"]
    assert isinstance(contestants, dict)
    assert contestants["ours"]["verified"] is False


@pytest.mark.parametrize(
    ("run", "out"),
    [
        (run_of("ours", 1), False),
        (run_of("ours", 1, finished=False), True),
        (run_of("ours", 1, wrong=("visits",)), True),
        (run_of("bytewax", 1, finished=False), False),
        (run_of("bytewax", 1, wrong=("visits",)), True),
    ],
)
def test_a_wrong_result_disqualifies_whoevers_it_is(run: Run, *, out: bool) -> None:
    """The exit code is 1 then; a peer that is merely slow is told as such."""
    job = job_section(gatherings=2_000, events=1_000, people=200_000, runs={run.contestant: [run]}, absent={})
    assert disqualified({"2000": job}) is out


def test_ratios_set_ours_against_the_others_in_the_job_of_2000_gatherings() -> None:
    """Above one, ours is faster."""
    jobs = {"2000": section(ours=[run_of("ours", 1)], stock_faust=[run_of("stock_faust", 10)])}
    assert ratios(jobs) == {"stock_faust": 10.0}
    assert ratios({"10": jobs["2000"]}) == {}


def test_sections_are_kept_beside_each_other(tmp_path: Path) -> None:
    """Each measurement writes its own section and leaves the others alone."""
    file = tmp_path / "results" / "latest.json"
    record(file, {"machine": machine("26.9"), "jobs": {}})
    record(file, {"latency_seconds": {"100": {"p50": 0.1}}})
    found = json.loads(file.read_text())
    assert set(found) == {"machine", "jobs", "latency_seconds"}
    assert found["machine"]["cores"] >= 1
    assert found["machine"]["clickhouse"] == "26.9"


def test_percentiles_are_of_the_values_themselves() -> None:
    """The nearest rank: no value is made up between two."""
    assert percentile([float(number) for number in range(1, 101)], 99) == 99
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert percentile([1.0], 99) == 1.0


def test_workers_are_told_by_their_number_and_against_one() -> None:
    """Rates, processor time of each part and verification; one wrong round among good ones is enough."""
    found = section_of_workers({1: [run_of("ours", 2)], 2: [run_of("ours", 1), run_of("ours", 1, wrong=("visits",))]})
    assert found["to_one"] == {"2": 2.0}
    assert found["by_count"]["1"]["cpu_microseconds_per_event"] == {"workers": 10.0, "clickhouse": 20.0, "kafka": 1.0}
    assert [one["verified"] for one in found["by_count"].values()] == [True, False]


def test_every_command_is_measured_for_its_start() -> None:
    """The list comes from the command line itself."""
    lines = command_lines()
    assert lines[0] == []
    assert ["worker"] in lines
    assert ["emit", "check-in"] in lines
