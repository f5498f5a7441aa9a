"""Rows and columns of one place and period, and rows that are no place: a file of the collection, and our own."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.sheets.formulas import uses_own_column
from producers.sheets.likely_totals import Entry, likely_totals
from producers.sheets.total_words import why_no_place
from tests.producers.dry_sheet_import import HEADINGS, WIDE, Importing, a_workbook, kinds, long, remedies, told, wide


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
        asked = importing(sheet, long(more="rows = { sum = true }"), "--json")
        assert (asked.returncode, told(asked)["counts"]) == (1, 0), "two evenings, or one written twice?"
        assert 'rows.repeats = "add"' in remedies(asked)["5"]
        for repeats, numbers in (("once", (16, 1, 2)), ("add", (21, 0, 3))):
            mapping = long(more=f'rows = {{ sum = true, repeats = "{repeats}" }}')
            summed = told(importing(sheet, mapping, "--json"))
            assert (summed["visits"], summed["repeated"], summed["added"]) == numbers
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


class TestColumnsOfOneMonth:
    """Two columns of one month are two numbers; neither is dropped."""

    @pytest.mark.parametrize(
        "headings",
        ["tammikuu;tammi;helmikuu", "1/2026;2026-01;2/2026", "tammikuu;tammikuu;helmikuu", "January;tammikuu;Feb"],
    )
    def test_own(self, importing: Importing, headings: str) -> None:
        mapping = wide(period=", year = 2026")
        done = importing(f"Paikka;{headings}\nKallio;10;20;3\nMalmi;11;21;4\n", mapping, "--json")
        assert (done.returncode, told(done)["by_period"]) == (1, {"2026-02": 7})
        assert "are both 2026-01; write the year in each" in next(iter(remedies(done).values()))

    def test_own_blocks_of_years(self, importing: Importing) -> None:
        """The next year's block repeats the months; with a line of years above, each has its own."""
        sheet = ";2024;;2025;\nPaikka;tammikuu;helmikuu;tammikuu;helmikuu\nKallio;1;2;30;40\n"
        plain = importing(sheet, wide(period=", year = 2024", more="file = { heading_line = 2 }"), "--json")
        assert (plain.returncode, told(plain)["counts"]) == (1, 0)
        grouped = importing(sheet, wide(more="file = { heading_line = 2, group_line = 1 }"), "--json")
        assert (grouped.returncode, told(grouped)["by_period"]) == (
            0,
            {"2024-01": 1, "2024-02": 2, "2025-01": 30, "2025-02": 40},
        )


class TestTotalsAmongParts:
    """Rows that are added hold no row of their sum."""

    @pytest.mark.parametrize("name", ["yhteensä", "Kaikki", "KAIKKI IKÄRYHMÄT", "Totalt", "Total (all)", "porukka"])
    @pytest.mark.parametrize("rows", ["sum = true", 'distinct = ["Ikä"]'])
    def test_own(self, importing: Importing, name: str, rows: str) -> None:
        sheet = "Paikka;Päivä;Ikä;Kävijät\n" + "".join(
            f"Kallio;{day}.9.2026;{age};{number}\n"
            for day, numbers in ((1, (5, 7, 12)), (2, (0, 4, 4)))
            for age, number in zip(("alle 13", "13-17", name), numbers, strict=True)
        )
        done = importing(sheet, long(more=f"rows = {{ {rows} }}"), "--json")
        assert (done.returncode, told(done)["visits"]) == (1, 16)
        assert kinds(done) == {"a likely total": 2}
        dropped = importing(sheet, long(more=f'rows = {{ {rows}, totals = "drop" }}'), "--json")
        assert (dropped.returncode, told(dropped)["visits"], len(told(dropped)["left_out"])) == (0, 16, 2)
        kept = importing(sheet, long(more=f'rows = {{ {rows}, totals = "keep" }}'), "--json")
        assert (kept.returncode, told(kept)["visits"]) == (0, 32)

    def test_own_in_another_column(self, importing: Importing) -> None:
        """A short text in another column that names a total makes its row one; a longer note does not."""
        sheet = "Paikka;Päivä;Kävijät;Huom\nKallio;1.9.2026;5;yhteensä kolme eri ryhmää\nKallio;2.9.2026;6;\n"
        assert told(importing(sheet, long(), "--json"))["visits"] == 11
        done = importing(f"{sheet}Kallio;3.9.2026;11;viikko yhteensä\n", long(), "--json")
        assert (done.returncode, told(done)["visits"]) == (1, 11)

    @pytest.mark.parametrize(
        ("numbers", "visits"), [((50, 71, 33, 154), None), ((50, 71, 121), None), ((1, 1, 2), 4), ((50, 71, 33), 154)]
    )
    def test_own_without_a_name(self, importing: Importing, numbers: tuple[int, ...], visits: int | None) -> None:
        """Rows that nothing tells apart: the last is no sum of the others, unless that comes by chance."""
        sheet = "Paikka;Päivä;Kävijät\n" + "".join(f"Kallio;2.9.2026;{number}\n" for number in numbers)
        done = importing(sheet, long(more="rows = { sum = true, repeats = 'add' }"), "--json")
        if visits is not None:
            assert (done.returncode, told(done)["visits"]) == (0, visits)
        else:
            assert (done.returncode, told(done)["visits"], kinds(done)) == (1, numbers[-1], {"a likely total": 1})

    def test_own_only_totals(self, importing: Importing) -> None:
        """Where nothing but the total is written, it is the count."""
        sheet = "Paikka;Päivä;Ikä;Kävijät\nKallio;1.9.2026;yhteensä;12\nKallio;2.9.2026;yhteensä;13\n"
        done = importing(sheet, long(more='rows = { distinct = ["Ikä"] }'), "--json")
        assert (done.returncode, told(done)["visits"]) == (0, 25)

    def test_own_occasions(self, importing: Importing) -> None:
        """An evening that once had as many as the two others together is an evening."""
        rows = ("17.00;ilta A;8", "18.00;ilta B;3", "19.00;ilta C;5")
        more = ("17.00;ilta A;8", "18.00;ilta B;9", "19.00;ilta C;5")
        sheet = "Paikka;Päivä;Klo;Ilta;Kävijät\n" + "".join(
            f"Kallio;{day}.9.2026;{row}\n" for day, all_rows in ((1, rows), (2, more)) for row in all_rows
        )
        done = importing(sheet, long(more="rows = { sum = true }"), "--json")
        assert (done.returncode, told(done)["visits"]) == (0, 38)


class TestRowsThatAreNoPlace:
    """Averages, targets and last year stand below the places, and are none."""

    @pytest.mark.parametrize(
        "name",
        [
            *("Keskiarvo", "Keskimäärin/kk", "Edellinen vuosi", "Ed. vuosi", "Viime vuonna", "Tavoite 2026", "Muutos"),
            *(
                "Muutos-%",
                "Muutos %",
                "KA",
                "Mediaani",
                "Ero ed. vuoteen",
                "Medelvärde",
                "Föregående år",
                "Mål",
                "Ändring",
            ),
            *(
                "Förändring %",
                "Genomsnitt",
                "I fjol",
                "Average",
                "Mean per day",
                "Previous year",
                "Last year",
                "Target",
            ),
            *(
                "Change",
                "YoY",
                "Budget 2026",
                "Kävijöitä yhteensä 2026",
                "Itä yht. (2 taloa)",
                "Hela staden totalt 2026",
            ),
            *("Aukiolopäiviä", "Väkiluku", "Lainat", "Opening days", "(tyhjä)", "(blank)", "n/a", "Total Result"),
            *("All visitors", "Kaikki talot", "Summa 2026", "Koko Helsinki"),
        ],
    )
    def test_own(self, importing: Importing, name: str) -> None:
        assert why_no_place(name) is not None
        done = importing(f"Paikka;2026-01;2026-02\nKallio;10;20\nMalmi;31;41\n{name};21;35\n", wide(), "--json")
        assert (done.returncode, told(done)["visits"], list(remedies(done))) == (1, 102, [name])
        ignored = wide(more='rows = { totals = "keep" }').replace('"yc:" }', f'"yc:", ignore = ["{name}"] }}')
        assert told(importing(f"Paikka;2026-01\nKallio;10\n{name};21\n", ignored, "--json"))["visits"] == 10

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "Kallion nuorisotalo",
                "All Saints Library",
                "Kaikkien talo",
                "Summerpark",
                "Maxim",
                "Meanwood",
                "Totalitarismi",
            ),
            *("Ylä-Malmi", "Målaregatan", "Ässäkeskus", "Minervaskolan", "Tavoitteen talo", "Alla Scala"),
        ],
    )
    def test_own_places(self, name: str) -> None:
        """Names that only begin like such words are places."""
        assert why_no_place(name) is None


class TestTotalsByNumbers:
    """Whatever a row is called, its numbers say that it is a sum; above its rows as well as below."""

    @pytest.mark.parametrize(
        ("rows", "totals"),
        [
            ((("Itäinen", 30), ("A", 10), ("B", 20)), {"Itäinen"}),
            ((("A", 10), ("B", 20), ("Itäinen", 30), ("C", 5), ("D", 6), ("Läntinen", 11)), {"Itäinen", "Läntinen"}),
            ((("Itäinen", 30), ("A", 10), ("B", 20), ("Läntinen", 11), ("C", 5), ("D", 6)), {"Itäinen", "Läntinen"}),
            (
                (("Itäinen", 30), ("A", 10), ("B", 20), ("Läntinen", 11), ("C", 5), ("D", 6), ("Stadi", 41)),
                {"Itäinen", "Läntinen", "Stadi"},
            ),
            (
                (("Stadi", 41), ("Itäinen", 30), ("A", 10), ("B", 20), ("Läntinen", 11), ("C", 5), ("D", 6)),
                {"Itäinen", "Läntinen", "Stadi"},
            ),
            ((("Itäinen", 30), ("A", 10), ("B", 20), ("Saaret", 7), ("C", 7)), {"Itäinen", "Saaret"}),
            ((("A", 10), ("B", 20), ("C", 30), ("Yhteensä", 60)), {"Yhteensä"}),
            ((("A", 10), ("B", 25), ("C", 30), ("D", 64)), set()),
        ],
    )
    @pytest.mark.parametrize("layout", ["long", "wide"])
    def test_own(self, importing: Importing, rows: tuple[tuple[str, int], ...], totals: set[str], layout: str) -> None:
        if layout == "wide":
            sheet = "Paikka;2026-01\n" + "".join(f"{name};{number}\n" for name, number in rows)
        else:
            sheet = f"{HEADINGS}\n" + "".join(f"{name};1.9.2026;{number}\n" for name, number in rows)
        done = importing(sheet, wide() if layout == "wide" else long(), "--json")
        assert set(remedies(done)) == totals
        assert told(done)["visits"] == sum(number for name, number in rows if name not in totals)

    def test_own_columns(self, importing: Importing) -> None:
        """A column that is the sum of those beside it is no month, whatever its heading says."""
        sheet = "Paikka;2026-01;2026-02;2026-03;2025-12\nKallio;101;230;35;366\nMalmi;44;57;61;162\n"
        done = importing(sheet, wide(), "--json")
        assert (done.returncode, told(done)["visits"], list(remedies(done))) == (1, 528, ["2025-12"])
        assert told(importing(sheet, wide(more='rows = { totals = "keep" }'), "--json"))["visits"] == 1056

    def test_own_hidden_rows(self, importing: Importing) -> None:
        """A total that holds a hidden row is one, by its numbers and by its formula."""
        rows: list[list[Any]] = [
            ["Paikka", "2026-01", "2026-02"],
            ["Kallio", 10, 20],
            ["Malmi", 31, 41],
            ["Itis", 99, 99],
        ]
        workbook = a_workbook(*rows, ["Itäinen", 140, 160])
        workbook.worksheets[0].row_dimensions[4].hidden = True
        done = importing(workbook, wide(), "--json")
        assert (done.returncode, told(done)["visits"], list(remedies(done))) == (1, 102, ["Itäinen"])

    @pytest.mark.parametrize(
        ("formula", "is_total"),
        [
            ("=SUM(B2:B9)", True),
            ("=Subtotal(109,$B$2:$B$9)", True),
            ("=B2+B3", True),
            ("=AVERAGE(B:B)", True),
            ("=B2*1.05", True),
            ("=SUM(Table1[Visits])", True),
            ("=D10-D9", False),
            ("=SUM(C10:F10)", False),
            ("=Kallio!B2", False),
            ("=SUM('Sivu 2'!B2:B9)", False),
            ("=Table1[[#This Row],[In]]+Table1[@Out]", False),
            ('=IF(A2="B3",1,2)', False),
        ],
    )
    def test_own_formulas(self, formula: str, *, is_total: bool) -> None:
        """Who reads other rows of the own column is no count; who reads other columns or sheets may be one."""
        assert uses_own_column(formula, 10, 2) is is_total

    @given(st.lists(st.lists(st.integers(0, 5000), min_size=3, max_size=3), min_size=2, max_size=12), st.data())
    def test_a_total_is_found_wherever_it_stands(self, parts: list[list[int]], data: st.DataObject) -> None:
        """At the beginning or the end of any places, the sum of all of them is a total; none without numbers."""
        total = [sum(column) for column in zip(*parts, strict=True)]
        place = data.draw(st.sampled_from([0, len(parts)]))
        rows = [*parts[:place], total, *parts[place:]]
        found = likely_totals([Entry(dict(enumerate(row))) for row in rows])
        assert place in found or not any(total) or rows.count(total) > 1
