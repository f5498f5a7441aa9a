"""Comments, as the plugin sees them."""

import re

__all__ = ["without_comments"]

_COMMENT_OR_QUOTED = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))|'(?:[^'\\]|\\.|'')*(?:'|\Z)|"(?:[^"\\]|\\.|"")*(?:"|\Z)""", re.DOTALL
)


def without_comments(sql: str) -> str:
    """Return the statement with a space in place of each byte of its comments.

    A comment begins at `--` or `/*` outside single and double quotes. Unlike ClickHouse the plugin knows neither `#`
    nor backticks nor `$tag$`: it takes `--` within backticks for a comment, and a quote within them for the beginning
    of a string.
    """
    return _COMMENT_OR_QUOTED.sub(_blank, sql)


def _blank(match: re.Match[str]) -> str:
    comment = match["comment"]
    return match.group() if comment is None else " " * len(comment.encode())
