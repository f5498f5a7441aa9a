"""What differs between a dashboard as it is in Grafana and as it is to be, in words."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboards.publishing.fingerprint import fingerprint

__all__ = ["comparable", "differences", "value_differences"]

_GRAFANAS_OWN = ("id", "version")
"""What Grafana writes into a dashboard by itself."""

_PARTS = {"templating": "variable", "annotations": "annotation"}
_LONGEST = 120


def comparable(dashboard: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dashboard without what Grafana writes into it by itself."""
    return {key: value for key, value in dashboard.items() if key not in _GRAFANAS_OWN}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return what differs, a line each; SQL as a unified diff below its line. Empty only where nothing does."""
    was, will = comparable(old), comparable(new)
    lines = list(_named(_panels(was), _panels(will), "panel"))
    for key, word in _PARTS.items():
        lines += _named(_listed(was.pop(key, None)), _listed(will.pop(key, None)), word)
    was.pop("panels", None)
    will.pop("panels", None)
    lines += value_differences(was, will)
    if not lines and fingerprint(comparable(old)) != fingerprint(comparable(new)):  # == takes False for 0
        lines.append("the order of panels, variables or annotations, or what lies beside them, changed")
    return lines


def value_differences(old: Any, new: Any, path: str = "") -> list[str]:
    """Return which values differ, by their path."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        lines = []
        for key in sorted({*old, *new}, key=str):
            where = f"{path}.{key}" if path else str(key)
            if key not in new:
                lines.append(f"{where} removed (was {_short(old[key])})")
            elif key not in old:
                lines.append(f"{where} added: {_short(new[key])}")
            else:
                lines += value_differences(old[key], new[key], where)
        return lines
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            line
            for index, (was, will) in enumerate(zip(old, new, strict=True))
            for line in value_differences(was, will, f"{path}[{index}]")
        ]
    if old == new and type(old) is type(new):
        return []
    if isinstance(old, str) and isinstance(new, str) and path.rpartition(".")[2] in {"rawSql", "query"}:
        return [f"{path}: SQL changed", *_sql(old, new)]
    return [f"{path}: {_short(old)} -> {_short(new)}"]


def _panels(dashboard: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return all panels, those inside collapsed rows too; a row without its panels."""
    found: list[Mapping[str, Any]] = []
    for panel in dashboard.get("panels") or ():
        if not isinstance(panel, Mapping):
            found.append({"title": _short(panel), "is": panel})
            continue
        inner = panel.get("panels")
        found.append({key: value for key, value in panel.items() if key != "panels" or not isinstance(inner, list)})
        if isinstance(inner, list):
            found += _panels(panel)
    return found


def _listed(part: Any) -> list[Mapping[str, Any]]:
    entries = part.get("list") if isinstance(part, Mapping) else None
    return [entry for entry in entries or () if isinstance(entry, Mapping)]


def _named(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], word: str) -> Iterator[str]:
    """Pair by name, what is left over by id, and say what became of each pair."""
    pairs, gone, fresh = _paired(old, new)
    for one in gone:
        yield f"{word} {_name(one)!r} removed"
    for one in fresh:
        yield f"{word} {_name(one)!r} added"
    for was, will in pairs:
        place = {"gridPos", "id"}
        told = value_differences(_without(was, place), _without(will, place))
        if any(was.get(key) != will.get(key) for key in place):
            told.append("moved or resized")
        for line in told:
            yield line if line.startswith("    ") else f"{word} {_name(will)!r}: {_plain(line)}"


def _paired(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[Mapping[str, Any], Mapping[str, Any]]], list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    pairs = []
    gone, fresh = list(old), list(new)
    for key in (_name, lambda one: one.get("id"), fingerprint):
        for will in list(fresh):
            match = next((was for was in gone if key(was) and key(was) == key(will)), None)
            if match is not None:
                gone.remove(match)
                fresh.remove(will)
                pairs.append((match, will))
    return pairs, gone, fresh


def _name(one: Mapping[str, Any]) -> str:
    return str(one.get("title") or one.get("name") or one.get("id") or "")


def _without(one: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in keys}


def _plain(line: str) -> str:
    return line.replace("targets[0].rawSql: ", "").replace("fieldConfig.defaults.", "")


def _sql(old: str, new: str) -> list[str]:
    told = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1)
    return [f"    {line}" for line in told if not line.startswith(("---", "+++"))]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
