"""What the plugin's backend makes of a statement: its macros, outside comments and inside strings alike."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from dashboards.errors import MacroError
from dashboards.macros.comments import without_comments
from dashboards.macros.context import Context

__all__ = ["expand_in_backend"]

_PREFIX = "$__"
_MACRO = re.compile(r"\$__(\w+)", re.ASCII)
_WHOLE_STATEMENTS = {"columns", "rateColumns", "perSecondColumns", "increaseColumns", "lttb", "table", "column"}
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_DURATION = re.compile(r"(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|ns)", re.ASCII)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")


def expand_in_backend(sql: str, context: Context) -> str:
    """Return the statement as the plugin sends it to ClickHouse; alert rules pass here alone.

    Comments of a statement with a macro become spaces; a statement without any stays as it is. Unknown macros stay.

    Raises:
        MacroError: A macro has the wrong number of arguments, or is one that writes a whole statement.
    """
    return _expanded(without_comments(sql), context) if _PREFIX in sql else sql


def _expanded(sql: str, context: Context) -> str:
    done, place = [], 0
    while match := _MACRO.search(sql, place):
        done.append(sql[place : match.start()])
        place, name = match.end(), match[1]
        if name in _WHOLE_STATEMENTS:
            raise MacroError(f"$__{name} writes a whole statement or names the editor's table; write the SQL out")
        if name not in _MACROS:
            done.append(match.group())
            continue
        arguments: Sequence[str] = ()
        if sql[place : place + 1] == "(":
            arguments, place = _arguments(sql, place + 1, name)
        count, write = _MACROS[name]
        if count and (len(arguments) != count or not all(arguments)):
            raise MacroError(f"$__{name} takes {count} arguments, not {len([one for one in arguments if one])}")
        done.append(write(*(_expanded(argument, context) for argument in arguments[:count]), context))
    return "".join(done) + sql[place:]


def _arguments(sql: str, begin: int, name: str) -> tuple[Sequence[str], int]:
    """Split at commas outside parentheses and quotes; return the trimmed arguments and where the macro ends."""
    arguments, depth, last, quote = [], 1, begin, ""
    for place in range(begin, len(sql)):
        character = sql[place]
        if quote or character in "'\"":
            quote = "" if character == quote else quote or character
            continue
        depth += {"(": 1, ")": -1}.get(character, 0)
        if (character == "," and depth == 1) or depth == 0:
            arguments.append(sql[last:place].strip())
            last = place + 1
        if depth == 0:
            return arguments, last
    raise MacroError(f"$__{name}( is never closed; add the parenthesis")


def _seconds(moment: datetime) -> str:
    return f"toDateTime({(moment - _EPOCH) // timedelta(seconds=1)})"


def _milliseconds(moment: datetime) -> str:
    return f"fromUnixTimestamp64Milli({(moment - _EPOCH) // timedelta(milliseconds=1)})"


def _between(column: str, write: Callable[[datetime], str], context: Context) -> str:
    return f"{column} >= {write(context.start)} AND {column} <= {write(context.end)}"


def _dates(column: str, context: Context) -> str:
    return _between(column, lambda moment: f"toDate('{moment.astimezone(context.process_zone):%Y-%m-%d}')", context)


def _dates_and_times(date: str, time: str, context: Context) -> str:
    return f"({_dates(date, context)}) AND ({_between(time, _seconds, context)})"


def _whole_seconds(context: Context) -> int:
    return max(context.interval_ms, 1000) // 1000


def _grouped(column: str, duration: str, _context: Context) -> str:
    """Write a bucket of a duration as Go writes them: signed, fractions allowed, to the nearest second from 0.5 up."""
    text = duration.strip("'\"").removeprefix("+")
    seconds = sum(float(number) * _UNITS[unit] for number, unit in _DURATION.findall(text))
    whole = math.floor(seconds + 0.5)
    if _DURATION.sub("", text) or whole < 1:
        raise MacroError(f"$__timeGroup takes a duration of Go from 500ms on, e.g. 5m or 1h30m, not {duration!r}")
    return f"toStartOfInterval(toDateTime({column}), INTERVAL {whole} second)"


_MACROS: Mapping[str, tuple[int, Callable[..., str]]] = {
    "timeFilter": (1, lambda column, context: _between(column, _seconds, context)),
    "timeFilter_ms": (1, lambda column, context: _between(column, _milliseconds, context)),
    "dateFilter": (1, _dates),
    "dateTimeFilter": (2, _dates_and_times),
    "dt": (2, _dates_and_times),
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
    "interval": (0, lambda context: context.interval()),
    "interval_s": (0, lambda context: str(_whole_seconds(context))),
    "interval_ms": (0, lambda context: str(context.interval_ms)),
}
"""Each macro with how many arguments it takes; it is given these and the context. One that takes none ignores any."""
