"""What people write in the cells of counts: a file of the collection beside the checkout, and our own, of each kind."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.producers.dry_sheet_import import HEADINGS, Importing, a_workbook, kinds, long, remedies, told


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

    def test_collected_thousands_alone(self, cases: Path, importing: Importing) -> None:
        done = importing(cases / "s03b_uk_thousands_mixed.csv", cases / "long.toml", "--json")
        assert (done.returncode, told(done)["counts"], set(remedies(done))) == (1, 0, {"1,000", "1,234"})
        text = (cases / "long.toml").read_text(encoding="utf-8")
        right = importing(cases / "s03b_uk_thousands_mixed.csv", text + '[numbers]\nthousands = ","\n', "--json")
        assert (right.returncode, told(right)["visits"]) == (0, 2_234)

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
            ("1O", "a letter in place of a digit; write 10"),
            ("l2", "write 12"),
            ("O", "write 0"),
            ("34*", "footnote"),
            ("34\u00b9", "footnote"),
            ("34 1)", "footnote"),
            ("34 a)", "footnote"),
            ("'34", "remove it, and write 34"),
            ("n. 40", "a number is wanted"),
            ("12-15", "a number is wanted"),
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


class TestNumbersOfASpreadsheet:
    """What Excel makes of a number is told."""

    @pytest.mark.parametrize(
        ("value", "hint"),
        [
            (datetime(1900, 2, 14), "as a number it is 45"),  # noqa: DTZ001  as a worksheet has it
            (datetime(1902, 6, 18), "as a number it is 900"),  # noqa: DTZ001
            (datetime(2026, 12, 15), "made the day 2026-12-15 of what was typed"),  # noqa: DTZ001
            (time(0, 0), "formatted as a time"),
            ("'34", "write 34"),
            (-3, "never below 0"),
        ],
    )
    def test_own(self, importing: Importing, value: Any, hint: str) -> None:
        done = importing(a_workbook(["Paikka", "Päivä", "Kävijät"], ["Kallio", "1.9.2026", value]), long(), "--json")
        assert (done.returncode, told(done)["counts"]) == (1, 0)
        assert hint in next(iter(remedies(done).values()))

    def test_own_footnotes(self, importing: Importing) -> None:
        """A raised 1 is no digit of the count, and none of the name."""
        from openpyxl.cell.rich_text import CellRichText, TextBlock
        from openpyxl.cell.text import InlineFont

        raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
        workbook = openpyxl.Workbook()
        for row in (
            ["Paikka", "Päivä", "Kävijät"],
            [CellRichText("Kallio", raised), "1.9.2026", CellRichText("34", raised)],
            [CellRichText("Kallio", raised), "2.9.2026", 7],
            ["Kallio\u00b9", "3.9.2026", 8],
        ):
            workbook.worksheets[0].append(row)
        done = importing(workbook, long(), "--json")
        assert (done.returncode, told(done)["by_venue"], kinds(done)) == (1, {"yc:kallio": 15}, {"not a count": 1})
        assert "write '34' alone" in remedies(done)["341"]

    def test_own_crossed_out(self, importing: Importing) -> None:
        """Who reads the sheet sees that it does not hold."""
        from openpyxl.styles import Font

        rows: list[list[Any]] = [["Paikka", "Päivä", "Kävijät"], ["Kallio", "1.9.2026", 5], ["Kallio", "2.9.2026", 500]]
        workbook = a_workbook(*rows)
        workbook.worksheets[0].cell(3, 3).font = Font(strike=True)
        done = importing(workbook, long(), "--json")
        assert (done.returncode, told(done)["visits"], kinds(done)) == (1, 5, {"crossed out": 1})
