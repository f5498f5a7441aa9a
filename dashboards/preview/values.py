"""A value as Grafana would show it: its words, its unit, its colour."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dashboards.preview.fields import Field
from dashboards.preview.times import clock
from dashboards.text import Language

__all__ = ["Shown", "number_of", "shown", "step_colour", "unit_words"]

_PER_SECOND = {"cps": "/s", "ops": "op/s", "mps": "/s", "reqps": "req/s", "eps": "/s", "wps": "/s", "rps": "/s"}
_SECONDS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_BYTES = {"bytes": 1024, "decbytes": 1000}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a value.

    Attributes:
        text: Its words.
        colour: Its colour, as Grafana names it; empty where it has none.
        missing: Whether there is no value, so that the words say why.
    """

    text: str
    colour: str = ""
    missing: bool = False


def number_of(value: Any) -> float | None:
    """Return a value as a number; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return None if math.isnan(value) else float(value)


def shown(field: Field, value: Any, language: Language) -> Shown:
    """Return what Grafana would show of a value: the mapped word, else the number with its unit, else the text."""
    number = number_of(value)
    mapped = _mapped(field.config.get("mappings") or (), value, number)
    if mapped is not None and mapped.get("text"):
        return Shown(str(mapped["text"]), str(mapped.get("color") or ""))
    if value is None or (isinstance(value, float) and number is None):
        return Shown(field.no_value, missing=True)
    if number is not None:
        colour = step_colour(field, number) if field.judged else field.fixed_colour
        return Shown(_with_unit(number, field, language), colour)
    return Shown(_text(value, field.unit), field.fixed_colour)


def step_colour(field: Field, number: float) -> str:
    """Return the colour of the last step that a number reaches; empty without steps."""
    colour = ""
    for least, its in field.steps:
        if least is None or number >= least:
            colour = its
    return colour


def unit_words(unit: str) -> str:
    """Return what stands beside an axis for a unit; empty for plain counts."""
    if unit.startswith(("suffix:", "prefix:")):
        return unit[7:].strip()
    words = {"percentunit": "%", "percent": "%", "m": "min", "bytes": "B", "decbytes": "B", **_PER_SECOND}
    return words.get(unit, unit if unit in _SECONDS else "")


def _mapped(mappings: Sequence[Mapping[str, Any]], value: Any, number: float | None) -> Mapping[str, Any] | None:
    for mapping in mappings:
        options = mapping["options"]
        if mapping["type"] == "value":
            keys = [str(value).lower(), str(int(value))] if isinstance(value, bool) else [str(value)]
            for key in keys:
                if value is not None and key in options:
                    found: Mapping[str, Any] = options[key]
                    return found
        elif mapping["type"] == "special" and _is_special(options["match"], value):
            return dict(options["result"])
        elif mapping["type"] == "range" and number is not None:
            least, greatest = options.get("from"), options.get("to")
            if (least is None or number >= least) and (greatest is None or number <= greatest):
                return dict(options["result"])
    return None


def _is_special(match: str, value: Any) -> bool:
    empty = {"null": value is None, "empty": value == "", "true": value is True, "false": value is False}
    return bool(empty.get(match, value is None and "null" in match))


def _text(value: Any, unit: str) -> str:
    if isinstance(value, date):
        moment = clock(value)
        if unit.startswith("time:"):
            form = unit[5:]
            for token, code in (("YYYY", "%Y"), ("MM", "%m"), ("DD", "%d"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S")):
                form = form.replace(token, code)
            return moment.strftime(form)
        return moment.strftime("%Y-%m-%d %H:%M" if isinstance(value, datetime) else "%Y-%m-%d")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _with_unit(number: float, field: Field, language: Language) -> str:
    unit, decimals = field.unit, field.config.get("decimals")
    if unit == "percentunit":
        return f"{_plain(number * 100, decimals, language)}\u00a0%"
    if unit == "percent":
        return f"{_plain(number, decimals, language)}\u00a0%"
    if unit in _SECONDS:
        return _duration(number * _SECONDS[unit], decimals, language)
    if unit in _BYTES:
        return _bytes(number, _BYTES[unit], decimals, language)
    if unit.startswith("prefix:"):
        return unit[7:] + _plain(number, decimals, language)
    words = unit_words(unit)
    return _plain(number, decimals, language) + (f"\u00a0{words}" if words else "")


def _plain(number: float, decimals: int | None, language: Language) -> str:
    if decimals is None:
        wanted = 0 if number == round(number) or abs(number) >= 1000 else 1 if abs(number) >= 10 else 2
        text = f"{number:,.{wanted}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{number:,.{decimals}f}"
    text = text.replace("-", "\u2212")
    return text if language == "en" else text.replace(",", "\u00a0").replace(".", ",")


def _duration(seconds: float, decimals: int | None, language: Language) -> str:
    for word, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        if abs(seconds) >= size:
            return f"{_plain(seconds / size, decimals, language)}\u00a0{word}"
    return f"{_plain(seconds * 1000, decimals, language)}\u00a0ms" if seconds else "0\u00a0s"


def _bytes(number: float, base: int, decimals: int | None, language: Language) -> str:
    words = ["B", "kB", "MB", "GB", "TB"] if base == 1000 else ["B", "KiB", "MiB", "GiB", "TiB"]
    power = 0
    while abs(number) >= base and power < len(words) - 1:
        number, power = number / base, power + 1
    return f"{_plain(number, decimals, language)}\u00a0{words[power]}"
