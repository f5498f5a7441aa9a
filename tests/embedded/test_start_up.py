"""Commands answer at once."""

import json
import subprocess
import sys

import pytest

HEAVY = (
    *("aiokafka", "altair", "chdb", "clickhouse_connect", "faust", "fpdf", "grafana_api", "grafana_foundation_sdk"),
    *("jgo", "kafka", "mode", "numpy", "openpyxl", "pandas", "prometheus_client", "pyarrow", "requests"),
    *("rich.table", "segno", "starlette", "structlog", "urllib3", "uvicorn", "vl_convert"),
)
"""pydantic is not among them: typer itself reads options with it, and `engage` where running engines are."""


@pytest.mark.parametrize("arguments", [["--help"], ["capacity", "--help"], ["contracts", "diff", "--help"]])
def test_help_imports_nothing_that_only_the_work_of_a_command_needs(arguments: list[str]) -> None:
    """All commands are mounted and their helps made; no engine, no client and no drawing library is loaded."""
    code = (
        "import sys, json, engage, typer\n"
        "try: engage.app(sys.argv[1:])\n"
        f"except SystemExit: print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=30, check=True
    )
    assert "Usage" in done.stdout
    assert json.loads(done.stderr) == []
