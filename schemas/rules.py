"""What must fit together within one event, as values: contracts refuse by them, and forms show them before sending.

A rule is data: `described` gives it to whoever checks elsewhere, in another language. Its meaning is that of `fault`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from pydantic import AfterValidator

__all__ = ["BeginsItsPeriod", "Different", "NotBefore", "Rule", "SumWithin", "validator_of"]


class Rule(Protocol):
    """A rule about fields of an event's data, each of which fits its own type already."""

    def fault(self, data: Mapping[str, Any]) -> str:
        """Return what contradicts what, and what to write instead; empty where nothing does."""

    def described(self) -> Mapping[str, str]:
        """Return the rule by its name, with the fields that it is about."""


@dataclass(frozen=True, slots=True)
class SumWithin:
    """The numbers of `parts` add up to at most `total`; fewer may be of a known kind than there are in all."""

    parts: str
    total: str

    def fault(self, data: Mapping[str, Any]) -> str:
        """Return that more people have an age than there are."""
        known = sum(data.get(self.parts, {}).values())
        if known <= data[self.total]:
            return ""
        return f"{known} people have an age, but {self.total} is {data[self.total]}; correct one, or leave ages out"

    def described(self) -> Mapping[str, str]:
        """Return the rule as `sum-within`."""
        return {"rule": "sum-within", "parts": self.parts, "total": self.total}


@dataclass(frozen=True, slots=True)
class Different:
    """`one` and `other` are not the same."""

    one: str
    other: str

    def fault(self, data: Mapping[str, Any]) -> str:
        """Return that somebody was referred to where they were already."""
        if data[self.one] != data[self.other]:
            return ""
        return f"nobody is referred from {data[self.other]} to itself; name the agency they were sent to"

    def described(self) -> Mapping[str, str]:
        """Return the rule as `different`."""
        return {"rule": "different", "one": self.one, "other": self.other}


@dataclass(frozen=True, slots=True)
class BeginsItsPeriod:
    """`day` is the first day of its `period`: any day, a week's Monday (ISO 8601), the first of a month."""

    period: str
    day: str

    def fault(self, data: Mapping[str, Any]) -> str:
        """Return on which day the period begins that the day lies in."""
        day: date = data[self.day]
        match data[self.period]:
            case "week":
                first = day - timedelta(days=day.weekday())
            case "month":
                first = day.replace(day=1)
            case _:
                first = day
        return "" if first == day else f"the {data[self.period]} begins on {first}, not on {day}; write {first}"

    def described(self) -> Mapping[str, str]:
        """Return the rule as `begins-its-period`."""
        return {"rule": "begins-its-period", "period": self.period, "day": self.day}


@dataclass(frozen=True, slots=True)
class NotBefore:
    """`last` is not before `first`; either may be unknown."""

    first: str
    last: str

    def fault(self, data: Mapping[str, Any]) -> str:
        """Return that a gathering ends before it starts."""
        starts, ends = data.get(self.first), data.get(self.last)
        if starts is None or ends is None or ends >= starts:
            return ""
        return (
            f"the gathering ends at {ends.isoformat()}, before it starts at {starts.isoformat()}; swap or correct them"
        )

    def described(self) -> Mapping[str, str]:
        """Return the rule as `not-before`."""
        return {"rule": "not-before", "first": self.first, "last": self.last}


def validator_of(rule: Rule) -> AfterValidator:
    """Return a validator of pydantic's that refuses data with the rule's fault."""
    return AfterValidator(_check(rule))


def _check(rule: Rule) -> Callable[[Any], Any]:
    def check(data: Any) -> Any:
        fault = rule.fault(data)
        if fault:
            raise ValueError(fault)
        return data

    return check
