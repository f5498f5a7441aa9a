"""What a rule finds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Dashboard", "Fault", "Finding", "Rule", "language_of"]

Dashboard = Mapping[str, Any]
"""A dashboard as plain JSON values."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where (a panel's title, or the name of what else it is), what is wrong, and what to do."""

    where: str
    wrong: str
    remedy: str


Rule = Callable[[Dashboard], Iterator[Fault]]
"""A rule looks at one dashboard and gives its faults."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the rule that found it and the dashboard that has it."""

    rule: str
    dashboard: str
    fault: Fault

    def __str__(self) -> str:
        place = f" / {self.fault.where}" if self.fault.where else ""
        return f"{self.rule} {self.dashboard}{place}: {self.fault.wrong}; {self.fault.remedy}"


def language_of(dashboard: Dashboard) -> str:
    """Return the language that the dashboard was built in, by the end of its uid."""
    return str(dashboard.get("uid", "")).rpartition("-")[2]
