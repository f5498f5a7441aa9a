"""The parameters of queries: each read once, within its limits, and described by the same value in the contract."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from producers.gateway.problems import Problem, ProblemError

__all__ = [
    "AFTER",
    "AHEAD",
    "DAYS",
    "DEVICE",
    "GATHERING",
    "LIMIT",
    "SECURE",
    "DeviceParameter",
    "IntegerParameter",
    "PageStart",
    "PageStartParameter",
]

GATHERING = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,79}")
"""A gathering's id, as every contract has it."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class IntegerParameter:
    """A whole number between two limits, the same as in JSON: no leading zeros, no spaces, no plus."""

    name: str
    description: str
    minimum: int
    maximum: int
    default: int

    def read(self, request: Request) -> int:
        """Return the number, the default where the parameter is absent.

        Raises:
            ProblemError: it is repeated, empty, no whole number or out of its limits; it names all three.
        """
        text = _only(request, self.name)
        if text is None:
            return self.default
        if not _INTEGER.fullmatch(text) or not self.minimum <= int(text) <= self.maximum:
            raise _wrong(self.name, text, f"a whole number from {self.minimum} to {self.maximum}")
        return int(text)

    def described(self) -> Mapping[str, Any]:
        """Return the parameter as OpenAPI describes it."""
        limits = {"minimum": self.minimum, "maximum": self.maximum, "default": self.default}
        return _query(self.name, self.description, {"type": "integer", **limits})


@dataclass(frozen=True, slots=True)
class PageStart:
    """The place in a list of gatherings behind which a page begins: what the list is ordered by, of the one before."""

    closed: int
    starts: int
    gathering: str
    programme: str


_BEGINNING = PageStart(0, -(10**18), "", "")


@dataclass(frozen=True, slots=True)
class PageStartParameter:
    """Where a page begins: the `next` of the page before, which is text that a client hands back as it got it."""

    name: str
    description: str
    pattern: str = rf"^[01]\.-?[0-9]{{1,18}}\.[a-z]+(-[a-z]+)*\.{GATHERING.pattern}$"

    def read(self, request: Request) -> PageStart:
        """Return the place, the beginning where the parameter is absent.

        Raises:
            ProblemError: it is repeated or no place; names it and the value.
        """
        text = _only(request, self.name)
        if text is None:
            return _BEGINNING
        if not re.fullmatch(self.pattern.removeprefix("^").removesuffix("$"), text):
            raise _wrong(self.name, text, "the `next` of the page before")
        closed, starts, programme, gathering = text.split(".", 3)
        return PageStart(int(closed), int(starts), gathering, programme)

    @staticmethod
    def text(start: PageStart) -> str:
        """Return a place as text that `read` takes."""
        return f"{start.closed}.{start.starts}.{start.programme}.{start.gathering}"

    def described(self) -> Mapping[str, Any]:
        """Return the parameter as OpenAPI describes it."""
        return _query(self.name, self.description, {"type": "string", "pattern": self.pattern})


@dataclass(frozen=True, slots=True)
class DeviceParameter:
    """The device that asks: the 16 hexadecimal digits before the dash in the ids of its entries."""

    name: str
    description: str
    pattern: str = "^[0-9a-f]{16}$"

    def read(self, request: Request) -> str:
        """Return the device, empty where the parameter is absent.

        Raises:
            ProblemError: it is repeated or no device; names it and the value.
        """
        text = _only(request, self.name)
        if text is not None and not re.fullmatch(self.pattern, text):
            raise _wrong(self.name, text, "16 hexadecimal digits in small letters")
        return text or ""

    def described(self) -> Mapping[str, Any]:
        """Return the parameter as OpenAPI describes it."""
        return _query(self.name, self.description, {"type": "string", "pattern": self.pattern})


DAYS = IntegerParameter("days", "Of how many days", 1, 30, 7)
LIMIT = IntegerParameter("limit", "How many gatherings a page has at most", 1, 500, 100)
AHEAD = IntegerParameter("days", "How many days ahead", 1, 400, 60)
SECURE = IntegerParameter("secure", "1 where the page is reached over HTTPS", 0, 1, 0)
DEVICE = DeviceParameter("device", "The device whose entries `contains` names")
AFTER = PageStartParameter("after", "Where the page begins: the `next` of the page before")


def _only(request: Request, name: str) -> str | None:
    found = request.query_params.getlist(name)
    if len(found) > 1:
        raise ProblemError(Problem.WRONG_PARAMETER, f"{name} is given {len(found)} times; give it once")
    return found[0] if found else None


def _wrong(name: str, text: str, wanted: str) -> ProblemError:
    shown = ascii(text[:_SHOWN]) + ("…" if len(text) > _SHOWN else "")
    return ProblemError(Problem.WRONG_PARAMETER, f"{name}={shown} is not {wanted}")


def _query(name: str, description: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": dict(schema)}
