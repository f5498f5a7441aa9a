"""Files as people save them: encodings, what is hidden, other kinds, several lines of headings; and the report."""

import io
from pathlib import Path

import pytest

from tests.producers.dry_sheet_import import HEADINGS, Importing, a_workbook, long, remedies, told, wide


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


class TestWhatIsRight:
    """Files that were read rightly are, and what cannot be is told."""

    @pytest.mark.parametrize(
        ("sheet", "mapping", "visits"),
        [
            ("k.csv", "k.toml", 11),
            ("s01b_utf8_cr.csv", "long.toml", 58),
            ("s07_quotes.csv", "long.toml", 58),
            ("s08_utf16.csv", "long.toml", 41),
            ("s10_repeated_header.csv", "long.toml", 58),
            ("s12_dst.csv", "crlf.toml", 37),
            ("s12_dst.csv", "bom.toml", 37),
            ("s04m_months.csv", "month_fmt.toml", 25),
            ("x03_1904.xlsx", "long.toml", 40),
            ("x04_kinds.xlsx", "long.toml", 1_271),
        ],
    )
    def test_collected(self, cases: Path, importing: Importing, sheet: str, mapping: str, visits: int) -> None:
        done = importing(cases / sheet, cases / mapping, "--json")
        assert told(done)["visits"] == visits
        assert done.returncode == bool(told(done)["refused"])

    @pytest.mark.parametrize(
        ("sheet", "mapping", "code", "said"),
        [
            ("s07_quotes.csv", "s07.toml", 1, "Correct columns or file.heading_line"),
            ("s10b_open_quote.csv", "long.toml", 1, "Close the quotes there"),
            ("s12_dst.csv", "cp.toml", 2, "save it as UTF-8"),
            ("x02_real_life.xlsx", "x02_nosheet.toml", 1, "set file.worksheet to one of '2026', '2025'"),
            ("k.csv", "barnet.toml", 1, "Correct columns or file.heading_line"),
            ("k.csv", "aless2.toml", 1, "Correct columns or file.heading_line"),
        ],
    )
    def test_collected_refused(
        self, cases: Path, importing: Importing, sheet: str, mapping: str, code: int, said: str
    ) -> None:
        done = importing(cases / sheet, cases / mapping)
        assert (done.returncode, said in done.stderr) == (code, True), done.stderr


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


class TestEncodingsThatCouldBeTwo:
    """Both are named, with how the first odd word reads in each."""

    @pytest.mark.parametrize(
        ("name", "encoding", "other"), [("Vårberg", "cp850", "VÜrberg"), ("Åggelby", "mac-roman", "üggelby")]
    )
    def test_own(self, importing: Importing, name: str, encoding: str, other: str) -> None:
        done = importing(f"Paikka;Pvm;Lkm\n{name};1.9.2026;5\n".encode(encoding), long())
        assert done.returncode == 1
        assert all(text in done.stderr for text in (repr(name), repr(other), '"cp850" or "mac-roman"'))


class TestLinesOfHeadings:
    """A line of units or groups is no row, and says what the numbers are."""

    @pytest.mark.parametrize("units", [";kpl;kpl", ";(hlö);", ";2025;2026", ";kävijät;lainat"])
    def test_own_wide(self, importing: Importing, units: str) -> None:
        sheet = f"Paikka;2026-01;2026-02\n{units}\nKallio;5;6\n"
        done = importing(sheet, wide())
        assert (done.returncode, "second line of headings" in done.stderr, "file.first_line = 3" in done.stderr) == (
            1,
            True,
            True,
        )
        told_so = importing(sheet, wide(more="file = { first_line = 3 }"), "--json")
        assert (told_so.returncode, told(told_so)["visits"]) == (0, 11)
        assert told(told_so)["left_out"] == ["row 2, above file.first_line"]

    def test_own_groups(self, importing: Importing) -> None:
        """A month over two columns: which of them is the count, the mapping says."""
        sheet = ";tammikuu;;helmikuu;\nPaikka;lainat;kävijät;lainat;kävijät\nKallio;900;5;800;6\nMalmi;90;7;80;8\n"
        mapping = wide(period=", year = 2026", more="file = { heading_line = 2, group_line = 1 }")
        mapping = mapping.replace('"Paikka" }', '"Paikka", visits = "kävijät" }')
        done = importing(sheet, mapping, "--json")
        assert (done.returncode, told(done)["by_period"]) == (0, {"2026-01": 12, "2026-02": 14})
        wrong = importing(sheet, mapping.replace("group_line = 1", "group_line = 2"))
        assert (wrong.returncode, "file.group_line" in wrong.stderr) == (2, True)

    @pytest.mark.parametrize("units", [";(tuhatta);(tuhatta)", ";tusental;tusental", ";1 000 kpl;"])
    def test_own_thousands(self, importing: Importing, units: str) -> None:
        sheet = f"Paikka;2026-01;2026-02\n{units}\nKallio;5;6\n"
        done = importing(sheet, wide(more="file = { first_line = 3 }"))
        assert (done.returncode, "the numbers are thousands" in done.stderr) == (1, True)

    def test_own_long(self, importing: Importing) -> None:
        done = importing(f"{HEADINGS}\n;;hlö\nKallio;1.9.2026;5\n", long())
        assert (done.returncode, "second line of headings" in done.stderr) == (1, True)


class TestFilesThatSayLittle:
    """Nothing to count is no success; what Excel and others write is obeyed."""

    @pytest.mark.parametrize(
        "content", ["", "\n\n", HEADINGS, f"{HEADINGS}\n;;\n", f"{HEADINGS}\n{HEADINGS}\n", "sep=;\n"]
    )
    def test_own_empty(self, importing: Importing, content: str) -> None:
        done = importing(content, long())
        assert (done.returncode, done.stderr.strip() != "") == (1, True)

    def test_own_empty_workbook(self, importing: Importing) -> None:
        done = importing(a_workbook(["Paikka", "Päivä", "Kävijät"]), long())
        assert (done.returncode, "no row to count" in done.stderr) == (1, True)

    @pytest.mark.parametrize(
        "content",
        [
            "sep=;\nPaikka;Päivä;Kävijät\nKallio;1.9.2026;5\n",
            "SEP=|\r\nPaikka|Päivä|Kävijät\r\nKallio|1.9.2026|5\r\n",
            '"sep=,"\nPaikka,Päivä,Kävijät\nKallio,1.9.2026,5\n',
            "Paikka|Päivä|Kävijät\nKallio|1.9.2026|5\n",
        ],
    )
    def test_own_delimiters(self, importing: Importing, content: str) -> None:
        done = importing(content, long(), "--json")
        assert (done.returncode, told(done)["by_venue"]) == (0, {"yc:kallio": 5})

    def test_own_merged_names(self, importing: Importing) -> None:
        """A blank name that is merged says where to write it."""
        workbook = a_workbook(["Paikka", "Päivä", "Kävijät"], [None, "1.9.2026", 5], [None, "2.9.2026", 6])
        workbook.worksheets[0].merge_cells("A2:A3")
        done = importing(workbook, long(), "--json")
        assert (done.returncode, told(done)["counts"]) == (1, 0)
        assert "merged with line 2, which names no place" in [one["remedy"] for one in told(done)["refused"]][1]
        assert remedies(done)


class TestSeveralBlocks:
    """Blocks below each other have headings of their own; none is counted under the first one's."""

    @pytest.mark.parametrize(
        "below",
        [
            "Paikka;maalis;huhti\nMalmi;7;8\n",
            "Paikka;tammi;helmi\nMalmi;7;8\n",
            "2026;;\nMalmi;7;8\n",
            "Vuosi 2026;;\nPaikka;tammi;helmi\nMalmi;7;8\n",
        ],
    )
    def test_own(self, importing: Importing, below: str) -> None:
        done = importing(f"Paikka;tammi;helmi\nKallio;5;6\n\n{below}", wide(period=", year = 2025"))
        assert (done.returncode, "a sheet of its own" in done.stderr) == (1, True)

    def test_own_long(self, importing: Importing) -> None:
        done = importing(f"{HEADINGS}\nKallio;1.9.2026;5\nPaikka;Kävijät;Päivä\nMalmi;8;1.9.2026\n", long())
        assert (done.returncode, "headings again" in done.stderr) == (1, True)

    def test_own_pages(self, importing: Importing) -> None:
        """Headings that are repeated on each page, and whose periods name their years, begin no other year."""
        sheet = "Paikka;2026-01;2026-02\nKallio;5;6\nPaikka;2026-01;2026-02\nMalmi;7;8\n"
        done = importing(sheet, wide(), "--json")
        assert (done.returncode, told(done)["visits"]) == (0, 26)

    def test_own_years_below_months(self, importing: Importing) -> None:
        done = importing("Paikka;tammi;helmi\nVuosi;2025;2025\nKallio;5;6\n", wide(period=", year = 2025"))
        assert (done.returncode, "second line of headings" in done.stderr) == (1, True)

    @pytest.mark.parametrize("heading", ["Kertymä", "Kävijät (kumulatiivinen)", "Visits YTD"])
    def test_own_running_totals(self, importing: Importing, heading: str) -> None:
        mapping = long("month").replace('"Kävijät"', f'"{heading}"')
        done = importing(f"Paikka;Päivä;{heading}\nKallio;2026-01;5\nKallio;2026-02;12\n", mapping)
        assert (done.returncode, "running totals" in done.stderr) == (1, True)
