"""A short mark of a JSON value, by which what was published is known again."""

import hashlib
import json
from typing import Any

__all__ = ["fingerprint"]

_DIGITS = 16


def fingerprint(value: Any) -> str:
    """Return the mark of a JSON value: the first 16 hexadecimal digits of SHA-256 over its keys in order.

    Two values that are equal as JSON have the same mark, whatever the order of their keys.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
