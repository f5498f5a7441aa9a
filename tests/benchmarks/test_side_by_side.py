import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.soak  # it tests the benchmark, not the product, and starts engines for each contestant
@pytest.mark.engines
@pytest.mark.timeout(300)
def test_a_small_job_runs_side_by_side_and_is_verified(tmp_path: Path) -> None:
    """The real worker and the hand-written loop do the same job on real engines, and every number equals the truth."""
    out = tmp_path / "results.json"
    options = ["--quick", "--events=6500", "--contestants=ours,hand_written", f"--out={out}"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", *options], capture_output=True, text=True, check=False, timeout=280
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text())
    assert set(found) == {"machine", "jobs", "ratios"}
    contestants = found["jobs"]["2000"]["contestants"]
    assert {name: one["verified"] for name, one in contestants.items()} == {"ours": True, "hand_written": True}
    assert found["ratios"]["hand_written"] > 0
