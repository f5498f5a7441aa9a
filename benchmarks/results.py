"""Where figures are kept: benchmarks/results/latest.json, a section for each measurement."""

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.arena import Run
from benchmarks.contestants import CONTESTANTS, OURS

__all__ = ["LATEST", "QUICK", "RATIO_JOB", "job_section", "machine", "ratios", "record", "recorded", "spread"]

FOLDER = Path(__file__).parent / "results"
LATEST, QUICK = FOLDER / "latest.json", FOLDER / "quick.json"
RATIO_JOB = "2000"
"""The job whose rates are set against each other."""

_RATIOS = ("stock_faust", "quixstreams", "hand_written")
_PACKAGES = ("faust-streaming", "aiokafka", "kafka-python", "pydantic", "pyarrow", "clickhouse-connect", "chdb")


def record(file: Path, sections: Mapping[str, Any]) -> None:
    """Put sections into a results file beside those that are there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    found = recorded(file)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({**found, **sections}, indent=2, ensure_ascii=False) + "\n")
    fresh.replace(file)


def recorded(file: Path) -> dict[str, Any]:
    """Give the sections of a results file; none where it is not there."""
    return dict(json.loads(file.read_text())) if file.exists() else {}


def machine(clickhouse: str) -> dict[str, Any]:
    """Tell what the figures were measured on; `clickhouse` is the engine's version."""
    processors = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": processors[0] if processors else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "clickhouse": clickhouse,
        "packages": {name: version(name) for name in _PACKAGES},
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def spread(values: list[float], digits: int = 0) -> dict[str, float]:
    """Give median, least and most."""
    return {
        "median": round(median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
    }


def job_section(
    *, gatherings: int, events: int, people: int, runs: Mapping[str, list[Run]], absent: Mapping[str, str]
) -> dict[str, Any]:
    """Give a job's figures by contestant; `absent` says why one took no part."""
    contestants: dict[str, Any] = {name: _figures(name, done) for name, done in runs.items() if done}
    contestants |= {name: {"title": CONTESTANTS[name].title, "absent": why} for name, why in absent.items()}
    return {"gatherings": gatherings, "events": events, "people": people, "contestants": contestants}


def ratios(jobs: Mapping[str, Any]) -> dict[str, float]:
    """Set our rate in relation to the others' in one job; empty where that was not run."""
    contestants = jobs.get(RATIO_JOB, {}).get("contestants", {})
    rates = {name: one["events_per_second"]["median"] for name, one in contestants.items() if "absent" not in one}
    if OURS not in rates:
        return {}
    return {name: round(rates[OURS] / rates[name], 2) for name in _RATIOS if name in rates}


def _figures(name: str, runs: list[Run]) -> dict[str, Any]:
    def microseconds(total: str) -> float:
        each: list[float] = [getattr(run, total) / max(run.events, 1) * 1e6 for run in runs]
        return round(median(each), 1)

    return {
        "title": CONTESTANTS[name].title,
        "events_per_second": spread([run.events_per_second for run in runs]),
        "verified": all(run.verified for run in runs),
        "finished": all(run.finished for run in runs),
        "rounds": len(runs),
        "seconds": spread([run.seconds for run in runs], 2),
        "start_seconds": round(median(run.start_seconds for run in runs), 2),
        "cpu_microseconds_per_event": {
            "contestant": microseconds("cpu_seconds"),
            "clickhouse": microseconds("clickhouse_cpu_seconds"),
            "kafka": microseconds("kafka_cpu_seconds"),
        },
        "peak_mb": round(max(run.peak_mb for run in runs)),
        "resident_mb_by_second": runs[-1].resident_mb,
        "wrong": sorted({line for run in runs for line in run.wrong}),
    }
