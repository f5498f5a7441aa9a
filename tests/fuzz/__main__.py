"""`python -m tests.fuzz TARGET [SECONDS]`: bytes guided by coverage, until an error outside the error tree comes.

Needs atheris (`pip install -e .[fuzz]`). What it learns lies in build/fuzz/TARGET and is gone on with; an input that
breaks a target is written to build/fuzz/crash-TARGET-…, and given as an argument it is run alone.
"""

import sys
from pathlib import Path

import atheris

_FOLDER = Path("build/fuzz")

with atheris.instrument_imports(
    include=["schemas", "streams", "producers", "openpyxl", "starlette.requests"], enable_loader_override=False
):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Run a target; libFuzzer ends the process."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"give a target: {', '.join(TARGETS)}")
    name, *rest = sys.argv[1:]
    target = TARGETS[name]
    corpus = _FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    if rest and not rest[0].isdecimal():
        target.run(Path(rest[0]).read_bytes())
        return
    seconds = rest[0] if rest else "300"
    options = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={seconds}",
        "-max_len=8192",
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
        "-verbosity=0",
        f"-artifact_prefix={_FOLDER}/crash-{name}-",
    ]
    atheris.Setup(options, target.run)
    atheris.Fuzz()


main()
