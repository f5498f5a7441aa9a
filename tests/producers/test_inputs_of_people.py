"""Inputs that people of this trade really have: a file of the collection beside the checkout, and our own, of each."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import openpyxl
import pytest

from tests.pipeline import engage_here

Importing = Callable[..., CompletedProcess[str]]

LONG = """
programme = "youth-centre"
source = "sheet:own"
layout = "long"
columns = {{ venue = "Paikka", period = "Päivä", visits = "Kävijät" }}
period = {{ unit = "{unit}" }}
venues = {{ prefix = "yc:" {venues} }}
{more}
"""
WIDE = """
programme = "regional-event"
source = "sheet:own"
layout = "wide"
columns = { venue = "Library", ignore = ["total"] }
period = { unit = "month" }
venues = { prefix = "library:", ignore = ["summa"] }
"""
HEADINGS = "Paikka;Päivä;Kävijät"


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of small inputs beside the checkout; tests skip where it is absent."""
    folder = Path(__file__).parents[3] / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip(f"the inputs of people are absent: {folder}")
    return folder


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


def long(unit: str = "day", venues: str = "", more: str = "") -> str:
    return LONG.format(unit=unit, venues=f", {venues}" if venues else "", more=more)


def told(done: CompletedProcess[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def remedies(done: CompletedProcess[str]) -> dict[str, str]:
    return {cell["value"]: cell["remedy"] for cell in told(done)["refused"]}


def a_workbook(*rows: list[Any]) -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    return workbook


def declared(cases: Path, name: str, more: str) -> str:
    return (cases / name).read_text(encoding="utf-8").replace("[numbers]", "[unused]").split("[unused]")[0] + more


class TestThousands:
    """`1,000` is a thousand to some and one to others."""

    @pytest.mark.parametrize("mapping", ["long.toml", "long_point.toml"])
    def test_collected(self, cases: Path, importing: Importing, mapping: str) -> None:
        done = importing(cases / "s03_uk_thousands.csv", cases / mapping, "--json")
        assert (done.returncode, told(done)["visits"]) == (1, 950)
        assert all('numbers.thousands = ","' in remedy for remedy in remedies(done).values())
        text = (cases / "long.toml").read_text(encoding="utf-8")
        right = importing(cases / "s03_uk_thousands.csv", text + '[numbers]\nthousands = ","\n', "--json")
        assert (right.returncode, told(right)["visits"]) == (0, 13_950)

    def test_collected_spaces(self, cases: Path, importing: Importing) -> None:
        done = importing(cases / "s03d_nbsp.csv", cases / "long.toml", "--json")
        assert (done.returncode, told(done)["visits"], list(remedies(done))) == (1, 14_579, ["1'234"])

    @pytest.mark.parametrize(
        ("written", "sign", "visits"),
        [("2.500", ".", 2500), ("2,500", ",", 2500), ("2\u2019500", "'", 2500), ("1.234.567", ".", None)],
    )
    def test_own(self, importing: Importing, written: str, sign: str, visits: int | None) -> None:
        sheet = f"{HEADINGS}\nKallio;1.9.2026;{written}\nMalmi;1.9.2026;3\u2007000\n"
        done = importing(sheet, long(), "--json")
        assert (done.returncode, told(done)["visits"]) == (1, 3000)
        assert f'numbers.thousands = "{sign}"' in remedies(done)[written]
        right = importing(sheet, long(more=f'numbers = {{ thousands = "{sign}" }}'), "--json")
        assert told(right)["visits"] == 3000 + (visits or 0)

    def test_own_decimals(self, importing: Importing) -> None:
        """Who exports decimals says so; one sign cannot mean both."""
        decimals = importing(
            f"{HEADINGS}\nKallio;1.9.2026;2,000\n", long(more='numbers = { thousands = "" }'), "--json"
        )
        assert (decimals.returncode, told(decimals)["visits"]) == (0, 2)
        both = long(more='numbers = { thousands = ".", decimal = "." }')
        assert importing(f"{HEADINGS}\n", both).returncode == 2


class TestNumbersInPlaceOfMonths:
    """The number 2026.10 is the number 2026.1."""

    @pytest.mark.parametrize(
        ("sheet", "mapping"), [("x01_float_month.xlsx", "month.toml"), ("x01w_float_month_wide.xlsx", "wide.toml")]
    )
    def test_collected(self, cases: Path, importing: Importing, sheet: str, mapping: str) -> None:
        done = importing(cases / sheet, cases / mapping, "--json")
        assert (done.returncode, told(done)["counts"]) == (1, 0)
        assert "write 2026-10 for October or 2026-01 for January" in remedies(done)["2026.1"]

    @pytest.mark.parametrize("written", ["2026.1", "2026,1", "2026.2"])
    def test_own(self, importing: Importing, written: str) -> None:
        done = importing(f"{HEADINGS}\nKallio;{written};7\nKallio;2026-03;8\n", long("month"), "--json")
        assert (done.returncode, told(done)["by_period"]) == (1, {"2026-03": 8})
        assert "write 2026-" in remedies(done)[written]

    def test_own_workbook(self, importing: Importing) -> None:
        sheet = a_workbook(
            ["Paikka", "Päivä", "Kävijät"], ["Kallio", 2026.1, 7], ["Malmi", 46296, 7], ["Itis", 202610, 7]
        )
        done = importing(sheet, long("month"), "--json")
        assert (done.returncode, told(done)["counts"], len(remedies(done))) == (1, 0, 3)
        assert "2026-10-01" in remedies(done)["46296"]


class TestRowsOfOnePlaceAndDay:
    """Several events of a library on one day are no contradiction, and equal numbers no repeat."""

    def test_collected(self, cases: Path, importing: Importing) -> None:
        mapping = (cases / "long.toml").read_text(encoding="utf-8")
        done = importing(cases / "s11b.csv", mapping, "--json")
        assert (done.returncode, told(done)["counts"]) == (1, 0)
        assert all("rows.sum = true" in remedy for remedy in remedies(done).values())
        for rows in ("sum = true", 'distinct = ["Ryhmä"]'):
            right = importing(cases / "s11b.csv", f"{mapping}\n[rows]\n{rows}\n", "--json")
            assert (right.returncode, told(right)["visits"], told(right)["added"]) == (0, 24, 1)
        barnet = (cases / "barnet_raw.toml").read_text(encoding="utf-8") + "\n[rows]\nsum = true\n"
        sheet = "Library name,Event,Event date,Attendees\nChipping,Story,2026-09-01,9\nChipping,Rhyme,2026-09-01,9\n"
        assert told(importing(sheet, barnet, "--json"))["by_venue"] == {"barnetraw:chipping": 18}

    def test_own(self, importing: Importing) -> None:
        """Equal rows are a repeat; rows equal in what makes them distinct contradict each other."""
        sheet = "Paikka;Päivä;Kävijät;Klo;Huom\n" + "".join(
            f"Kallio;1.9.2026;{row}\n" for row in ("5;10;a", "5;12;a", "5;12;a", "6;14;b")
        )
        summed = told(importing(sheet, long(more="rows = { sum = true }"), "--json"))
        assert (summed["visits"], summed["repeated"], summed["added"]) == (16, 1, 2)
        distinct = long(more='rows = { distinct = ["Klo"] }')
        assert told(importing(sheet, distinct, "--json"))["visits"] == 16
        wrong = importing(sheet + "Kallio;1.9.2026;9;14;b\n", distinct, "--json")
        assert (wrong.returncode, told(wrong)["counts"]) == (1, 0)
        assert "equal in Klo and say 6 and 9" in remedies(wrong)["9"]
        unread = importing(sheet + "Kallio;1.9.2026;n. 9;16;b\n", distinct, "--json")
        assert (unread.returncode, told(unread)["counts"]) == (1, 0), "a sum without one of its rows is not known"


class TestTotals:
    """The row of sums is no place."""

    def test_collected(self, cases: Path, importing: Importing) -> None:
        done = importing(cases / "s06_totals.csv", cases / "s06.toml", "--json")
        assert (done.returncode, told(done)["visits"]) == (0, 330)

    @pytest.mark.parametrize("name", ["SUMMA", "Summa:", " summa ", "Sümma"])
    def test_own_ignored(self, importing: Importing, name: str) -> None:
        done = importing(f"Library,2026-01,Total\nCity,5,5\nEast,7,7\n{name},12,12\n", WIDE, "--json")
        assert (done.returncode, told(done)["visits"]) == (0, 12)

    @pytest.mark.parametrize(
        "name",
        ["Yhteensä", "YHT.", "Total", "Sammanlagt", "Kaikki yhteensä", "Grand total", "Koko kaupunki", "Kirjastot"],
    )
    def test_own_named(self, importing: Importing, name: str) -> None:
        """By its name, or because it equals the sum of the rows above; a place with an id of its own is one."""
        wide = f"Library,2026-01,2026-02\nCity,5,\nEast,7,8\n{name},12,8\n"
        done = importing(wide, WIDE, "--json")
        assert (done.returncode, told(done)["visits"]) == (1, 20)
        assert told(done)["refused_by_kind"] == {"a likely total": 1}
        sheet = f"{HEADINGS}\nCity;1.9.2026;5\nEast;1.9.2026;7\n{name};1.9.2026;12\n"
        assert told(importing(sheet, long(), "--json"))["visits"] == 12
        kept = importing(sheet, long(venues=f'ids = {{ "{name}" = "yc:own" }}'), "--json")
        assert (kept.returncode, told(kept)["visits"]) == (0, 24)


class TestUnits:
    """A month's total is a total of a month, a week's of a week."""

    def test_collected_months(self, cases: Path, importing: Importing) -> None:
        sheet = "Library name,Count start,Visits\nCity,2026-09-01,300\n"
        done = importing(sheet, cases / "newcastle.toml", "--json")
        assert told(done)["by_period"] == {"2026-09": 300}

    def test_collected_weeks(self, cases: Path, importing: Importing) -> None:
        mapping = (cases / "plymouth.toml").read_text(encoding="utf-8").replace('"day"', '"week"')
        sheet = "Library name,Count start,Visits\nCentral,2026-09-07,300\nCentral,2026-09-09,4\n"
        done = importing(sheet, mapping, "--json")
        assert (done.returncode, told(done)["by_period"]) == (1, {"2026-W37": 300})
        assert "write 2026-W37" in remedies(done)["2026-09-09"]

    @pytest.mark.parametrize(
        "written",
        ["2026-W01", "1/2026", "vk 1/2026", "Vecka 1 2026", "week 1, 2026", "29.12.2025", "29.12.2025-4.1.2026"],
    )
    def test_own_weeks(self, importing: Importing, written: str) -> None:
        done = importing(f'{HEADINGS}\nKallio;"{written}";7\n', long("week"), "--json")
        assert (done.returncode, told(done)["by_period"]) == (0, {"2026-W01": 7})


class TestALibrarysOwnSheet:
    """No column of places, months in words, the year in the file's name."""

    def test_collected(self, cases: Path, importing: Importing) -> None:
        mapping = (cases / "aless.toml").read_text(encoding="utf-8")
        sheet = "Mese;Ingressi\nGennaio;10\nFebbraio;20\n"
        missing = importing(sheet, mapping)
        assert (missing.returncode, 'venues.fixed = "alx:main"' in missing.stderr) == (2, True)
        mapping = mapping.replace("[venues]", '[venues]\nfixed = "alx:civica"')
        mapping = mapping.replace('unit = "month"', 'unit = "month"\nyear = 2026\nlanguages = ["it"]')
        done = importing(sheet, mapping, "--json")
        assert told(done)["by_period"] == {"2026-01": 10, "2026-02": 20}
        assert told(done)["by_venue"] == {"alx:civica": 30}

    @pytest.mark.parametrize("written", ["lokakuu", "LOKAKUU", "lokak.", "Oktober", "okt", "Oct.", "10", "lokakuussa"])
    def test_own(self, importing: Importing, written: str) -> None:
        mapping = (
            'programme = "regional-event"\nsource = "sheet:own"\nlayout = "long"\n'
            'columns = { period = "Kuukausi", visits = "Kävijät" }\nperiod = { unit = "month", year = 2025 }\n'
            'venues = { fixed = "library:main", ignore = ["Yhteensä"] }\n'
        )
        done = importing(f"Kuukausi;Kävijät\n{written};12\nYHTEENSÄ;12\n", mapping, "--json")
        assert (done.returncode, told(done)["by_period"]) == (0, {"2025-10": 12})
        other = importing("Kuukausi;Kävijät\nlokakuu 2024;12\n", mapping, "--json")
        assert (other.returncode, "not in 2025" in remedies(other)["lokakuu 2024"]) == (1, True)


class TestEncodings:
    """Töölö never becomes t-l."""

    @pytest.mark.parametrize(
        ("sheet", "mapping", "encoding", "venue"),
        [
            ("s02_cp850.csv", "s02.toml", "cp850", "yc:toolo"),
            ("s02b_cp850_a.csv", "s02.toml", "cp850", "yc:itakeskus"),
            ("s01_macroman_cr.csv", "long.toml", "mac-roman", "yc:itakeskus"),
            ("s08b_utf16le_nobom.csv", "long.toml", "utf-16-le", "yc:itakeskus"),
        ],
    )
    def test_collected(
        self, cases: Path, importing: Importing, sheet: str, mapping: str, encoding: str, venue: str
    ) -> None:
        refused = importing(cases / sheet, cases / mapping)
        assert (refused.returncode, f'file.encoding = "{encoding}"' in refused.stderr) == (1, True)
        text = (cases / mapping).read_text(encoding="utf-8") + f'\n[file]\nencoding = "{encoding}"\n'
        assert venue in told(importing(cases / sheet, text, "--json"))["by_venue"]

    @pytest.mark.parametrize("encoding", ["cp850", "mac-roman", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("name", ["Ähtäri", "Ala-Tikkurilan Yökerho", "Åggelby", "Öljymäki"])
    def test_own(self, importing: Importing, encoding: str, name: str) -> None:
        refused = importing(f"{HEADINGS}\n{name};1.9.2026;5\n".encode(encoding), long())
        assert (refused.returncode, f'"{encoding}"' in refused.stderr) == (1, True)

    @pytest.mark.parametrize(
        ("wrong", "right"), [("cp1252", "utf-8"), ("cp1252", "cp850"), ("latin-1", "mac-roman"), ("cp850", "cp1252")]
    )
    def test_own_names_that_were_read_wrongly_before(self, importing: Importing, wrong: str, right: str) -> None:
        """The file is in UTF-8 by now; its names are not what they were."""
        name = "Töölö".encode(right).decode(wrong)
        done = importing(f"{HEADINGS}\n{name};1.9.2026;5\nMalmi;1.9.2026;3\n", long(), "--json")
        assert (done.returncode, told(done)["visits"]) == (1, 3)
        assert told(done)["refused_by_kind"] == {"a wrong encoding": 1}
        given = importing(
            f"{HEADINGS}\n{name};1.9.2026;5\n", long(venues=f'ids = {{ "{name}" = "yc:toolo" }}'), "--json"
        )
        assert given.returncode == 0 or not name.isprintable()


class TestDates:
    """Understood, or refused with what to write."""

    @pytest.mark.parametrize(
        ("sheet", "mapping", "code", "counts"),
        [
            ("s04_dates.csv", "long.toml", 1, 5),
            ("s04m_months.csv", "month.toml", 1, 5),
            ("s13_finnish_datetime.csv", "long.toml", 0, 4),
            ("s04y_two_digit_year.csv", "long.toml", 1, 1),
            ("s04y_two_digit_year.csv", "day_fmt_yy.toml", 0, 2),
        ],
    )
    def test_collected(
        self, cases: Path, importing: Importing, sheet: str, mapping: str, code: int, counts: int
    ) -> None:
        done = importing(cases / sheet, cases / mapping, "--json")
        assert (done.returncode, told(done)["counts"]) == (code, counts)
        for remedy in remedies(done).values():
            assert any(word in remedy for word in ("write", "Write", "correct", "rows.sum")), remedy

    @pytest.mark.parametrize(
        ("written", "hint"),
        [
            ("46266", "2026-09-01"),
            ("1.9.26", "1.9.2026"),
            ("9/1/2026", "%m/%d/%Y"),
            ("2026-W36", 'period.unit = "week"'),
            ("1.9.", "period.year"),
            ("ma 1.9.2026", "Tuesday"),
            ("1.9.2026 18:30", "period.formats"),
            ("1.-2.9.2026", "two days"),
            ("31.9.2026", "no such day"),
        ],
    )
    def test_own(self, importing: Importing, written: str, hint: str) -> None:
        done = importing(f"{HEADINGS}\nKallio;{written};5\n", long(), "--json")
        assert (done.returncode, hint in remedies(done)[written]) == (1, True)

    @pytest.mark.parametrize(
        "written",
        [
            *("1.9.2026 klo 0.00", "ti 1.9.2026", "tisdag 1 september 2026", "den 1 september 2026"),
            *("1. syyskuuta 2026", "Sep 1, 2026", "1st September 2026"),
            *("2026-08-31T21:00:00Z", "20260901", "2026/9/1"),
        ],
    )
    def test_own_understood(self, importing: Importing, written: str) -> None:
        done = importing(f'{HEADINGS}\nKallio;"{written}";5\n', long(), "--json")
        assert (done.returncode, told(done)["by_period"]) == (0, {"2026-09-01": 5})


class TestWhatIsNoCount:
    """The advice fits the cell."""

    def test_collected(self, cases: Path, importing: Importing) -> None:
        done = importing(cases / "s05_negative.csv", cases / "long.toml", "--json")
        found = remedies(done)
        assert (done.returncode, told(done)["counts"], len(found)) == (1, 1, 10)
        assert 'numbers.not_recorded = ["-"]' in found["-"]
        assert "a number is wanted" in found["n. 40"]
        assert "a number is wanted" in found["20-30"]
        assert "never below 0" in found["-3"]

    @pytest.mark.parametrize(
        ("written", "hint"),
        [
            ("\u2013", 'not_recorded = ["\u2013"]'),
            ("..", 'not_recorded = [".."]'),
            ("ei laskettu", 'not_recorded = ["ei laskettu"]'),
            ("noin 40", "a number is wanted"),
            ("40-50", "a number is wanted"),
            ("\u22125", "never below 0"),
            ("12 %", "share"),
            ("#DIV/0!", "formula"),
        ],
    )
    def test_own(self, importing: Importing, written: str, hint: str) -> None:
        done = importing(f"{HEADINGS}\nKallio;1.9.2026;{written}\n", long(), "--json")
        assert (done.returncode, hint in remedies(done)[written]) == (1, True), remedies(done)

    def test_own_not_recorded(self, importing: Importing) -> None:
        """Any dash and any case, once the mapping says so."""
        mapping = long(more='numbers = { not_recorded = ["-", "suljettu"] }')
        done = importing(f"{HEADINGS}\nKallio;1.9.2026;\u2013\nMalmi;1.9.2026;Suljettu\n", mapping, "--json")
        assert (done.returncode, told(done)["not_recorded"]) == (0, 2)


class TestWhatIsHidden:
    """Nothing hidden is counted silently."""

    def test_collected(self, cases: Path, importing: Importing) -> None:
        done = importing(cases / "x02_real_life.xlsx", cases / "x02.toml", "--json")
        assert (done.returncode, told(done)["visits"]) == (1, 130)
        assert told(done)["left_out"] == ["hidden row 9", "hidden sheet 'Piilotettu'"]

    def test_own(self, importing: Importing) -> None:
        """Rows, columns and sheets; by the mapping they are read."""
        workbook = a_workbook(
            ["Paikka", "Päivä", "Huom", "Kävijät"], ["Itis", "1.9.2026", "a", 5], ["Malmi", "1.9.2026", "", 9]
        )
        workbook.worksheets[0].row_dimensions[3].hidden = True
        workbook.worksheets[0].column_dimensions["C"].hidden = True
        workbook.create_sheet("Vanha").sheet_state = "veryHidden"
        done = importing(workbook, long(), "--json")
        assert (done.returncode, told(done)["visits"]) == (0, 5)
        assert told(done)["left_out"] == ["hidden row 3", "hidden column C Huom", "hidden sheet 'Vanha'"]
        assert "hidden row 3" in importing(workbook, long()).stdout
        read = importing(workbook, long(more="file = { read_hidden = true }"), "--json")
        assert (read.returncode, told(read)["visits"]) == (0, 14)
        workbook.worksheets[0].column_dimensions["D"].hidden = True
        wanted = importing(workbook, long())
        assert (wanted.returncode, "file.read_hidden = true" in wanted.stderr) == (1, True)

    def test_own_merged_and_percent(self, importing: Importing) -> None:
        """A merged name is that of all its rows; a merged count of none; 100 % is not 1."""
        workbook = a_workbook(["Paikka", "Päivä", "Kävijät"], *(["Itis", f"{day}.9.2026", day] for day in (1, 2, 3, 4)))
        sheet = workbook.worksheets[0]
        sheet.merge_cells("A2:A5")
        sheet.merge_cells("C3:C4")
        sheet.cell(5, 3).number_format = "0%"
        done = importing(workbook, long(), "--json")
        assert told(done)["by_period"] == {"2026-09-01": 1, "2026-09-02": 2}
        assert {cell["kind"] for cell in told(done)["refused"]} == {"a merged cell", "not a count"}


class TestOtherFiles:
    """A file is told for what it is."""

    @pytest.mark.parametrize(("sheet", "what"), [("f01.ods", "an ODS file"), ("f02_html.xls", "an HTML page")])
    def test_collected(self, cases: Path, importing: Importing, sheet: str, what: str) -> None:
        done = importing(cases / sheet, cases / "long.toml")
        assert (done.returncode, what in done.stderr, "save it as .xlsx or .csv" in done.stderr) == (1, True, True)

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"\xef\xbb\xbf\r\n<TABLE><tr><td>Paikka", "HTML"),
            (b"%PDF-1.7", "PDF"),
            (b'{"a": 1}', "JSON"),
            (b"\x1f\x8b\x08", "gzip"),
            (
                b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
                "Excel file of 2003",
            ),
        ],
    )
    def test_own(self, importing: Importing, content: bytes, what: str) -> None:
        done = importing(content, long())
        assert (done.returncode, what in done.stderr) == (1, True)

    @pytest.mark.parametrize(
        ("part", "what"), [("word/document.xml", "Word"), ("xl/workbook.bin", ".xlsb"), ("a", "ZIP")]
    )
    def test_own_packed(self, importing: Importing, part: str, what: str) -> None:
        import zipfile

        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(part, b"")
        done = importing(packed.getvalue(), long())
        assert (done.returncode, what in done.stderr) == (1, True)


class TestLinkedEvents:
    """`engage import linked-events`; kinds of our own are in test_linked_events.py."""

    @pytest.mark.parametrize(
        ("file", "code", "said"),
        [
            ("le02_error.json", 1, "Not found."),
            ("le03_html.json", 1, "an HTML page"),
            ("le04_empty.json", 0, ""),
            ("le05_kerran_next.json", 1, "299 more events"),
            ("le06_last_day.json", 0, ""),
            ("le07_series.json", 0, ""),
        ],
    )
    def test_collected(self, cases: Path, file: str, code: int, said: str) -> None:
        done = engage_here({}, "import", "linked-events", str(cases / file), "--dry-run", "--json")
        assert (done.returncode, said in done.stderr) == (code, True)

    def test_collected_ends(self, cases: Path) -> None:
        done = engage_here({}, "import", "linked-events", str(cases / "le06_last_day.json"), "--dry-run", "--json")
        assert {event["data"]["ends"] for event in told(done)["would_emit"]} == {"2026-11-27T22:00:00.000+00:00"}
        done = engage_here({}, "import", "linked-events", str(cases / "le01.json"), "--dry-run", "--json")
        ends = {event["subject"].rpartition(":")[2]: event["data"].get("ends") for event in told(done)["would_emit"]}
        assert ends["fair-three-days"] == "2026-12-06T22:00:00.000+00:00"
        assert (done.returncode, told(done)["deleted"], told(done)["series"]) == (1, 1, 1)

    def test_collected_series(self, cases: Path) -> None:
        done = engage_here({}, "import", "linked-events", str(cases / "le07_series.json"), "--dry-run", "--json")
        assert (told(done)["gatherings"], told(done)["series"]) == (2, 1)


EVENT = (
    '{{"specversion": "1.0", "id": "{id}", "source": "tablet:a", '
    '"type": "fi.hel.engagement.youth-centre.gathering-scheduled.v1", "subject": "youth-centre:own:1", '
    '"time": "{time}", "data": {{"name": {{"fi": "{name}"}}, "starts": "2026-09-20T16:00:00+03:00"}}}}'
)


def event(id_: str = "1", name: str = "Töölön ilta", time: str = "2026-09-19T08:00:00Z") -> str:
    return EVENT.format(id=id_, name=name, time=time)


class TestEventFiles:
    """`engage emit file`: the line is refused, the encoding named, the rest sent."""

    @pytest.mark.parametrize(
        ("file", "code", "valid", "said"),
        [
            ("e01_latin1.jsonl", 1, 0, "likely in Latin-1"),
            ("e02_utf16.jsonl", 1, 0, "UTF-16"),
            ("e03_crlf_bom.jsonl", 0, 2, ""),
            ("e03b_cr.jsonl", 0, 2, ""),
            ("e04_naive_time.jsonl", 1, 0, "no offset from UTC"),
        ],
    )
    def test_collected(self, cases: Path, file: str, code: int, valid: int, said: str) -> None:
        """These are plans, which may be of any age."""
        done = engage_here({}, "emit", "file", str(cases / file), "--dry-run")
        assert (done.returncode, done.stdout.startswith(f"{valid} valid"), said in done.stdout) == (code, True, True)

    @pytest.mark.parametrize(
        ("encoding", "said"),
        [("cp1252", "Latin-1"), ("latin-1", "Latin-1"), ("cp850", "cp850"), ("mac-roman", "Mac Roman")],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_own_lines(self, tmp_path: Path, encoding: str, said: str, end: str) -> None:
        file = tmp_path / "events.jsonl"
        lines = [event("1").encode(), event("2").encode(encoding), event("3", "Malmi").encode()]
        file.write_bytes(end.encode().join(lines))
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert (done.returncode, done.stdout.startswith("2 valid, 1 refused"), said in done.stdout) == (1, True, True)
        assert "line 2" in done.stdout

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_own_wide_characters(self, tmp_path: Path, encoding: str) -> None:
        file = tmp_path / "events.jsonl"
        file.write_bytes(f"{event('1')}\n{event('2')}\n".encode(encoding))
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert (done.returncode, "the file is in UTF-16" in done.stdout) == (1, True)

    def test_own_array(self, tmp_path: Path) -> None:
        """In an array too, the event alone; and letters that are lost already."""
        file = tmp_path / "events.json"
        file.write_bytes(b"[" + event("1").encode("cp1252") + b",\n" + event("2").encode() + b"]")
        assert engage_here({}, "emit", "file", str(file), "--dry-run").stdout.startswith("1 valid, 1 refused")
        file.write_text(event("1", "T\ufffd\ufffdl\ufffd"), encoding="utf-8")
        assert "U+FFFD" in engage_here({}, "emit", "file", str(file), "--dry-run").stdout

    @pytest.mark.parametrize(
        ("time", "said"),
        [
            ("2026-09-19T08:00:00", "+03:00 in summer"),
            ("2026-09-19T24:00:00Z", "midnight is 00:00"),
            ("2026-09-19T08:00:60Z", "seconds go from 00 to 59"),
            ("2026-09-31T08:00:00Z", "there is no such day"),
            ("19.9.2026", "RFC 3339"),
        ],
    )
    def test_own_times(self, tmp_path: Path, time: str, said: str) -> None:
        file = tmp_path / "events.jsonl"
        file.write_text(f"{event('1', time=time)}\n{event('2')}\n", encoding="utf-8")
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert (done.returncode, done.stdout.startswith("1 valid, 1 refused"), said in done.stdout) == (1, True, True)

    def test_own_ids(self, tmp_path: Path) -> None:
        """No regular expression answers a wrong id."""
        file = tmp_path / "events.jsonl"
        file.write_text(event("ilta 1"), encoding="utf-8")
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert ("without spaces" in done.stdout, "pattern" in done.stdout) == (True, False)


NOW = datetime.now(UTC)


def check_in(number: int, days_ago: float, gathering: str = "youth-centre:own:1") -> str:
    return json.dumps(
        {
            "specversion": "1.0",
            "id": str(number),
            "source": "tablet:a",
            "type": "fi.hel.engagement.youth-centre.check-in.v1",
            "subject": gathering,
            "time": (NOW - timedelta(days=days_ago)).isoformat(),
            "data": {"direction": "entry"},
        }
    )


def shifted(file: Path, newest: datetime) -> str:
    """The events of a file, moved so that the newest is at that time."""
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    by = newest - max(datetime.fromisoformat(one["time"]) for one in events)
    return "\n".join(
        json.dumps(one | {"time": (datetime.fromisoformat(one["time"]) + by).isoformat()}) for one in events
    )


class TestTimesOfAGathering:
    """One id for all season, and a clock that is slow, are told where a file is emitted."""

    @pytest.mark.parametrize(
        ("file", "days_ago", "said"),
        [
            ("c08_season_long_a.jsonl", 82.5, "Use an id for each day, e.g. youth-centre:kallio:"),
            ("c10_season_a.jsonl", 82.5, "are refused, though Kafka takes"),
            ("c09_slow_clock.jsonl", 1, "line 61 lies 10 days from the middle of its 61 events"),
            ("c08_season_long_b.jsonl", 1, ""),
            ("c01_exit_without_entry.jsonl", 1, ""),
            ("c06_dst.jsonl", 1, ""),
        ],
    )
    def test_collected(self, cases: Path, tmp_path: Path, file: str, days_ago: float, said: str) -> None:
        (tmp_path / "events.jsonl").write_text(shifted(cases / file, NOW - timedelta(days=days_ago)))
        done = engage_here({}, "emit", "file", str(tmp_path / "events.jsonl"), "--dry-run")
        assert (done.returncode, said in done.stderr, bool(done.stderr)) == (0, True, bool(said))

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            ([82] + [1] * 5, "is open for 83 days"),
            ([1] * 20 + [11], "line 21 lies 10 days"),
            ([12] * 20 + [2], "line 21 lies 10 days"),
            ([1] * 20 + [1.5], ""),
            ([1, 9], ""),
        ],
    )
    def test_own(self, tmp_path: Path, days: list[float], said: str) -> None:
        events = "\n".join(check_in(number, ago) for number, ago in enumerate(days))
        (tmp_path / "events.jsonl").write_text(events)
        done = engage_here({}, "emit", "file", str(tmp_path / "events.jsonl"), "--dry-run", "--json")
        assert (done.returncode, said in " ".join(told(done)["warnings"])) == (0, True)
        assert len(told(done)["warnings"]) == bool(said)

    def test_own_too_old(self, tmp_path: Path) -> None:
        """It is refused by its line, and says nothing of the gathering's other events."""
        (tmp_path / "events.jsonl").write_text(
            "\n".join(check_in(number, ago) for number, ago in enumerate([84, 1, 1]))
        )
        done = engage_here({}, "emit", "file", str(tmp_path / "events.jsonl"), "--dry-run", "--json")
        found = told(done)
        assert (done.returncode, found["valid"], found["refused_by_reason"]) == (1, 2, {"too-late": 1})
        assert (found["refusals"][0]["place"], found["warnings"]) == ("line 1", [])


def test_a_report_begins_with_a_summary_and_goes_to_a_file_whole(tmp_path: Path, importing: Importing) -> None:
    """By kind and count, three of each; all of them on request; nothing is cut where no terminal is."""
    rows = "".join(f"Kallion ja Alppiharjun nuorisotalo;{day}.9.2026;n. {day}\n" for day in range(1, 21))
    report = tmp_path / "report.csv"
    done = importing(f"{HEADINGS}\n{rows}Malmi;yesterday;1\n", long(), "--report", str(report))
    assert done.returncode == 1
    assert "Refused: 21\n       20  not a count\n        1  not a period\n" in done.stdout
    assert done.stdout.count("a number is wanted") == 3
    assert "and 17 more" in done.stdout
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert (len(lines), lines[0]) == (22, "kind;where;value;what to do;what is wrong")
    assert importing(HEADINGS, long(), "--report", "/nowhere/report.csv").returncode == 2
