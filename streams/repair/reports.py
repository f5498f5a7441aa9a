"""What the repairing commands say: dead letters, what would change, how roll-ups compare, what was brought back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from streams.repair.backfilling import Backfilled
from streams.repair.letters import Group, Letter
from streams.repair.prediction import Change, Prediction
from streams.repair.rebuilding import Rebuilt
from streams.repair.reconsidering import Reconsidered, Refusal

__all__ = [
    "backfilled_lines",
    "counted_once_lines",
    "group_as_dict",
    "group_lines",
    "letter_as_dict",
    "letter_line",
    "letter_lines",
    "prediction_as_dict",
    "prediction_lines",
    "rebuilt_as_dict",
    "rebuilt_lines",
    "refusal_as_dict",
    "refusal_lines",
]

_SHOWN = 20
_HELSINKI = ZoneInfo("Europe/Helsinki")


def group_lines(groups: Sequence[Group]) -> list[str]:
    """Give a line a reason, topic and state, and one for all."""
    lines = [
        f"{group.letters:>7,}  {group.reason.value:<15} {group.state:<10} {group.topic}  "
        f"{_shown(group.oldest)} to {_shown(group.newest)}"
        for group in groups
    ]
    total = sum(group.letters for group in groups)
    return [*lines, f"{total:>7,}  in all"] if groups else ["no dead letter fits"]


def group_as_dict(group: Group) -> dict[str, Any]:
    """Give a group as JSON has it."""
    return {
        "reason": group.reason.value,
        "topic": group.topic,
        "state": group.state.value,
        "letters": group.letters,
        "oldest": group.oldest.isoformat(),
        "newest": group.newest.isoformat(),
    }


def letter_line(letter: Letter) -> str:
    """Give a dead letter in one line: where, when, why, and what was done about it."""
    return f"{letter.place}  {_shown(letter.appended)}  {letter.reason}: {letter.detail}  [{_state(letter)}]"


def letter_lines(letter: Letter, now_says: Refusal | None, sent_outcome: Sequence[str]) -> list[str]:
    """Give a whole dead letter, with what a replay would come to now."""
    value = letter.value.decode(errors="backslashreplace")
    lines = [
        f"place     {letter.place}",
        f"appended  {letter.appended.isoformat()} ({_shown(letter.appended)} in Helsinki)",
        f"source    {letter.source or 'not given'}",
        f"reason    {letter.reason}: {letter.detail}",
        f"remedy    {letter.reason.remedy}",
        f"state     {_state(letter)}",
    ]
    if letter.sent_to is not None:
        outcome = " and ".join(sent_outcome) or "not consumed yet; is a worker running?"
        lines.append(f"          there: {outcome}")
    lines += [f"header    {name}: {content.decode(errors='backslashreplace')}" for name, content in letter.headers]
    lines.append(f"value     {value or 'not kept'}")
    if now_says is None:
        lines.append("replay    would be accepted now")
    else:
        lines += [
            f"replay    would be refused now: {now_says.reason}: {now_says.detail}",
            f"          {now_says.remedy}",
        ]
    return lines


def letter_as_dict(letter: Letter) -> dict[str, Any]:
    """Give a dead letter as JSON has it; bytes that are no UTF-8 are escaped."""
    return {
        "place": str(letter.place),
        "appended": letter.appended.isoformat(),
        "reason": letter.reason.value,
        "detail": letter.detail,
        "remedy": letter.reason.remedy,
        "source": letter.source,
        "headers": [[name, content.decode(errors="backslashreplace")] for name, content in letter.headers],
        "value": letter.value.decode(errors="backslashreplace"),
        "state": letter.state.value,
        "at": letter.at.isoformat() if letter.at else None,
        "who": letter.who,
        "why": letter.why,
        "sent_to": str(letter.sent_to) if letter.sent_to else None,
    }


def refusal_lines(reconsidered: Reconsidered) -> list[str]:
    """Give the first letters that would be refused again, each with what helps."""
    refusals = reconsidered.refusals
    lines = [
        line
        for refusal in refusals[:_SHOWN]
        for line in (f"{refusal.letter.place}: {refusal.reason}: {refusal.detail}", f"    {refusal.remedy}")
    ]
    return lines + ([f"… and {len(refusals) - _SHOWN} more"] if len(refusals) > _SHOWN else [])


def refusal_as_dict(refusal: Refusal) -> dict[str, Any]:
    """Give a refusal as JSON has it."""
    return {
        "place": str(refusal.letter.place),
        "reason": refusal.reason.value,
        "detail": refusal.detail,
        "remedy": refusal.remedy,
    }


def prediction_lines(prediction: Prediction) -> list[str]:
    """Give each number that would change, published ones first, with by how much."""
    lines = ["Published numbers that would change:"]
    lines += _change_lines(prediction.published) or ["  none"]
    lines += ["Rows of roll-ups that would change (exact: for the database's owner):"]
    return lines + (_change_lines(prediction.roll_ups) or ["  none"])


def prediction_as_dict(prediction: Prediction) -> dict[str, Any]:
    """Give a prediction as JSON has it."""
    return {
        "published": [_change_as_dict(change) for change in prediction.published],
        "roll_ups": [_change_as_dict(change) for change in prediction.roll_ups],
    }


def rebuilt_lines(found: Rebuilt, *, dry_run: bool) -> list[str]:
    """Give how a roll-up compares, what was done, and what helps where something is left."""
    counts = {
        "equal": found.equal,
        "different": found.different,
        "missing": found.missing,
        "removed": found.removed,
        "final, left as they are": found.frozen,
        "not asked for": found.left,
        "changed by a worker meanwhile": found.meanwhile,
        "with events that hold elsewhere": found.moved,
    }
    lines = [f"{found.roll_up}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)]
    if not any(counts.values()):
        lines = [f"{found.roll_up}: no rows"]
    if found.examples:
        shown = ", ".join(f"{gathering} ({programme})" for programme, gathering in found.examples)
        lines.append(f"  wrong: {shown}{' …' if found.different + found.missing > len(found.examples) else ''}")
    if dry_run:
        lines += _change_lines(found.changes[:_SHOWN])
        if len(found.changes) > _SHOWN:
            lines.append(f"  and {len(found.changes) - _SHOWN:,} more changes; --json shows up to a thousand")
    if found.fewer:
        lines.append(
            f"  {found.fewer:,} rows were made from more facts than there are now, {found.extra:,} of them from facts "
            "that are all gone; they are left. Bring the facts back with engage backfill; or, if they are gone for "
            "good and the numbers are to go too, give --accept-fewer-facts"
        )
    if found.swapped:
        lines.append(f"  put right; {found.caught_up:,} recomputed once more for what came in meanwhile")
    elif (found.wrong or found.moved) and dry_run:
        lines.append("  nothing was changed; without --dry-run it is put right")
    return lines


def rebuilt_as_dict(found: Rebuilt) -> dict[str, Any]:
    """Return how a roll-up compares as JSON has it."""
    changes = [{**_change_as_dict(change), "why": list(change.why)} for change in found.changes]
    return {**asdict(replace(found, changes=())), "changes": changes, "in_order": found.in_order}


def counted_once_lines(changes: Sequence[Change]) -> list[str]:
    """Return the venues' months of which days and months are known: what counts, and what an older release added up."""
    if not changes:
        return []
    lines = [
        f"{len(changes):,} months of venues have finer and coarser totals; the finer count, and nothing changes here:"
    ]
    lines += [
        f"  {' '.join(str(part) for part in change.key.values())}: {change.after['visits']:,} counted of "
        f"{change.before['visits']:,}"
        for change in changes[:_SHOWN]
    ]
    return lines + ([f"  and {len(changes) - _SHOWN:,} more"] if len(changes) > _SHOWN else [])


def backfilled_lines(found: Backfilled, *, dry_run: bool) -> list[str]:
    """Give what became of the messages that were read again."""
    would = "would be " if dry_run else ""
    lines = [f"{found.read:,} messages read; facts that {would or 'were '}new: {sum(found.new.values()):,}"]
    lines += [f"  {number:,} in {table}" for table, number in sorted(found.new.items())]
    told = {
        f"facts {would}stored in a higher version": sum(found.raised.values()),
        "offsets that were in no outcome of the books": found.booked,
        f"of these {would}dead letters": found.dead,
        "dead letters, left to engage dead-letters replay": found.left,
        "facts too old to be kept, left": found.aged,
        "messages, accepted once, that this release's rules refuse: left as they are": found.refused,
    }
    lines += [f"{number:,} {what}" for what, number in told.items() if number]
    return lines + (["stopped before the end; run it again: what is stored counts once"] if found.stopped else [])


def _change_lines(changes: Sequence[Change]) -> list[str]:
    return [line for change in changes for line in _lines_of(change)]


def _lines_of(change: Change) -> Iterator[str]:
    about = " ".join(str(value) for value in change.key.values())
    what = "" if change.before and change.after else " (new row)" if change.after else " (row goes)"
    why = f": {', '.join(change.why)}" if change.why else ""
    yield f"  {change.where} {about}{what}{why}"
    for column in change.columns:
        before, after = change.before.get(column), change.after.get(column)
        yield f"    {column}: {_text(before)} → {_text(after)}{_by(before, after)}"


def _by(before: Any, after: Any) -> str:
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (before, after))
    return f" ({after - before:+g})" if numbers else ""


def _change_as_dict(change: Change) -> dict[str, Any]:
    return {
        "where": change.where,
        "key": _plain(change.key),
        "before": _plain(change.before),
        "after": _plain(change.after),
        "changed": change.columns,
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(row, default=_as_text))
    return found


def _as_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _text(value: Any) -> str:
    return "not there" if value is None else str(value)


def _state(letter: Letter) -> str:
    if letter.at is None:
        return letter.state
    done = f"{letter.state} {_shown(letter.at)} by {letter.who}"
    if letter.sent_to is not None:
        done += f" to {letter.sent_to}"
    return f"{done}: {letter.why}" if letter.why else done


def _shown(instant: datetime) -> str:
    return f"{instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(_HELSINKI):%Y-%m-%d %H:%M}"
