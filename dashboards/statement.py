"""Statements of the dashboards, out of .sql files."""

from functools import cache
from importlib.resources import files

from dashboards.errors import UnknownStatementError

__all__ = ["statement"]


@cache
def statement(name: str, **texts: str) -> str:
    """Return a statement by its path below dashboards/sql without the ending, with `{name}` replaced by each text.

    Raises:
        UnknownStatementError: There is no such file.
    """
    path = files("dashboards") / "sql" / f"{name}.sql"
    try:
        sql = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise UnknownStatementError(f"there is no dashboards/sql/{name}.sql; write it, or correct the name") from error
    for place, text in texts.items():
        sql = sql.replace(f"{{{place}}}", text)
    return sql
