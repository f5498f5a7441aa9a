"""What people write in place of days, weeks and months: a file of the collection, and our own, of each kind."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.producers.dry_sheet_import import HEADINGS, Importing, a_workbook, kinds, long, remedies, told, wide


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


class TestSeasons:
    """September to May are of two years, and a sheet without years does not say so."""

    @pytest.mark.parametrize(
        "months",
        [
            "syyskuu;lokakuu;marraskuu;joulukuu;tammikuu;helmikuu",
            "joulu;tammi",
            "helmikuu;tammikuu;joulukuu;marraskuu",
            "9;10;11;12;1;2",
            "helmikuu;heinäkuu;huhtikuu",
        ],
    )
    def test_own_wide(self, importing: Importing, months: str) -> None:
        number = months.count(";") + 1
        sheet = f"Paikka;{months}\nKallio;{';'.join(map(str, range(1, number + 1)))}\n"
        done = importing(sheet, wide(period=", year = 2024"), "--json")
        assert (done.returncode, told(done)["counts"]) == (1, 0)
        assert all("period.season_starts" in remedy for remedy in remedies(done).values())
        season = importing(sheet, wide(period=", year = 2024, season_starts = 9"), "--json")
        assert (season.returncode, told(season)["counts"]) == (0, number)
        assert {period[:4] for period in told(season)["by_period"] if int(period[5:]) < 9} == {"2025"}
        same = importing(sheet, wide(period=", year = 2024, season_starts = 1"), "--json")
        assert (same.returncode, {period[:4] for period in told(same)["by_period"]}) == (0, {"2024"})

    @pytest.mark.parametrize(
        "months", ["tammikuu;helmikuu;joulukuu", "joulukuu;marraskuu;loka", "syyskuu 2024;tammikuu 2025"]
    )
    def test_own_one_way(self, importing: Importing, months: str) -> None:
        """Months that go one way are of one year; years that are written count."""
        year = "" if "20" in months else ", year = 2024"
        done = importing(
            f"Paikka;{months}\nKallio;{';'.join('1' * (months.count(';') + 1))}\n", wide(period=year), "--json"
        )
        assert done.returncode == 0

    @pytest.mark.parametrize(
        ("unit", "periods", "later"),
        [
            ("month", ("marraskuu", "joulukuu", "tammikuu"), "2025-01"),
            ("day", ("29.12.", "30.12.", "2.1."), "2025-01-02"),
            ("week", ("vko 51", "vko 52", "vko 2"), "2025-W02"),
        ],
    )
    def test_own_long(self, importing: Importing, unit: str, periods: tuple[str, ...], later: str) -> None:
        """By place; another place whose periods go one way is read."""
        sheet = f"{HEADINGS}\n" + "".join(f"Kallio;{one};5\n" for one in periods) + f"Malmi;{periods[0]};7\n"
        mapping = long(unit).replace(f'unit = "{unit}"', f'unit = "{unit}", year = 2024')
        done = importing(sheet, mapping, "--json")
        assert (done.returncode, told(done)["by_venue"], kinds(done)) == (
            1,
            {"yc:malmi": 7},
            {"periods without a year": 3},
        )
        season = importing(sheet, mapping.replace("2024", "2024, season_starts = 8"), "--json")
        assert (season.returncode, told(season)["visits"], later in told(season)["by_period"]) == (0, 22, True)

    def test_own_rows_that_came_later(self, importing: Importing) -> None:
        """A day that was written a week late is of the same year."""
        sheet = f"{HEADINGS}\nKallio;1.9.;5\nKallio;9.9.;6\nKallio;2.9.;7\n"
        done = importing(sheet, long().replace('unit = "day"', 'unit = "day", year = 2024'), "--json")
        assert (done.returncode, told(done)["visits"]) == (0, 18)


class TestFormats:
    """A format says the whole of its period."""

    @pytest.mark.parametrize(
        ("unit", "form"),
        [("day", "%m/%Y"), ("day", "%Y"), ("week", "%m/%Y"), ("week", "%Y-W%W"), ("month", "%Y")],
    )
    def test_own_too_coarse(self, importing: Importing, unit: str, form: str) -> None:
        mapping = long(unit).replace(f'unit = "{unit}"', f'unit = "{unit}", formats = ["{form}"]')
        done = importing(f"{HEADINGS}\nKallio;09/2026;5\n", mapping)
        assert (done.returncode, f"does not say which {unit}" in done.stderr) == (2, True)

    @pytest.mark.parametrize(
        ("unit", "form", "written", "period"),
        [
            ("day", "%d/%m", "3/9", "2024-09-03"),
            ("day", "%d/%m", "29/2", "2024-02-29"),
            ("month", "%m.", "9.", "2024-09"),
            ("day", "%d/%m/%Y", "3/9/2024", "2024-09-03"),
            ("week", "%G/%V/%u", "2024/36/1", "2024-W36"),
        ],
    )
    def test_own(self, importing: Importing, unit: str, form: str, written: str, period: str) -> None:
        """Without a year it takes the mapping's, of which 29 February may be a day."""
        mapping = long(unit).replace(f'unit = "{unit}"', f'unit = "{unit}", year = 2024, formats = ["{form}"]')
        done = importing(f"{HEADINGS}\nKallio;{written};5\n", mapping, "--json")
        assert (done.returncode, told(done)["by_period"]) == (0, {period: 5})
        without = importing(f"{HEADINGS}\nKallio;{written};5\n", mapping.replace("year = 2024, ", ""))
        assert without.returncode == (0 if "Y" in form or "G" in form else 2)


class TestMonthsThatCouldBeTwo:
    """Refused, with what to write."""

    @pytest.mark.parametrize(
        ("written", "hint"),
        [
            ("Oct 12", "2012-10"),
            ("okt12", "2012-10"),
            ("lokakuu 26", "2026-10"),
            ("mar 2026", "marraskuu"),
            ("mar", "marraskuu"),
            ("2026 mar", "marraskuu"),
            ("vko 12\u201313", "not a month"),
        ],
    )
    def test_own(self, importing: Importing, written: str, hint: str) -> None:
        done = importing(f"{HEADINGS}\nKallio;{written};5\n", long("month"), "--json")
        assert (done.returncode, told(done)["counts"]) == (1, 0)
        assert hint in remedies(done)[written] or "two weeks" in remedies(done)[written]

    @pytest.mark.parametrize(
        ("written", "period"),
        [("Oct-12", "2012-10"), ("Mar-26", "2026-03"), ("mars 2026", "2026-03"), ("okt '12", "2012-10")],
    )
    def test_own_understood(self, importing: Importing, written: str, period: str) -> None:
        """Excel's own way of showing months, and what nobody reads as a day."""
        done = importing(f"{HEADINGS}\nKallio;{written};5\n", long("month"), "--json")
        assert (done.returncode, told(done)["by_period"]) == (0, {period: 5})

    @pytest.mark.parametrize("written", ["vko 12\u201313", "vko 12-13/2026", "vk 12 - vk 13", "2026 vko 12+13"])
    def test_own_weeks(self, importing: Importing, written: str) -> None:
        done = importing(f"{HEADINGS}\nKallio;{written};5\n", long("week"), "--json")
        assert (done.returncode, "write a row for each" in remedies(done)[written]) == (1, True)


def test_dates_that_a_spreadsheet_half_read_are_refused(importing: Importing) -> None:
    """Beside 13/09/2026 as text, 9 January was likely 1 September."""
    sheet = a_workbook(
        ["Paikka", "Päivä", "Kävijät"],
        ["Kallio", datetime(2026, 1, 9), 5],  # noqa: DTZ001  as a worksheet has it
        ["Kallio", "13/09/2026", 6],
    )
    mapping = long().replace('unit = "day"', 'unit = "day", formats = ["%d/%m/%Y"]')
    done = importing(sheet, mapping, "--json")
    assert (done.returncode, told(done)["by_period"]) == (1, {"2026-09-13": 6})
    assert "13/09/2026" in remedies(done)["2026-01-09"]
