"""``python -m tests.chaos``: run the fault campaign, print its table, and write its report."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType

from embedded.errors import EmbeddedError
from streams.errors import StreamError
from tests.chaos.campaign import Campaign, run_campaign
from tests.chaos.report import as_text
from tests.chaos.tally import Tally

EXIT_FOUND = 1
EXIT_UNAVAILABLE = 3


def main() -> int:
    """Run it; 0 when nothing was lost, doubled or unexplained, 1 when something was, 3 when the engines fail.

    Ctrl-C ends it in order, and what was done till then is told.
    """
    from terminal import console

    options = _options()
    asked = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)

    def progress(tally: Tally, kind: str) -> None:
        sys.stderr.write(f"{tally.seconds:6.1f} s  {tally.faults:4} faults  {len(tally.findings)} findings  {kind}\n")

    campaign = Campaign(options.seed, options.faults, options.minutes)
    folder = Path(tempfile.mkdtemp(prefix="engage-chaos-"))
    try:
        tally = run_campaign(campaign, folder, progress, asked.is_set)
    except (EmbeddedError, StreamError) as error:
        sys.stderr.write(f"error: {error}\nLogs are kept in {folder}\n")
        return EXIT_UNAVAILABLE
    if tally.clean:
        shutil.rmtree(folder)
    else:
        sys.stderr.write(f"data and logs are kept in {folder}\n")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(tally.as_dict(), indent=1) + "\n")
    console().print(as_text(tally))
    if asked.is_set():
        sys.stderr.write("stopped before the end of the plan\n")
    return 0 if tally.clean else EXIT_FOUND


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="Run the fault campaign.")
    parser.add_argument("--seed", type=int, default=1, help="chooses the order of faults and the city (default 1)")
    parser.add_argument("--faults", type=_positive, default=200, help="at least so many faults (default 200)")
    parser.add_argument("--minutes", type=_positive, default=20, help="begin no fault after so many (default 20)")
    parser.add_argument("--out", type=Path, default=Path("build/chaos.json"), help="the report as JSON")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
