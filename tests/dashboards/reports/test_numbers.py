"""The numbers of a report are those of the boards and of the city after suppression, and there are no others."""

import json
import shlex
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import engage
from dashboards.macros import Context, Selection, expand
from dashboards.reports.as_json import as_json
from dashboards.reports.model import Cell, DateCell, MissingCell, NumberCell, Report, Table, TextCell
from dashboards.reports.period import Period
from dashboards.statement import statement
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from tests.dashboards.reports.conftest import Released
from tests.docs.pages import ROOT, blocks_of, sections_of
from tests.streams.published.cities import random_city, store_city
from tests.streams.published.reference import reference

pytestmark = pytest.mark.engines

HELSINKI = ZoneInfo("Europe/Helsinki")
OF_PEOPLE = {
    "answers", "concerns", "family_visits", "new_visitors", "participants", "people", "returning_visitors", "visitors",
    "visits", "visits_with_home",
}  # fmt: skip
"""Columns that count people, or what people said."""


def asked(released: Released, name: str, period: Period) -> list[Mapping[str, Any]]:
    """What the statement of a board's panel answers of the same days, with all of its variables' values chosen."""
    start = datetime.combine(period.start, time.min, HELSINKI).astimezone(UTC)
    end = datetime.combine(period.end, time.max, HELSINKI).astimezone(UTC)
    every = {variable: Selection(every=True) for variable in ("programme", "district", "age_band")}
    answer = released.reader.answer(expand(statement(name), Context(start, end, 3_600_000, every)))
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def number(cell: Cell) -> Any:
    return cell.value if isinstance(cell, NumberCell) else None


def codes(table: Table, column: str) -> list[str]:
    return [cell.code for cell in table.cells(column) if isinstance(cell, TextCell)]


def dates(table: Table, column: str) -> list[date]:
    return [cell.value for cell in table.cells(column) if isinstance(cell, DateCell)]


def table_of(report: Report, id_: str) -> Table:
    return next(one for one in report.tables if one.id == id_)


@pytest.fixture(scope="module", params=["month", "year"])
def period(request: pytest.FixtureRequest, released: Released) -> Period:
    found: Period = getattr(released, request.param)
    return found


KEY_FIGURES = {
    "visits": "city_overview/visits",
    "gatherings": "city_overview/gatherings_held",
    "completeness": "city_overview/completeness",
    "districts": "districts/districts_reached",
    "new_visitors": "city_overview/new_visitors",
    "met_outside": "young_people/met_outside",
    "sessions": "working_together/sessions",
    "feel_safe": "safety_and_trust/feel_safe",
    "trust": "safety_and_trust/trust",
    "change_of_safety": "safety_and_trust/safety_change",
    "concerns": "safety_and_trust/concerns_raised",
    "hours_to_answer": "safety_and_trust/hours_to_answer",
}
"""What a board shows as a number of its own."""

TABLES = [
    ("programmes", "programme", "visits", "city_overview/visits_by_programme", "visits"),
    ("districts", "district", "visits", "districts/visits_by_district", "visits"),
    ("ages", "age_band", "per_1000", "city_overview/reach_by_age_band", "per_1000"),
    ("homes", "home_district", "per_1000", "districts/reach_by_home", "per_1000"),
    ("outreach", "setting", "people", "young_people/settings", "people"),
    ("concerns_by_category", "category", "concerns", "safety_and_trust/by_category", "concerns"),
    ("concerns_by_district", "district", "concerns", "safety_and_trust/by_district", "concerns"),
    ("concerns_by_status", "concern_status", "concerns", "safety_and_trust/by_status", "concerns"),
    ("agencies", "agency", "staff_hours", "working_together/hours", "hours"),
    ("agencies", "agency", "gatherings", "working_together/presence", "gatherings"),
    ("themes", "theme", "sessions", "working_together/themes", "sessions"),
]
"""A report's table, its column of values and of numbers; a board's statement, and its column of numbers."""


def test_key_figures_are_those_of_the_boards(released: Released, period: Period) -> None:
    """Each that a board has as a number, for the same days; of a month that begins no quarter, the newest quarter's."""
    figures = table_of(released.report(period), "key_figures")
    values = dict(zip(codes(figures, "figure"), map(number, figures.cells("value")), strict=True))
    by_quarter = {"concerns", "hours_to_answer"} if period.kind == "month" else set()
    for id_, name in KEY_FIGURES.items():
        if id_ not in by_quarter:
            rows = asked(released, name, period)
            told = next(iter(rows[0].values())) if rows else None
            assert values[id_] == (told if told is None else pytest.approx(told)), id_


def test_tables_are_those_of_the_boards(released: Released, period: Period) -> None:
    """Months cell by cell, and each row of a board's list by its value."""
    report = released.report(period)
    months = table_of(report, "months")
    mine = dict(zip(zip(dates(months, "month"), codes(months, "programme"), strict=True), months.rows, strict=True))
    told = asked(released, "city_overview/months_table", period)
    assert len(told) == len(mine) > 0
    for row in told:
        ours = mine[row["month"], row["programme"]]
        assert [number(cell) for cell in ours[2:7]] == [
            row[name] for name in ("gatherings", "not_recorded", "completeness", "visits", "family_visits")
        ]
    for id_, column, name, board, its in TABLES:
        if period.kind == "month" and id_.startswith("concerns"):
            continue
        table = table_of(report, id_)
        values = dict(zip(codes(table, column), map(number, table.cells(name)), strict=True))
        for row in asked(released, board, period):
            wanted = row[its]
            value = row["status" if column == "concern_status" else column]
            assert values[value] == (wanted if wanted is None else pytest.approx(wanted)), (id_, row)


def test_numbers_are_those_of_the_city_after_suppression(released: Released) -> None:
    """Visits of each month, district and home, by the rule written in plain Python."""
    city, year = released.city, released.year
    names = ", ".join(f"('{one.name}')" for one in city.gatherings)
    hashed = released.store.query(f"SELECT name, sipHash64(name) FROM VALUES('name String', {names})")  # noqa: S608
    truth = reference(city, datetime.now(HELSINKI).date(), {row[0]: row[1] for row in hashed})
    report = released.report(year)
    quarters = set(dates(table_of(report, "concerns"), "quarter"))
    for id_, column, view, name in (
        ("programmes", "programme", "months", "visits"),
        ("districts", "district", "districts", "visits"),
        ("homes", "home_district", "home_districts", "visits"),
        ("outreach", "setting", "outreach_settings", "people"),
        ("concerns_by_category", "category", "concerns_by_category", "concerns"),
    ):
        sums: dict[str, int | None] = {}
        left_out: dict[str, int] = {}
        for row in truth[view]:
            if row.get("quarter") not in {None, *quarters}:
                continue  # of the first and the last month's only a part is over
            code = row[column]
            left_out[code] = left_out.get(code, 0) + (row["state"] == "suppressed")
            known = row[name]
            sums[code] = sums.get(code) if known is None else (sums.get(code) or 0) + known
        table = table_of(report, id_)
        ours = dict(zip(codes(table, column), map(number, table.cells(name)), strict=True))
        assert ours == sums, id_
        assert [number(cell) for cell in table.cells("left_out")] == [left_out[code] for code in ours], id_


def test_no_small_number_is_in_any_table(released: Released, period: Period) -> None:
    """No count of people is below the least threshold, nor below its programme's; and some are suppressed."""
    report = released.report(period)
    least = min(terms.threshold for terms in PRIVACY.values())
    counts, suppressed = 0, 0
    for table in report.tables:
        programme = next((place for place, one in enumerate(table.columns) if one.id == "programme"), None)
        for row in table.rows:
            code = getattr(row[programme], "code", "") if programme is not None else ""
            threshold = PRIVACY[Programme(code)].threshold if code else least
            for column, cell in zip(table.columns, row, strict=True):
                if column.id in OF_PEOPLE and isinstance(cell, NumberCell):
                    assert cell.value == 0 or cell.value >= threshold, (table.id, row)
                    counts += 1
                suppressed += cell == MissingCell("suppressed")
    assert counts
    assert suppressed


def test_what_is_suppressed_in_the_truth_is_in_no_cell(released: Released) -> None:
    """Each gathering whose number is withheld is a word in the list of gatherings, and part of no sum of its venue."""
    report = released.report(released.year)
    gatherings = table_of(report, "gatherings")
    published = released.store.query("SELECT gathering, visits, state FROM published.gatherings")
    state = {name: (visits, said) for name, visits, said in published}
    for code, cell in zip(codes(gatherings, "gathering"), gatherings.cells("visits"), strict=True):
        visits, said = state[code]
        assert cell == (NumberCell(visits) if said == "counted" else MissingCell(said))
    shown = sum(visits for visits, _ in state.values() if visits is not None)
    assert sum(number(cell) or 0 for cell in table_of(report, "venues").cells("visits")) == shown


def test_a_report_knows_nothing_but_what_is_published(released: Released) -> None:
    """Another city in the facts' place, not released, changes no byte."""
    before = as_json(released.report(released.year))
    store_city(released.store, random_city(3))
    try:
        assert as_json(released.report(released.year)) == before
    finally:
        store_city(released.store, released.city)


def ran(released: Released, *arguments: str) -> Result:
    environment = {"ENGAGE_CLICKHOUSE_URL": released.url, "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9"}
    return CliRunner().invoke(engage.app, ["report", *arguments], env=environment)


def test_a_report_is_written_where_it_is_wished(released: Released, tmp_path: Path) -> None:
    """A file, a folder of CSV files, or stdout; where nothing is published, it says what is."""
    month = released.month.id
    path = tmp_path / "report.xlsx"
    done = ran(released, "--month", month, "--language", "fi", "--out", str(path))
    assert (done.exit_code, done.stdout) == (0, f"{path}\n"), done.stderr
    assert path.read_bytes().startswith(b"PK")
    done = ran(released, "--month", month, "--format", "json", "--out", "-")
    assert json.loads(done.stdout)["id"] == month
    done = ran(released, "--month", month, "--format", "csv", "--out", str(tmp_path / "data"))
    assert (tmp_path / "data" / "datapackage.json").exists()
    done = ran(released, "--month", "2001-01")
    assert done.exit_code == 1
    assert "nothing of 2001-01 is published; published are" in done.stderr
    done = ran(released, "--month", month, "--out", str(path / "below-a-file"))
    assert done.exit_code == 1
    assert "name another place" in done.stderr


def test_every_month_is_left_in_a_folder_once(released: Released, tmp_path: Path) -> None:
    """The second run writes nothing, one after a file was lost that file alone; a running month has none."""
    here = ("--every-month", "--folder", str(tmp_path), "--language", "fi", "--format", "json")
    first = ran(released, *here)
    assert first.exit_code == 0, first.stderr
    files = {path: path.read_bytes() for path in tmp_path.rglob("engagement-*")}
    months = {one.day.replace(day=1) for one in released.city.gatherings}
    assert {path.parent.name for path in files} <= {f"{month:%Y-%m}" for month in months}
    assert len(files) == len({path.parent.name for path in files}) >= len(months) - 2
    stamps = {path: path.stat().st_mtime_ns for path in files}
    second = ran(released, *here)
    assert (second.exit_code, second.stdout) == (0, "")
    assert {path: path.stat().st_mtime_ns for path in files} == stamps
    lost = next(iter(files))
    lost.unlink()
    third = ran(released, *here)
    assert third.stdout == f"{lost}\n"
    assert lost.read_bytes() == files[lost]


def test_an_assistant_gets_a_printed_report_as_the_page_says(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the page, in its order, for periods of this city; the first section is the demo's own test."""
    monkeypatch.chdir(tmp_path)
    parts = sections_of((ROOT / "docs" / "how-to" / "reports.md").read_text(encoding="utf-8"))
    setup, *commands = (
        [line for block in blocks_of(part) for line in block.text.splitlines() if block.language == "sh"]
        for part in parts.values()
    )
    assert setup == ["make setup", "engage demo --days 75 --keep trial", "ENGAGE_DATA_DIR=trial engage up"]
    month = released.month
    ours = {
        "2026-10-05": month.start,
        "2026-11-01": month.end,
        "2026-10": month.id,
        "2026-Q3": f"{month.start.year}-Q{(month.start.month + 2) // 3}",
        "2026": month.start.year,
    }
    for line in (line for lines in commands for line in lines):
        program, report, *words = shlex.split(line)
        assert (program, report) == ("engage", "report")
        done = ran(released, *(str(ours.get(word, word)) for word in words))
        assert done.exit_code == 0, (line, done.stderr)
    assert Path("report.pdf").read_bytes().startswith(b"%PDF-")
    assert openpyxl.load_workbook("report.xlsx").sheetnames
    assert Path("quarter/datapackage.json").exists()
    assert json.loads(Path("year.json").read_text(encoding="utf-8"))["period"] == str(month.start.year)
    assert '<html lang="en">' in Path("weeks.html").read_text(encoding="utf-8")
    assert Path("reports", month.id, f"engagement-{month.id}-fi.html").exists()
