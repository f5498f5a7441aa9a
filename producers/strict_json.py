"""JSON in which nothing is said twice: readers differ in which of two equal names of an object holds."""

import json
import re
from collections.abc import Sequence
from typing import Any

__all__ = ["RepeatedNameError", "decoder", "refuse_repeated_names"]


class RepeatedNameError(ValueError):
    """An object has a name twice. The message says it if it may be a field's, and shows no value."""

    def __init__(self, name: str) -> None:
        shown = name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) else "a name"
        super().__init__(f"{shown} stands twice in one object; keep the one that is right")


def decoder() -> json.JSONDecoder:
    """Return a decoder of JSON as RFC 8259 has it: no name twice, no NaN and no Infinity.

    Its methods raise `json.JSONDecodeError` with the place where the text is no JSON, RepeatedNameError, ValueError for
    what is no number of JSON or one of more than 4,300 digits, and RecursionError where it nests too deep.
    """
    return json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refused)


def refuse_repeated_names(text: str) -> None:
    """Refuse JSON in which an object has a name twice; what else may be wrong with it is not asked.

    Raises:
        RepeatedNameError: a name stands twice.
    """
    try:
        decoder().decode(text)
    except RepeatedNameError:
        raise
    except (ValueError, RecursionError):
        return


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            raise RepeatedNameError(name)
        read[name] = value
    return read


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON; leave the field out where nothing is known")
