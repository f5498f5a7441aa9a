"""What publishing did or would do, for people and for machines."""

from collections.abc import Iterator, Sequence
from typing import Any

from dashboards.publishing.step import Step

__all__ = ["as_dict", "as_lines"]

_DONE = {"create": "created", "change": "changed", "delete": "deleted"}


def as_lines(steps: Sequence[Step]) -> Iterator[str]:
    """Yield each step with its differences below it."""
    for step in steps:
        yield f"{step.action} {step.subject}"
        if step.conflict:
            yield f"  CONFLICT: {step.conflict}"
        yield from (f"  {line}" for line in step.differences)


def as_dict(steps: Sequence[Step], *, written: bool, trouble: str) -> dict[str, Any]:
    """Return the report: what was written, or with `written` false would be."""
    return {
        "written": written,
        "steps": [
            {
                "action": step.action,
                "subject": step.subject,
                "uid": step.place,
                "differences": list(step.differences),
                "conflict": step.conflict,
            }
            for step in steps
        ],
        "counts": {_DONE[action]: sum(step.action == action for step in steps) for action in _DONE},
        "trouble": trouble,
    }
