"""Files of other kinds than an importer reads, told by their first bytes or what is packed in them."""

import io
import zipfile

__all__ = ["other_kind"]

_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls), or protected by a password"),
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"BEGIN:VCALENDAR", "a calendar (iCalendar)"),
)
_PACKED = (
    ("xl/workbook.bin", "a binary Excel file (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint file"),
    ("Index/Document.iwa", "a Numbers file of Apple"),
    ("Index.zip", "a Numbers file of Apple"),
)
_HEAD = 4096


def other_kind(content: bytes) -> str | None:  # noqa: PLR0911  a kind a line
    """Return what a file is that is neither XLSX nor text in columns, in words, or None if it may be one of these."""
    for start, kind in _BEGINNINGS:
        if content.startswith(start):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _packed_kind(content)
    head = content[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "an Excel file of 2003 in XML"
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")) or (
        head.startswith(b"<") and b"<table" in head
    ):
        return "an HTML page, whatever its name says"
    if head.startswith((b"<?xml", b"<!doctype")):
        return "an XML file"
    if head.startswith((b"{", b"[{", b"[ {", b"[\n", b"[\r\n")):
        return "a JSON file"
    return None


def _packed_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= _HEAD:
                mimetype = archive.read("mimetype").decode("ascii", errors="replace").strip()
                if "opendocument.spreadsheet" in mimetype:
                    return "an ODS file (LibreOffice, OpenOffice)"
                return f"a file of the kind {mimetype!r}"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return None  # whatever is broken is told where it is read
    for name, kind in _PACKED:
        if name in names:
            return kind
    return None if "[Content_Types].xml" in names else "a ZIP archive"
