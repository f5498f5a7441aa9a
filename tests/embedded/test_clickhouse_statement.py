from __future__ import annotations

from pathlib import Path

import pytest

from embedded.clickhouse_statement import data_insert, first_word, is_many, output_format


@pytest.mark.parametrize(
    ("sent", "data", "read"),
    [
        (
            b"INSERT INTO t (a, b) FORMAT Native\n\x01\x02",
            b"\x01\x02",
            "INSERT INTO t (a, b)  FROM INFILE '/d' COMPRESSION 'none' FORMAT Native",
        ),
        (
            b"insert into `set` (`format`) settings a = 1 format JSONEachRow {}",
            b"{}",
            "insert into `set` (`format`)  FROM INFILE '/d' COMPRESSION 'none' settings a = 1 format JSONEachRow",
        ),
        (
            "-- hei 'maailma'\nINSERT INTO \"ä\" FORMAT CSV\r\nö".encode(),
            "ö".encode(),
            "-- hei 'maailma'\nINSERT INTO \"ä\"  FROM INFILE '/d' COMPRESSION 'none' FORMAT CSV",
        ),
        (
            b"INSERT INTO t SELECT a, 'FORMAT', input FROM input('a UInt64, b String') WHERE a FORMAT Arrow\nARROW1",
            b"ARROW1",
            "INSERT INTO t SELECT a, 'FORMAT', input FROM file('/d', 'Arrow', 'a UInt64, b String', 'none') WHERE a ",
        ),
    ],
)
def test_the_data_of_an_insert_is_found_and_read_from_a_file(sent: bytes, data: bytes, read: str) -> None:
    """An INSERT with data becomes the same INSERT that reads its data from a file, and no byte of the data is lost."""
    insert = data_insert(sent)
    assert insert is not None
    assert (sent[insert.data_at :], insert.reading(Path("/d"), "none")) == (data, read)


@pytest.mark.parametrize(
    "sent",
    [
        b"SELECT 1 FORMAT Native",
        b"INSERT INTO t VALUES (1, 'FORMAT CSV')",
        b"INSERT INTO t SELECT number FROM numbers(3)",
        b"INSERT INTO t SELECT number FROM numbers(3) FORMAT Native",
        b"INSERT INTO t WITH 1 AS x SELECT x",
        b"",
    ],
)
def test_other_statements_have_no_data(sent: bytes) -> None:
    """A SELECT, INSERT … VALUES and INSERT … SELECT go to the engine as they are."""
    assert data_insert(sent) is None


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("SELECT 1", "TabSeparated"),
        ("(SELECT 1) FORMAT JSON;", "JSON"),
        ("/* FORMAT CSV */ WITH 1 AS x SELECT x\n FORMAT Native", "Native"),
        ("SELECT 'FORMAT CSV'", "TabSeparated"),
        ("CREATE TABLE t (a UInt8) ENGINE = Memory", None),
        ("INSERT INTO t SELECT 1", None),
    ],
)
def test_a_statement_answers_in_its_own_format_or_the_default(text: str, shape: str | None) -> None:
    """The answer's format is the one that the statement names, else the default; a statement without rows has none."""
    assert output_format(text, "TabSeparated") == shape


def test_only_a_second_statement_makes_many() -> None:
    """A semicolon in a string or at the end does not make two statements of one."""
    assert [is_many(text) for text in ("SELECT 1; SELECT 2", "SELECT ';'", "SELECT 1;", "SELECT 1; -- end")] == [
        *(True, False, False, False)
    ]


def test_the_verb_is_found_behind_comments_and_brackets() -> None:
    """Comments, spaces and brackets before the verb do not hide it."""
    assert first_word("-- a\n/* b */ ((select 1))") == "SELECT"
