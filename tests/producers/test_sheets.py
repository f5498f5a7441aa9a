import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.errors import SheetJournalError, SheetMappingError, SheetUnreadableError
from producers.outgoing import outgoing
from producers.sheets import KnownCount, SheetReading, events_of, load_mapping, read_counts, read_table
from producers.sheets.journal import Journal
from producers.sheets.periods import Period, read_period
from producers.sheets.refusal import UnusableCellError
from producers.sheets.revisions import newest
from producers.sheets.visits import read_visits
from schemas.amendments import revision_at
from schemas.contract import event_name
from schemas.programmes import Programme

SAMPLES = Path(__file__).parent / "samples" / "sheets"
NOW = datetime(2026, 11, 1, tzinfo=UTC)

LONG = """
programme = "youth-centre"
source = "sheet:test"
layout = "long"
columns = { venue = "Paikka", period = "Päivä", visits = "Kävijät" }
period = { unit = "day" }
venues = { prefix = "yc:" }
"""
WIDE = """
programme = "regional-event"
source = "sheet:test"
layout = "wide"
columns = { venue = "Library", ignore = ["Total"] }
period = { unit = "month" }
venues = { prefix = "library:" }
"""

Reads = Callable[..., SheetReading]


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Reads a sheet that is given as text, bytes or rows of a worksheet, by a mapping that is given as text."""

    def read(content: str | bytes | list[list[Any]], mapping: str = LONG) -> SheetReading:
        file, means = tmp_path / "sheet", tmp_path / "mapping.toml"
        means.write_text(mapping, encoding="utf-8")
        if isinstance(content, list):
            workbook = openpyxl.Workbook()
            for row in content:
                workbook.worksheets[0].append(row)
            workbook.save(file)
        else:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        loaded = load_mapping(means)
        return read_counts(read_table(file, loaded), loaded, NOW)

    return read


def found(reading: SheetReading) -> dict[str, int]:
    return {count.spot.gathering: count.visits for count in reading.counts}


def refusals(reading: SheetReading) -> list[tuple[int, str, str]]:
    return [(cell.line, cell.column, cell.value) for cell in reading.refused]


@pytest.mark.parametrize(
    ("written", "unit", "first_day"),
    [
        ("3.9.2026", "day", date(2026, 9, 3)),
        ("03.09.2026", "day", date(2026, 9, 3)),
        ("3. 9. 2026", "day", date(2026, 9, 3)),
        ("2026-09-03", "day", date(2026, 9, 3)),
        ("2026-09-03T00:00:00", "day", date(2026, 9, 3)),
        (datetime(2026, 9, 3), "day", date(2026, 9, 3)),  # noqa: DTZ001  as a worksheet has it
        ("2022-12", "month", date(2022, 12, 1)),
        ("2023-1", "month", date(2023, 1, 1)),
        ("1/2023", "month", date(2023, 1, 1)),
        (" 01.2023 ", "month", date(2023, 1, 1)),
        ("1.1.2023", "month", date(2023, 1, 1)),
        (date(2023, 1, 1), "month", date(2023, 1, 1)),
    ],
)
def test_days_and_months_are_read_as_people_write_them(written: object, unit: Any, first_day: date) -> None:
    """Finnish and ISO dates, months with and without a zero, and a spreadsheet's own dates."""
    assert read_period(written, unit) == Period(unit, first_day)


@pytest.mark.parametrize(
    ("written", "unit", "hint"),
    [
        ("1/2/2026", "day", "period.formats"),
        ("31.9.2026", "day", "no such day"),
        ("2023-13", "month", "no such day or month"),
        ("Total", "month", "it is no month"),
        ("2.1.2023", "month", "write 2023-01"),
        ("1999-12", "month", "2000 to 2099"),
        ("", "day", "it is no day"),
        (datetime(2026, 9, 3, 12), "day", "without a time of day"),  # noqa: DTZ001
    ],
)
def test_what_is_no_period_or_could_be_two_is_refused(written: object, unit: Any, hint: str) -> None:
    """The remedy says what helps."""
    with pytest.raises(UnusableCellError) as refused:
        read_period(written, unit)
    assert hint in refused.value.remedy


def test_a_format_of_the_mapping_settles_what_could_be_two() -> None:
    """1/2/2026 is the first of February where the mapping says so."""
    assert read_period("1/2/2026", "day", ["%d/%m/%Y"]).first_day == date(2026, 2, 1)


def test_a_period_ends_at_midnight_in_helsinki() -> None:
    """Summer and winter time, a day and a month, over the end of a year."""
    assert Period("day", date(2026, 9, 3)).end == datetime(2026, 9, 3, 21, tzinfo=UTC)
    assert Period("month", date(2022, 12, 1)).end == datetime(2022, 12, 31, 22, tzinfo=UTC)
    assert Period("day", date(2026, 10, 25)).end == datetime(2026, 10, 25, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "visits"),
    [
        ("34", 34),
        ("1 234,0", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234\u202f567,00".replace("1\u202f", "", 1), 234567),
        (34.0, 34),
        (0, 0),
        ("0", 0),
        ("", None),
        (" \u00a0", None),
        (None, None),
        ("-", None),
    ],
)
def test_counts_are_read_the_finnish_way_and_blank_is_not_zero(written: object, visits: int | None) -> None:
    """Grouped by any kind of space, a comma and zeros after it; nothing at all is None."""
    assert read_visits(written, ",", ["-"]) == visits


@pytest.mark.parametrize(
    "written",
    ["28,5", "1.234", "-3", "12 34", "n/a", "#DIV/0!", "1e3", "٣", 2.5, -1, True, float("nan"), 1_000_001, "9" * 13],
)
def test_what_is_no_count_is_refused(written: object) -> None:
    """Fractions, signs, other grouping, a thousand that may be one, digits of other scripts, errors of formulas."""
    with pytest.raises(UnusableCellError):
        read_visits(written)


@given(st.integers(0, 1_000_000), st.sampled_from([" ", "\u00a0", "\u202f"]), st.sampled_from(["", ",0", ",00"]))
def test_each_count_is_read_back_from_how_it_is_written(number: int, space: str, tail: str) -> None:
    """Whatever the space between groups, and with or without a decimal part of zeros."""
    assert read_visits(f"{number:,}".replace(",", space) + tail) == number


def test_the_long_sample_is_read_cell_by_cell() -> None:
    """Counts, blanks, a repetition, and each refusal with line, column, value and what to do."""
    mapping = load_mapping(SAMPLES / "visits.toml")
    reading = read_counts(read_table(SAMPLES / "visits.csv", mapping), mapping, NOW)
    assert found(reading) == {
        "youth-centre:kallion-nuorisotalo:2026-09-01": 34,
        "youth-centre:kallion-nuorisotalo:2026-09-02": 1234,
        "youth-centre:itakeskus:2026-09-01": 0,
        "youth-centre:itakeskus:2026-09-04": 19,
    }
    assert [spot.gathering for spot in reading.blank] == [
        "youth-centre:kallion-nuorisotalo:2026-09-03",
        "youth-centre:itakeskus:2026-09-02",
    ]
    assert [(one.line, one.visits) for one in reading.repeated] == [(12, 19)]
    assert refusals(reading) == [
        (9, "Kävijät", "28,5"),
        (10, "Päivä", "31.9.2026"),
        (13, "Kävijät", "20"),
        (14, "Kävijät", "22"),
    ]
    assert "line 13 says 20 and line 14 says 22 for" in reading.refused[2].remedy
    assert all(cell.remedy for cell in reading.refused)


def test_the_wide_sample_is_read_cell_by_cell() -> None:
    """A column a month; months written in two ways; an id given beside ids made of names."""
    mapping = load_mapping(SAMPLES / "library_visits.toml")
    reading = read_counts(read_table(SAMPLES / "library_visits.csv", mapping), mapping, NOW)
    assert found(reading)["library:city-library:2023-02"] == 1204
    assert found(reading)["library:high-heaton:2008-05"] == 0
    assert (len(reading.counts), reading.visits, len(reading.blank), reading.refused) == (7, 105_750, 8, ())
    venues, periods = reading.totals()
    assert venues == {"library:city-library": 104_504, "library:high-heaton": 1_246}
    assert sum(periods.values()) == reading.visits


def test_the_sheet_of_the_city_libraries_sums_up(shared_data: Path) -> None:
    """All recorded cells sum to 21,063,804; 918 blank cells are not recorded; each cell is an event of its contract."""
    mapping = load_mapping(SAMPLES / "library_visits.toml")
    reading = read_counts(read_table(shared_data / "newcastle_library_visits.csv", mapping), mapping, NOW)
    assert (reading.visits, len(reading.counts), len(reading.blank)) == (21_063_804, 19 * 194 - 918, 918)
    assert (reading.refused, reading.repeated) == ((), ())
    once, twice = (events_of(reading, mapping, {}, NOW) for _ in range(2))
    messages = [outgoing(event) for event in once.events]
    assert messages == [outgoing(event) for event in twice.events]
    assert len({message.event_id for message in messages}) == 2768
    assert once.events[0]["subject"] == "library:blakelaw:2008-04"


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace(";", "\t").encode(),
        lambda text: text.replace(";", ",").encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "tabs", "commas", "crlf", "cr"],
)
def test_encodings_and_delimiters_are_found_out(reads: Reads, encoded: Callable[[str], bytes]) -> None:
    """A mark, UTF-8, or letters of Finnish and Swedish alone; the delimiter that makes the headings."""
    reading = reads(encoded("Paikka;Päivä;Kävijät\nMäkelä Ö;3.9.2026;34\n"))
    assert found(reading) == {"yc:makela-o:2026-09-03": 34}


def test_an_encoding_that_cannot_be_told_is_not_guessed(reads: Reads) -> None:
    """Bytes of another encoding are refused with what to do; where the mapping says it, they are read."""
    content = "Paikka;Päivä;Kävijät\nŠiauliai;3.9.2026;34\n".encode("cp1252")
    with pytest.raises(SheetUnreadableError, match=r"file\.encoding"):
        reads(content)
    assert found(reads(content, LONG + 'file = { encoding = "cp1252" }\n')) == {"yc:siauliai:2026-09-03": 34}
    with pytest.raises(SheetUnreadableError, match="line 1 has other bytes"):
        reads(content, LONG + 'file = { encoding = "utf-8" }\n')


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("", "is empty"),
        ("Paikka;Kävijät\n", "has not all of the headings"),
        ('Paikka;Päivä;Kävijät\nItis;3.9.2026;"34\n', "Close the quotes"),
        ("Paikka;Päivä;Kävijät;Paikka\n", "2 columns 'Paikka'"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"),
        (b"PK\x03\x04 no zip", "no whole XLSX file"),
    ],
)
def test_what_is_no_sheet_is_told_as_such(reads: Reads, content: str | bytes, hint: str) -> None:
    """The message says what is wrong and what helps."""
    with pytest.raises(SheetUnreadableError, match=hint):
        reads(content)


def test_rows_that_are_cut_off_or_too_long_are_refused_and_their_neighbours_kept(reads: Reads) -> None:
    """A cut-off row is no row of blanks, so nothing is taken back by it."""
    reading = reads("Paikka;Päivä;Kävijät\nItis;3.9.2026\nItis;4.9.2026;3;4\n\nItis;5.9.2026;5;\n")
    assert [cell.line for cell in reading.refused] == [2, 3]
    assert "the row has 2 cells, the headings 3" in reading.refused[0].remedy
    assert (found(reading), reading.blank) == ({"yc:itis:2026-09-05": 5}, ())


def test_headings_that_are_no_period_are_refused_once_unless_ignored(reads: Reads) -> None:
    """The other columns are read; a sum is left out by name."""
    reading = reads("Library,2023-1,Total,Notes\nCity,1,1,x\nEast,2,2,\n", WIDE)
    assert refusals(reading) == [(1, "Notes", "Notes")]
    assert "columns.ignore" in reading.refused[0].remedy
    assert found(reading) == {"library:city:2023-01": 1, "library:east:2023-01": 2}


def test_a_period_that_is_not_over_is_refused_and_its_blanks_say_nothing(reads: Reads) -> None:
    """A month that goes on has no total yet."""
    reading = reads("Library,2026-10,2026-11\nCity,1,2\nEast,3,\n", WIDE)
    assert refusals(reading) == [(2, "2026-11", "2")]
    assert "not over before 2026-11-30T22:00Z" in reading.refused[0].remedy
    assert (found(reading), reading.blank) == ({"library:city:2026-10": 1, "library:east:2026-10": 3}, ())


def test_two_names_never_share_a_made_id(reads: Reads) -> None:
    """The second is refused until the mapping tells them apart; a name without letters has no id."""
    reading = reads("Paikka;Päivä;Kävijät\nTöölö;3.9.2026;1\nToolo;4.9.2026;2\n---;5.9.2026;3\n;6.9.2026;4\n")
    assert found(reading) == {"yc:toolo:2026-09-03": 1}
    assert [cell.value for cell in reading.refused] == ["Toolo", "---", ""]
    assert "'Töölö' has the id" in reading.refused[0].remedy


def test_a_blank_beside_a_count_or_a_refused_cell_says_nothing(reads: Reads) -> None:
    """The count holds; where the other cell cannot be read, nothing is taken back either."""
    reading = reads("Paikka;Päivä;Kävijät\nItis;3.9.2026;\nItis;3.9.2026;7\nItis;4.9.2026;x\nItis;4.9.2026;\n")
    assert found(reading) == {"yc:itis:2026-09-03": 7}
    assert reading.blank == ()


def test_a_worksheet_gives_numbers_dates_and_texts(reads: Reads) -> None:
    """Cells as a spreadsheet stores them; short rows are as wide as the headings."""
    reading = reads(
        [
            ["Paikka", "Päivä", "Kävijät"],
            ["Itis", date(2026, 9, 3), 34],
            ["Itis", datetime(2026, 9, 4), 35.0],  # noqa: DTZ001
            ["Itis", "5.9.2026", "1 234"],
            ["Itis", date(2026, 9, 6)],
            [],
            ["Itis", date(2026, 9, 7), 2.5],
        ]
    )
    assert found(reading) == {"yc:itis:2026-09-03": 34, "yc:itis:2026-09-04": 35, "yc:itis:2026-09-05": 1234}
    assert [spot.gathering for spot in reading.blank] == ["yc:itis:2026-09-06"]
    assert refusals(reading) == [(7, "Kävijät", "2.5")]


def test_a_wide_worksheet_with_dates_as_headings(reads: Reads) -> None:
    """A spreadsheet turns 2023-01 into the first of January."""
    assert found(reads([["Library", date(2023, 1, 1), "2023-2"], ["City", 5, None]], WIDE)) == {
        "library:city:2023-01": 5
    }


def test_a_formula_without_a_stored_result_is_neither_blank_nor_zero(reads: Reads) -> None:
    """What it shows is not known, so it is refused and nothing is taken back."""
    reading = reads([["Paikka", "Päivä", "Kävijät"], ["Itis", date(2026, 9, 3), "=1+1"]])
    assert refusals(reading) == [(2, "Kävijät", "=1+1")]
    assert (reading.counts, reading.blank) == ((), ())


def test_a_worksheet_is_chosen_by_name(tmp_path: Path) -> None:
    """With several sheets the mapping says which; the message lists them."""
    workbook = openpyxl.Workbook()
    workbook.create_sheet("Kävijät").append(["Paikka", "Päivä", "Kävijät"])
    workbook.save(tmp_path / "sheet.xlsx")
    means = tmp_path / "mapping.toml"
    means.write_text(LONG, encoding="utf-8")
    with pytest.raises(SheetUnreadableError, match="one of 'Sheet', 'Kävijät'"):
        read_table(tmp_path / "sheet.xlsx", load_mapping(means))
    means.write_text(LONG + 'file = { worksheet = "Kävijät" }\n', encoding="utf-8")
    assert read_table(tmp_path / "sheet.xlsx", load_mapping(means)).rows == ()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given_, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for part in given_.infolist():
            made.writestr(part.filename, change(part.filename, given_.read(part)))
    return packed.getvalue()


def a_workbook() -> bytes:
    packed = io.BytesIO()
    workbook = openpyxl.Workbook()
    for row in (["Paikka", "Päivä", "Kävijät"], ["Itis", date(2026, 9, 3), 34]):
        workbook.worksheets[0].append(row)
    workbook.save(packed)
    return packed.getvalue()


SHARED = {
    "xl/sharedStrings.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4" uniqueCount="4">'
        "<si><t>Paikka</t></si><si><t>Päivä</t></si><si><t>Kävijät</t></si>"
        "<si><r><t>Itä-</t></r><r><t>Pasila</t></r></si></sst>"
    ),
    "xl/worksheets/sheet1.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>'
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" s="1"><v>46268</v></c>'
        '<c r="C3"><f>30+4</f><v>34</v></c></row>'
        "</sheetData></worksheet>"
    ),
}


def a_workbook_of_excel(shared: str = SHARED["xl/sharedStrings.xml"]) -> bytes:
    """A workbook as Excel writes it: texts in a table of their own, dates as numbers, results beside formulas."""
    kinds = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.{}"/>'
    )
    kind = kinds.format("spreadsheetml.sharedStrings+xml")
    link = (
        '<Relationship Id="rIdS" Target="sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
    )
    parts = SHARED | {"xl/sharedStrings.xml": shared}

    def change(name: str, xml: bytes) -> bytes:
        text = parts.get(name, xml.decode())
        text = text.replace("</Types>", f"{kind}</Types>").replace("</Relationships>", f"{link}</Relationships>")
        return text.encode()

    packed = io.BytesIO(repacked(a_workbook(), lambda name, xml: xml if name == "_rels/.rels" else change(name, xml)))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", shared)
    return packed.getvalue()


def test_a_workbook_of_excel_is_read(reads: Reads) -> None:
    """Shared and rich texts, a date by its format, a formula by its stored result, lines by their own numbers."""
    assert found(reads(a_workbook_of_excel())) == {"yc:ita-pasila:2026-09-03": 34}
    broken = SHARED["xl/worksheets/sheet1.xml"].replace("<v>34</v>", "<v>3.5</v>")
    changed = repacked(a_workbook_of_excel(), lambda n, xml: broken.encode() if n.endswith("sheet1.xml") else xml)
    assert refusals(reads(changed)) == [(3, "Kävijät", "3.5")]


def test_a_raised_mark_in_a_shared_text_is_no_part_of_it(reads: Reads) -> None:
    """`Itä-Pasila` with a note 1 is the same place; a count with one is refused."""
    raised = "<r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>"
    noted = SHARED["xl/sharedStrings.xml"].replace("<t>Pasila</t></r></si>", f"<t>Pasila</t></r>{raised}")
    assert found(reads(a_workbook_of_excel(noted))) == {"yc:ita-pasila:2026-09-03": 34}


def test_no_entity_of_shared_texts_is_expanded(reads: Reads) -> None:
    """Where Excel keeps its texts, too."""
    poisoned = SHARED["xl/sharedStrings.xml"].replace("?>\n", "?>" + ENTITIES.decode(), 1).replace("Itä-", "&b;")
    with pytest.raises(SheetUnreadableError, match="no whole XLSX file"):
        reads(a_workbook_of_excel(poisoned))


def test_a_broken_journal_says_what_to_do(tmp_path: Path) -> None:
    """What is stored is asked once it is gone; a journal that is not there is empty."""
    journal = Journal.of(tmp_path, Programme.YOUTH_CENTRE, "sheet:test")
    assert journal.read() == {}
    journal.write({"a": KnownCount(2, None)})
    assert journal.read() == {"a": KnownCount(2, None)}
    journal.path.write_text("{")
    with pytest.raises(SheetJournalError, match="remove it"):
        journal.read()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_no_entity_of_a_worksheet_is_expanded_or_fetched(reads: Reads, part: str) -> None:
    """A document type declaration is refused, in whichever part it stands."""

    def poisoned(name: str, xml: bytes) -> bytes:
        if name != part:
            return xml
        head, mark, rest = xml.partition(b"?>")
        return head + mark + ENTITIES + rest if mark else ENTITIES + xml

    assert found(reads(repacked(a_workbook(), lambda _, xml: xml))) == {"yc:itis:2026-09-03": 34}
    with pytest.raises(SheetUnreadableError, match="no whole XLSX file") as refused:
        reads(repacked(a_workbook(), poisoned))
    causes: list[BaseException | None] = [refused.value]
    while causes[-1] is not None:
        causes.append(causes[-1].__cause__)
    assert "EntitiesForbidden" in {type(cause).__name__ for cause in causes}


def test_a_bomb_is_refused_before_it_is_unpacked(reads: Reads) -> None:
    """250 MiB of zeros in a small file, and thousands of parts."""
    bomb = repacked(a_workbook(), lambda name, xml: xml if name != "xl/theme/theme1.xml" else bytes(250 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(SheetUnreadableError, match="unpacks to 250 MiB"):
        reads(bomb)
    many = io.BytesIO(a_workbook())
    with zipfile.ZipFile(many, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}", b"")
    with pytest.raises(SheetUnreadableError, match="parts"):
        reads(many.getvalue())


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (("source = ", "sorce = "), "sorce = 'sheet:test' is no key"),
        (('source = "sheet:test"', ""), "source is missing"),
        (('"long"', '"broad"'), "layout = 'broad': Input should be 'long' or 'wide'"),
        (('"long"', '"wide"'), "leave columns.period and columns.visits out"),
        ((', visits = "Kävijät"', ""), "a long sheet has columns.period and columns.visits"),
        (('unit = "day"', 'unit = "year"'), "period.unit = 'year'"),
        (('unit = "day"', 'unit = "day", formats = ["%"]'), "is no strptime format"),
        (("youth-centre", "youth-club"), "programme = 'youth-club'"),
        (('"yc:"', '"y c"'), "venues.prefix = 'y c': write up to 40 of"),
        (('source = "sheet:test"', 'source = "Kallion lista"'), "source = 'Kallion lista': write up to 128 of"),
        (('programme = "', "programme = "), "it is no TOML"),
    ],
)
def test_a_wrong_mapping_names_key_value_and_remedy(tmp_path: Path, change: tuple[str, str], hint: str) -> None:
    """Unknown keys are refused, so that a slip of the pen is not ignored."""
    assert change[0] in LONG
    path = tmp_path / "mapping.toml"
    path.write_text(LONG.replace(*change), encoding="utf-8")
    with pytest.raises(SheetMappingError) as wrong:
        load_mapping(path)
    assert hint in str(wrong.value)


def test_a_changed_count_gets_a_higher_revision_and_a_blank_cell_is_a_retraction(reads: Reads, tmp_path: Path) -> None:
    """Import after import: what is the same keeps its revision, so that sending it again changes nothing."""
    sheet = "Library,2023-1,2023-2\nCity,{},{}\n"
    known: dict[str, KnownCount] = {}
    sent = []
    for cells in (("1", "2"), ("1", "2"), ("1", "3"), ("", "3"), ("", "3"), ("4", "3"), ("1", "")):
        reading = reads(sheet.format(*cells), WIDE)
        follows = events_of(reading, load_mapping(tmp_path / "mapping.toml"), known, NOW)
        known = dict(follows.known)
        for event in follows.events:
            outgoing(event)
        sent.append(
            [
                (event_name(e["type"]), e["id"][-7:], e.get("revision", 1), e["data"].get("visits"))
                for e in follows.events
            ]
        )
    first, second = "2023-01", "2023-02"
    assert sent == [
        [("period-count", first, 1, 1), ("period-count", second, 1, 2)],
        [("period-count", first, 1, 1), ("period-count", second, 1, 2)],
        [("period-count", first, 1, 1), ("period-count", second, 2, 3)],
        [("period-count", second, 2, 3), ("retraction", "23-01#2", 2, None)],
        [("period-count", second, 2, 3), ("retraction", "23-01#2", 2, None)],
        [("period-count", first, 3, 4), ("period-count", second, 2, 3)],
        [("period-count", first, 4, 1), ("retraction", "23-02#3", 3, None)],
    ]


def test_what_a_sheet_says_nothing_of_stays(reads: Reads, tmp_path: Path) -> None:
    """A row that is not in the file any more is no blank cell."""
    reading = reads("Library,2023-1\nCity,1\n", WIDE)
    before = {"period-count:library:east:2023-01": KnownCount(1, 9)}
    follows = events_of(reading, load_mapping(tmp_path / "mapping.toml"), before, NOW)
    assert (follows.new, follows.absent, len(follows.events)) == (1, ("library:east:2023-01",), 1)
    assert follows.known["period-count:library:east:2023-01"] == KnownCount(1, 9)


def test_a_total_that_was_once_taken_for_a_place_is_taken_back(reads: Reads, tmp_path: Path) -> None:
    """Where the mapping ignores its name from now on; another place whose id begins alike stays."""
    known = {f"period-count:library:{place}:2023-01": KnownCount(1, 86) for place in ("city", "area", "area:east")}
    mapping = WIDE.replace('prefix = "library:"', 'prefix = "library:", ignore = ["Area"]')
    reading = reads("Library,2023-1\nCity,86\nArea,86\n", mapping)
    follows = events_of(reading, load_mapping(tmp_path / "mapping.toml"), known, NOW)
    assert (follows.taken_back, follows.absent) == (1, ("library:area:east:2023-01",))
    assert [outgoing(event).event["subject"] for event in follows.events] == [
        "library:city:2023-01",
        "library:area:2023-01",
    ]
    assert follows.known["period-count:library:area:2023-01"] == KnownCount(2, None)
    assert events_of(reading, load_mapping(tmp_path / "mapping.toml"), follows.known, NOW).taken_back == 0


def test_a_changed_count_holds_over_what_somebody_corrected_meanwhile(reads: Reads, tmp_path: Path) -> None:
    """Without ClickHouse nobody knows of a correction by hand: the revision is the instant, above any counted one."""
    before = {"period-count:library:city:2023-01": KnownCount(1, 5)}
    mapping = WIDE
    follows = events_of(
        reads("Library,2023-1\nCity,11\n", mapping),
        load_mapping(tmp_path / "mapping.toml"),
        before,
        NOW,
        complete=False,
    )
    assert [event["revision"] for event in follows.events] == [revision_at(NOW)]


def test_the_highest_revision_of_what_is_stored_and_what_was_sent_counts() -> None:
    """What is under way is ahead of the store; where they agree on the revision, what is stored is what holds."""
    stored = {"a": KnownCount(1, 1), "b": KnownCount(3, 3), "c": KnownCount(2, 7)}
    sent = {"a": KnownCount(2, 2), "b": KnownCount(2, 2), "c": KnownCount(2, 8), "d": KnownCount(1, None)}
    assert newest(stored, sent) == {
        "a": KnownCount(2, 2),
        "b": KnownCount(3, 3),
        "c": KnownCount(2, 7),
        "d": KnownCount(1, None),
    }


def test_a_week_is_a_total_of_its_own(reads: Reads, tmp_path: Path) -> None:
    """Named by its Monday, over when its Sunday is, and an event of the contract."""
    reading = reads("Paikka;Päivä;Kävijät\nItis;2026-W36;300\nItis;vk 44/2026;1\n", LONG.replace('"day"', '"week"'))
    assert found(reading) == {"yc:itis:2026-W36": 300}
    assert "not over before 2026-11-01T22:00Z" in reading.refused[0].remedy
    (event,) = events_of(reading, load_mapping(tmp_path / "mapping.toml"), {}, NOW).events
    outgoing(event)
    assert event["data"] == {"period": "week", "first_day": "2026-08-31", "visits": 300}
    assert event["time"] == datetime(2026, 9, 6, 21, tzinfo=UTC)
