"""What a statement is expanded for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from dashboards.errors import MacroError

__all__ = ["Context", "Selection"]

_UNITS = (("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1))
_DAY_MS = 86_400_000


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
    """What a statement is expanded for.

    Attributes:
        start: The beginning of the time range, included.
        end: Its end, included.
        interval_ms: How far apart Grafana wants the points of a series, in milliseconds.
        selections: What is chosen of each variable, by its name.
        process_zone: The time zone of the plugin's process. Only `$__dateFilter`, `$__dateTimeFilter` and `$__dt`
            depend on it; no statement of the dashboards may.
    """

    start: datetime
    end: datetime
    interval_ms: int = 60_000
    selections: Mapping[str, Selection] = field(default_factory=dict)
    process_zone: tzinfo = UTC

    def interval(self) -> str:
        """Return the interval in the largest unit that divides it, e.g. `1m` or `1500ms`.

        Raises:
            MacroError: It is a day or more: how Grafana writes that was not looked at.
        """
        if self.interval_ms >= _DAY_MS:
            raise MacroError(f"$__interval of {self.interval_ms} ms is not written here; use $__interval_s")
        return next(f"{self.interval_ms // size}{unit}" for unit, size in _UNITS if self.interval_ms % size == 0)
