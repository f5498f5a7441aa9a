"""What one statement sent to ClickHouse's HTTP interface is, as far as the endpoint must know.

The engine parses SQL; this reads only where an INSERT's data begins, in which format it is, and whether a statement
returns rows, because a body of data must reach the embedded engine as a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEAD_BYTES = 1 << 18
"""An INSERT's words before its data must fit in this many bytes."""

_FIRST_WORD = re.compile(r"(?:\s|--[^\n]*\n|#[ !][^\n]*\n|/\*.*?\*/|\()*([A-Za-z]+)", re.DOTALL)
_LAST_FORMAT = re.compile(r"\bFORMAT\s+([A-Za-z]\w*)[\s;]*\Z", re.IGNORECASE)
_TOKEN = re.compile(
    r"""(?P<skip>\s+|--[^\n]*|\#[\ !][^\n]*|/\*.*?\*/)
      | (?P<string>'(?:[^'\\]|\\.|'')*')
      | (?P<quoted>`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*")
      | (?P<word>[A-Za-z_]\w*)
      | (?P<mark>.)""",
    re.DOTALL | re.VERBOSE,
)
_ROWS = frozenset(
    {"SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN", "CHECK", "FROM", "VALUES", "TABLE"}
)


@dataclass(frozen=True, slots=True)
class DataInsert:
    """An INSERT whose data follows it.

    Attributes:
        before: The words before the place where a source can stand.
        after: The words from there to the data; without FORMAT if the insert selects.
        format: The data's format.
        data_at: Where the data begins in the bytes that were parsed.
        selects: Whether it is ``INSERT … SELECT … FROM input(…)``; then `before` ends before ``input`` and `after`
            begins behind its closing parenthesis.
        structure: The string literal in ``input(…)``, or "'auto'".
    """

    before: str
    after: str
    format: str
    data_at: int
    selects: bool = False
    structure: str = "'auto'"

    def reading(self, data: Path, compression: str) -> str:
        """The same statement, with its data taken from a file.

        Args:
            data: The file.
            compression: "none", or a method that ClickHouse knows: gzip, lz4, zstd.
        """
        path = str(data).replace("\\", "\\\\").replace("'", "\\'")
        if self.selects:
            source = f"file('{path}', '{self.format}', {self.structure}, '{compression}')"
            return f"{self.before}{source}{self.after}"
        return f"{self.before} FROM INFILE '{path}' COMPRESSION '{compression}' {self.after}"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def data_insert(head: bytes) -> DataInsert | None:
    """Read the beginning of a request's text.

    Args:
        head: The statement and the beginning of its data, if any.

    Returns:
        Where the data is, or None for every statement without data in a format (also ``INSERT … VALUES``, which the
        engine reads from the statement itself).
    """
    text = head[:HEAD_BYTES].decode("latin-1")  # one character a byte: places in the text are places in the bytes
    if first_word(text) != "INSERT":
        return None
    depth, selects, source_at = 0, False, None
    reads: tuple[int, int, str] | None = None
    tokens = _tokens(text)
    for token in tokens:
        if token.kind == "mark":
            depth += (token.text == "(") - (token.text == ")")
        elif token.kind != "word":
            continue
        elif (word := token.text.upper()) == "INPUT" and selects and reads is None:
            reads = _input(tokens, token)
        elif depth:
            continue
        elif word in {"VALUES", "INFILE"} and not selects:
            return None
        elif word in {"SELECT", "WITH"}:
            selects = True
        elif word == "SETTINGS" and not selects:
            source_at = token.start
        elif word == "FORMAT" and (name := next(tokens, None)) is not None and name.kind == "word":
            return _found(head, text, token, name, source_at, selects, reads)
    return None


def first_word(text: str) -> str:
    """The statement's verb in capitals, or an empty string."""
    match = _FIRST_WORD.match(text)
    return match[1].upper() if match else ""


def output_format(text: str, default: str) -> str | None:
    """The format in which the statement answers, or None if it returns no rows."""
    if first_word(text) not in _ROWS:
        return None
    match = _LAST_FORMAT.search(text[-200:])
    return match[1] if match else default


def is_many(text: str) -> bool:
    """Whether another statement follows the first one, which ClickHouse's HTTP interface refuses."""
    if ";" not in text.rstrip().rstrip(";"):
        return False
    ended = False
    for token in _tokens(text):
        if token.text == ";":
            ended = True
        elif ended:
            return True
    return False


def _found(
    head: bytes,
    text: str,
    keyword: _Token,
    name: _Token,
    source_at: int | None,
    selects: bool,  # noqa: FBT001  see above
    reads: tuple[int, int, str] | None,
) -> DataInsert | None:
    data_at = name.end
    while head[data_at : data_at + 1] in {b" ", b"\t", b"\f"}:
        data_at += 1
    data_at += head[data_at : data_at + 1] == b"\r"
    data_at += head[data_at : data_at + 1] == b"\n"

    def unicode(piece: str) -> str:
        return piece.encode("latin-1").decode()

    if not selects:
        cut = keyword.start if source_at is None else source_at
        return DataInsert(unicode(text[:cut]), unicode(text[cut : name.end]), name.text, data_at)
    if reads is None:  # an INSERT … SELECT that reads no data; FORMAT means nothing there
        return None
    start, end, structure = reads
    return DataInsert(
        unicode(text[:start]), unicode(text[end : keyword.start]), name.text, data_at, selects=True, structure=structure
    )


def _input(tokens: Iterator[_Token], word: _Token) -> tuple[int, int, str] | None:
    """Read ``input ( ['structure'] )`` from its first word: where it starts, where it ends, the structure."""
    structure = "'auto'"
    if (token := next(tokens, None)) is None or token.text != "(":
        return None
    token = next(tokens, None)
    if token is not None and token.kind == "string":
        structure = token.text.encode("latin-1").decode()
        token = next(tokens, None)
    return None if token is None or token.text != ")" else (word.start, token.end, structure)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup is not None and match.lastgroup != "skip":
            yield _Token(match.lastgroup, match[0], match.start(), match.end())
