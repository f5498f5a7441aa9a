"""What the rules see in a statement."""

import re
from collections.abc import Set as AbstractSet

from dashboards.macros import without_comments

__all__ = ["TIMELESS_VIEWS", "conditions_of", "plain", "sources_of", "views_of"]

TIMELESS_VIEWS = frozenset({"inside", "pipeline_workers", "pipeline_books"})
"""The published views that say how things are now, whatever the period."""


def plain(sql: str) -> str:
    """Return a statement without comments, and with its strings empty."""
    return re.sub(r"'(?:[^'\\]|\\.|'')*'", "''", without_comments(sql))


def sources_of(sql: str) -> AbstractSet[str]:
    """Return what stands behind FROM and JOIN, e.g. `published.days`, without what WITH or parentheses name."""
    text = plain(sql)
    named = set(re.findall(r"(?:WITH|,)\s*(\w+)\s+AS\s*\(", text, re.IGNORECASE))
    found = re.findall(r"\b(?:FROM|JOIN)\s+([\w.`\"]+)(\s*\()?", text, re.IGNORECASE)
    return {name + ("()" if called else "") for name, called in found if name not in named}


def views_of(sql: str) -> AbstractSet[str]:
    """Return the published views that a statement reads."""
    return {name.partition(".")[2] for name in sources_of(sql) if name.startswith("published.")}


def conditions_of(sql: str) -> tuple[str, list[list[str]]]:
    """Return a statement without its `$__conditionalAll`s, and the arguments of each, split as the plugin does."""
    found: list[list[str]] = []
    opening = "$__conditionalAll("
    while (begin := sql.find(opening)) != -1:
        place, depth, last, arguments = begin + len(opening), 1, begin + len(opening), []
        while place < len(sql) and depth:
            depth += {"(": 1, ")": -1}.get(sql[place], 0)
            if depth == 0 or (sql[place] == "," and depth == 1):
                arguments.append(sql[last:place].strip())
                last = place + 1
            place += 1
        found.append(arguments)
        sql = sql[:begin] + "1=1" + sql[place:]
    return sql, found
