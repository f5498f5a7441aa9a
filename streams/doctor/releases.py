"""Releases: whether what is due is published."""

from collections.abc import Iterable

from streams.doctor.examination import Examination, Finding
from streams.releases.calendar import last_ended_day
from streams.releases.editions import released_until

__all__ = ["look_at_releases"]


def look_at_releases(given: Examination) -> Iterable[Finding]:
    """Whether the last night's release was made, where any was made before."""
    until, due = released_until(given.store), last_ended_day(given.now())
    if until is None:
        return [Finding("releases", "none yet; `engage release` publishes what is due", looked_at=False)]
    state = f"published up to {until}"
    if until < due:
        return [
            Finding("releases", f"{state}, due up to {due}", "run `engage release`, or start `engage release --watch`")
        ]
    return [Finding("releases", state)]
