from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest

from tests.pipeline import engage_here
from tests.producers.dry_sheet_import import Importing


@pytest.fixture
def importing(tmp_path: Path) -> Importing:
    """Runs a dry import of a sheet, given as a path, text, bytes or a workbook, by a mapping; the result as JSON."""
    environment = {"ENGAGE_SHEET_DIR": str(tmp_path / "journals")}

    def run(sheet: Path | str | bytes | openpyxl.Workbook, mapping: Path | str, *options: str) -> CompletedProcess[str]:
        file, means = tmp_path / "sheet", tmp_path / "mapping.toml"
        if isinstance(sheet, Path):
            file = sheet
        elif isinstance(sheet, openpyxl.Workbook):
            sheet.save(file)
        else:
            file.write_bytes(sheet if isinstance(sheet, bytes) else sheet.encode())
        if isinstance(mapping, Path):
            means = mapping
        else:
            means.write_text(mapping, encoding="utf-8")
        return engage_here(environment, "import", "sheet", str(file), "--mapping", str(means), "--dry-run", *options)

    return run
