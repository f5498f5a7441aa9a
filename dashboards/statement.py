"""Statements of the dashboards, out of .sql files."""

from functools import cache
from importlib.resources import files

from dashboards.errors import UnknownStatementError

__all__ = ["statement"]


@cache
def statement(name: str) -> str:
    """Return the text of a statement, by its path below dashboards/sql without the ending.

    Raises:
        UnknownStatementError: There is no such file.
    """
    path = files("dashboards") / "sql" / f"{name}.sql"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise UnknownStatementError(f"there is no dashboards/sql/{name}.sql; write it, or correct the name") from error
