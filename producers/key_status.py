"""Are the keys in order, and if not, what helps?"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from producers.keys import KeyRing
from producers.pseudonyms import KEY_BYTES
from producers.seasons import Season, season_of
from schemas.programmes import Programme

__all__ = ["NEEDED_AFTER_SEASON", "KeyFinding", "examine_keys"]

NEEDED_AFTER_SEASON = timedelta(days=90)
"""How long after its season a key may be needed: older check-ins are refused as too late, and deleted."""

_OPEN_TO_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """A season's key of a programme, or what else was looked at. `remedy` is empty where it is in order."""

    season: Season | None
    programme: Programme | None
    state: str
    since: datetime | None = None
    remedy: str = ""

    @property
    def healthy(self) -> bool:
        """Whether nothing is to be done."""
        return not self.remedy


def examine_keys(ring: KeyRing, now: datetime) -> Iterator[KeyFinding]:
    """Look at the directory, at this season's key of each programme, at every other key, and at broken-off acts."""
    for place, mode in ((ring.directory, "700"), (ring.receipts.path, "600")):
        if os.path.lexists(place) and _mode(place) & _OPEN_TO_OTHERS:
            state = f"{place} is open to others, mode {_mode(place):04o}"
            yield KeyFinding(None, None, state, remedy=f"chmod {mode} {place}")
    season = season_of(now)
    there = {(key.season, key.programme): key.path for key in ring.list()}
    wanted = [(season, programme) for programme in Programme if programme.carries_persons]
    for which, programme in sorted({*there, *wanted}, key=lambda key: (key[0].end, key[1])):
        path = there.get((which, programme))
        if path is None:
            yield KeyFinding(which, programme, "none yet: the first check-in with a card makes it")
        else:
            state, remedy = _examined(path, which, programme, now)
            yield KeyFinding(which, programme, state, datetime.fromtimestamp(path.lstat().st_mtime, UTC), remedy)
    for left in ring.receipts.unfinished():
        state = f"its destruction began at {left.at:%Y-%m-%d %H:%M:%S} UTC and was broken off"
        remedy = f"engage keys destroy --season {left.season} --programme {left.programme}"
        yield KeyFinding(left.season, left.programme, state, left.at, remedy)


def _examined(path: Path, season: Season, programme: Programme, now: datetime) -> tuple[str, str]:
    """Return a key's state, and what helps where it is not in order."""
    whose = f"--season {season} --programme {programme}"
    if path.is_symlink() or path.stat().st_size != KEY_BYTES:
        return f"{path} holds no key of {KEY_BYTES} bytes", "restore it from a backup, or remove it to begin a new one"
    if _mode(path) & _OPEN_TO_OTHERS:
        return (
            f"open to others, mode {_mode(path):04o}",
            f"chmod 600 {path}; if anybody may have read it: engage keys rotate {whose}",
        )
    if (last := season.end + NEEDED_AFTER_SEASON) < now:
        return f"not needed any more since {last:%Y-%m-%d}", f"engage keys destroy {whose}"
    return "there, and its owner's alone", ""


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)
