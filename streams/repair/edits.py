"""What an operator corrects in a dead letter before it is replayed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["NO_EDITS", "Edits", "merged", "patch_of"]


@dataclass(frozen=True, slots=True)
class Edits:
    """A JSON merge patch (RFC 7396) for the event's data, and a revision and a time in place of its own."""

    data: Mapping[str, Any] = field(default_factory=dict)
    revision: int | None = None
    time: str | None = None

    @property
    def fields(self) -> list[str]:
        """The places that are edited, without what is put there."""
        found = [f"data.{path}" for path in _paths(self.data)]
        found += ["revision"] if self.revision is not None else []
        return found + (["time"] if self.time is not None else [])

    def applied_to(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Give the event with the edits; the event itself stays as it is."""
        edited = dict(event)
        if self.data:
            edited["data"] = merged(event.get("data"), self.data)
        if self.revision is not None:
            edited["revision"] = self.revision
        if self.time is not None:
            edited["time"] = self.time
        return edited


NO_EDITS = Edits()


def merged(target: Any, patch: Any) -> Any:
    """Merge a patch into a JSON value: objects field by field, null takes a field out, all else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def patch_of(assignments: Sequence[str]) -> dict[str, Any]:
    """Make a merge patch of texts such as `people=34` or `by_age_band.13-17=28`: JSON where it is, else text.

    Raises:
        ValueError: one of them assigns nothing, or goes below a value that another one assigns.
    """
    patch: dict[str, Any] = {}
    for text in assignments:
        path, equals, value = text.partition("=")
        names = path.split(".")
        if not equals or not all(names):
            raise ValueError(f"{text!r} assigns nothing; write FIELD=VALUE, e.g. people=34 or by_age_band.13-17=28")
        inner = patch
        for name in names[:-1]:
            inner = inner.setdefault(name, {})
            if not isinstance(inner, dict):
                raise ValueError(f"{text!r} goes below {name}, which another one sets; give one of the two")  # noqa: TRY004
        inner[names[-1]] = _json_or_text(value)
    return patch


def _json_or_text(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _paths(patch: Mapping[str, Any]) -> list[str]:
    found = []
    for name, value in patch.items():
        found += [f"{name}.{path}" for path in _paths(value)] if isinstance(value, Mapping) and value else [name]
    return found
