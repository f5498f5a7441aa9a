"""What Grafana makes of a statement before ClickHouse sees it: variables, then the plugin's macros.

Follows grafana-clickhouse-datasource 4.20.0: `$__conditionalAll` and `${variable}` are replaced in the browser, all
other macros in the plugin's backend. The traps of both are kept: a statement that falls into one must fail here too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dashboards.errors import MacroError

__all__ = ["Context", "Selection", "expand", "left_over"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen of a variable.

    Attributes:
        values: The chosen values; where all are chosen, every option there is.
        every: Whether "All" is chosen.
        multi: Whether several could be.
    """

    values: tuple[str, ...] = ()
    every: bool = False
    multi: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What a statement is expanded for: a time range with both ends, an interval in ms, and what is chosen."""

    start: datetime
    end: datetime
    interval_ms: int = 60_000
    selections: Mapping[str, Selection] = field(default_factory=dict)


def expand(sql: str, context: Context) -> str:
    """Give the statement as ClickHouse gets it. What neither side knows stays as it is: see `left_over`.

    Raises:
        MacroError: A macro has the wrong number of arguments, or is one that only a query of its own kind may have.
    """
    return _backend(_interpolated(_conditional(sql, context.selections), context.selections), context)


def left_over(sql: str) -> Sequence[str]:
    """Give the macros and variables that an expanded statement still has; ClickHouse refuses each."""
    return re.findall(r"\$__\w+|\$\{\w+[^}]*\}|\$[A-Za-z]\w*", _without_comments(sql))


# In the browser.

_CONDITIONAL = "$__conditionalAll("


def _conditional(sql: str, selections: Mapping[str, Selection]) -> str:
    """Replace `$__conditionalAll(condition, $variable)`, the last one first."""
    while (begin := sql.rfind(_CONDITIONAL)) != -1:
        arguments = _arguments_in_browser(sql, begin + len(_CONDITIONAL))
        if len(arguments) != 2:
            return sql  # as the plugin does: it stays, and no other is replaced either
        condition, variable = arguments
        name = re.search(r"(?<=\$\{)\w+(?=\})|(?<=\$)\w+", variable.strip())
        selection = selections.get(name.group()) if name else None
        if selection is not None and (selection.every or ",".join(selection.values) == ""):
            condition = "1=1"
        sql = _replaced_as_in_javascript(sql, f"{_CONDITIONAL}{arguments[0]},{arguments[1]})", condition)
    return sql


def _arguments_in_browser(sql: str, begin: int) -> Sequence[str]:
    """Split at commas outside parentheses. Quotes are not looked at: a comma in a string splits too."""
    arguments, depth, last = [], 1, begin
    for place in range(begin, len(sql)):
        character = sql[place]
        depth += {"(": 1, ")": -1}.get(character, 0)
        if (character == "," and depth == 1) or depth == 0:
            arguments.append(sql[last:place])
            last = place + 1
        if depth == 0:
            return arguments
    return ()


def _replaced_as_in_javascript(text: str, found: str, replacement: str) -> str:
    """Replace the first occurrence; `$$`, `$&`, `` $` `` and `$'` in the replacement mean something to JavaScript."""
    before, _, after = text.partition(found)
    meaning = {"$$": "$", "$&": found, "$`": before, "$'": after}
    return before + re.sub(r"\$[$&`']", lambda match: meaning[match.group()], replacement) + after


def _interpolated(sql: str, selections: Mapping[str, Selection]) -> str:
    def value(match: re.Match[str]) -> str:
        name, form = match.group("braced") or match.group("bare"), match.group("form") or ""
        selection = selections.get(name)
        return match.group() if selection is None else _formatted(selection, form)

    return re.sub(r"\$\{(?P<braced>\w+)(?::(?P<form>\w+))?\}|\$(?!__)(?P<bare>[A-Za-z]\w*)", value, sql)


def _formatted(selection: Selection, form: str) -> str:
    values = selection.values
    if form in {"singlequote", "sqlstring"}:
        quote = "\\'" if form == "singlequote" else "''"
        return ",".join("'" + value.replace("'", quote) + "'" for value in values)
    if form in {"csv", "raw"}:
        return ",".join(values)
    if form:
        raise MacroError(f"variables are not written as :{form} here; use :singlequote")
    if selection.multi:
        return ",".join(f"'{value}'" for value in values)
    return values[0] if values else ""


# In the plugin's backend.


def _seconds(moment: datetime) -> str:
    return f"toDateTime({int(moment.timestamp())})"


def _milliseconds(moment: datetime) -> str:
    return f"fromUnixTimestamp64Milli({int(moment.timestamp() * 1000)})"


def _date(moment: datetime) -> str:
    return f"toDate('{moment.astimezone(UTC):%Y-%m-%d}')"


def _between(column: str, of: Callable[[datetime], str], context: Context) -> str:
    return f"{column} >= {of(context.start)} AND {column} <= {of(context.end)}"


def _both(date: str, time: str, context: Context) -> str:
    return f"({_between(date, _date, context)}) AND ({_between(time, _seconds, context)})"


def _whole_seconds(context: Context) -> int:
    return max(context.interval_ms, 1000) // 1000


def _grouped(column: str, duration: str, _context: Context) -> str:
    units = {"h": 3600, "m": 60, "s": 1}
    if not re.fullmatch(r"(\d+[hms])+", duration):
        raise MacroError(f"$__timeGroup takes a duration of Go, e.g. 5m or 1h, not {duration!r}")
    seconds = sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([hms])", duration))
    return f"toStartOfInterval(toDateTime({column}), INTERVAL {seconds} second)"


_MACROS: Mapping[str, tuple[int, Callable[..., str]]] = {
    "timeFilter": (1, lambda column, context: _between(column, _seconds, context)),
    "timeFilter_ms": (1, lambda column, context: _between(column, _milliseconds, context)),
    "dateFilter": (1, lambda column, context: _between(column, _date, context)),
    "dateTimeFilter": (2, _both),
    "dt": (2, _both),
    "fromTime": (0, lambda context: _seconds(context.start)),
    "toTime": (0, lambda context: _seconds(context.end)),
    "fromTime_ms": (0, lambda context: _milliseconds(context.start)),
    "toTime_ms": (0, lambda context: _milliseconds(context.end)),
    "timeFrom": (1, lambda column, context: f"{column} >= {_seconds(context.start)}"),
    "timeTo": (1, lambda column, context: f"{column} <= {_seconds(context.end)}"),
    "timeInterval": (
        1,
        lambda column, context: f"toStartOfInterval(toDateTime({column}), INTERVAL {_whole_seconds(context)} second)",
    ),
    "timeInterval_ms": (
        1,
        lambda column, context: (
            f"toStartOfInterval(toDateTime64({column}, 3), INTERVAL {max(context.interval_ms, 1)} millisecond)"
        ),
    ),
    "timeGroup": (2, _grouped),
    "interval_s": (0, lambda context: str(_whole_seconds(context))),
    "interval_ms": (0, lambda context: str(context.interval_ms)),
}
"""Each macro with how many arguments it takes; it is given these and the context."""

_WHOLE_STATEMENTS = {"columns", "rateColumns", "perSecondColumns", "increaseColumns", "lttb", "table", "column"}

_TOKEN = re.compile(r"(?P<comment>--[^\n]*|/\*.*?\*/)|\$__(?P<name>\w+)", re.DOTALL)


def _backend(sql: str, context: Context) -> str:
    """Replace the macros outside comments, the inner ones of arguments too."""
    done, place = [], 0
    while match := _TOKEN.search(sql, place):
        done.append(sql[place : match.start()])
        place, name = match.end(), match.group("name")
        if match.group("comment") or (name not in _MACROS and name not in _WHOLE_STATEMENTS):
            done.append(match.group())
            continue
        if name in _WHOLE_STATEMENTS:
            raise MacroError(f"$__{name} writes a whole statement or names the editor's table; write the SQL out")
        arguments: Sequence[str] = ()
        if sql[place : place + 1] == "(":
            arguments, place = _arguments_in_backend(sql, place + 1, name)
        count, made = _MACROS[name]
        if len(arguments) != count:
            raise MacroError(f"$__{name} takes {count} arguments, not {len(arguments)}")
        done.append(made(*(_backend(argument, context) for argument in arguments), context))
    return "".join(done) + sql[place:]


def _arguments_in_backend(sql: str, begin: int, name: str) -> tuple[Sequence[str], int]:
    arguments = _arguments_in_browser(sql, begin)
    if not arguments:
        raise MacroError(f"$__{name}( is never closed; add the parenthesis")
    end = begin + sum(map(len, arguments)) + len(arguments)
    trimmed = [argument.strip() for argument in arguments]
    return ([] if trimmed == [""] else trimmed), end


def _without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.DOTALL)
