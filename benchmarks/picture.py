"""The picture of the README: `python -m benchmarks.picture` draws throughput.svg beside latest.json."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.environments import python_of

__all__ = ["draw", "main"]

_RESULTS = Path(__file__).parent / "results"
_JOB = "2000"
_OURS_COLOUR, _COLOUR, _INK = "#0072c6", "#9aa5b1", "#333333"


def draw(results: dict[str, Any], file: Path) -> None:
    """Draw the contestants' medians in the job of 2,000 gatherings as bars, with whiskers from least to most."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.fonttype": "none", "font.family": "sans-serif", "svg.hashsalt": "engagement"})
    from matplotlib import pyplot as plt

    job = results["jobs"][_JOB]
    contestants = [(name, one) for name, one in job["contestants"].items() if "absent" not in one]
    contestants.sort(key=lambda pair: pair[1]["events_per_second"]["median"])
    rates = [one["events_per_second"] for _, one in contestants]
    medians = [rate["median"] for rate in rates]
    below = [rate["median"] - rate["min"] for rate in rates]
    above = [rate["max"] - rate["median"] for rate in rates]
    figure, axes = plt.subplots(figsize=(8.0, 0.5 * len(contestants) + 1.4), layout="constrained")
    axes.barh(
        [one["title"] for _, one in contestants],
        medians,
        xerr=[below, above],
        color=[_OURS_COLOUR if name == "ours" else _COLOUR for name, _ in contestants],
        error_kw={"ecolor": _INK, "capsize": 3, "elinewidth": 1},
    )
    for place, rate in enumerate(rates):
        axes.annotate(
            f"{rate['median']:,.0f}", (rate["max"], place), (6, 0), textcoords="offset points", va="center", color=_INK
        )
    axes.set_xlim(0, max(rate["max"] for rate in rates) * 1.15)
    axes.set_xlabel("events a second, from Kafka to roll-ups in ClickHouse;\nmedian, least and most")
    axes.set_title(
        f"{job['events']:,} events of {job['gatherings']:,} gatherings, "
        f"{results['machine']['cores']} cores for everything",
        loc="left",
        fontsize=11,
    )
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    """Draw; in the environment that has matplotlib, which is made if it is missing."""
    try:
        import matplotlib as mpl  # noqa: F401
    except ImportError:
        sys.exit(
            subprocess.run([python_of("picture"), "-m", "benchmarks.picture", *sys.argv[1:]], check=False).returncode
        )
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else _RESULTS / "latest.json"
    draw(json.loads(source.read_text()), source.with_name("throughput.svg"))


if __name__ == "__main__":
    main()
