"""A group of alert rules, written as one: all rules of the group, or none."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.errors import ConflictError
from dashboards.publishing.difference import value_differences
from dashboards.publishing.fingerprint import fingerprint
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.step import Step

__all__ = ["MARK", "alert_group_steps"]

MARK = "published_as"
"""The annotation of a rule that holds the fingerprint of what was published, so that a change in Grafana shows."""

_OURS = (
    "uid", "title", "condition", "data", "noDataState", "execErrState", "for", "annotations", "labels", "folderUID",
    "ruleGroup",
)  # fmt: skip


def alert_group_steps(grafana: Grafana, group: Mapping[str, Any]) -> list[Step]:
    """Plan what makes a group of alert rules so; a rule that was paused in Grafana stays paused.

    Args:
        grafana: The connection.
        group: The body of the group: title, folderUid, interval in seconds, rules.
    """
    folder, name = str(group["folderUid"]), str(group["title"])
    subject = f"alert rules {name!r}"
    where = {"FolderUID": folder, "Group": name}
    found = grafana.call("read alert rules", path=where, subject=subject)
    if found is not None and not found.get("rules"):
        found = None
    stored = {str(rule.get("uid")): rule for rule in (found or {}).get("rules") or ()}
    wanted = {**group, "rules": [_marked(rule, stored.get(rule["uid"], {})) for rule in group["rules"]]}
    if any(rule.get("provenance") == "file" for rule in stored.values()):
        raise ConflictError(
            f"the {subject} are provisioned from a file of Grafana's server; take it away to publish them from here"
        )
    if found is None:
        return [
            Step(
                subject=subject,
                action="create",
                differences=tuple(f"rule {rule['title']!r}" for rule in wanted["rules"]),
                write=lambda grafana: _put(grafana, where, wanted, subject),
                take_back=lambda grafana: _delete(grafana, where, subject),
                place=folder,
            )
        ]
    told = _told(found, wanted)
    if not told:
        return []
    by_hand = [str(rule.get("title")) for rule in stored.values() if not _as_published(rule)]
    return [
        Step(
            subject=subject,
            action="change",
            differences=tuple(told),
            write=lambda grafana: _put(grafana, where, wanted, subject),
            take_back=lambda grafana: _put(grafana, where, _puttable(found), subject),
            conflict=f"somebody changed {', '.join(map(repr, by_hand))} in Grafana since" if by_hand else "",
            place=folder,
        )
    ]


def _marked(rule: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule with its fingerprint, paused if the one in Grafana is."""
    marked: dict[str, Any] = copy.deepcopy({key: value for key, value in rule.items() if key != "isPaused"})
    marked["annotations"] = {**marked.get("annotations", {}), MARK: fingerprint(_of_ours(marked))}
    marked["isPaused"] = bool(stored.get("isPaused", rule.get("isPaused", False)))
    return marked


def _of_ours(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a rule is ours, without its mark."""
    ours = {key: rule[key] for key in _OURS if key in rule}
    ours["annotations"] = {key: value for key, value in (ours.get("annotations") or {}).items() if key != MARK}
    ours["data"] = [{**query, "queryType": query.get("queryType", "")} for query in ours.get("data") or ()]
    return ours


def _as_published(rule: Mapping[str, Any]) -> bool:
    return bool((rule.get("annotations") or {}).get(MARK) == fingerprint(_of_ours(rule)))


def _told(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    lines = []
    if int(found.get("interval", 0)) != wanted["interval"]:
        lines.append(f"interval: {found.get('interval')} s -> {wanted['interval']} s")
    was = {str(rule.get("uid")): rule for rule in found["rules"]}
    will = {str(rule["uid"]): rule for rule in wanted["rules"]}
    lines += [f"rule {was[uid].get('title')!r} removed" for uid in was if uid not in will]
    lines += [f"rule {will[uid]['title']!r} added" for uid in will if uid not in was]
    for uid in (uid for uid in will if uid in was):
        title = will[uid]["title"]
        for line in value_differences(_of_ours(was[uid]), _of_ours(will[uid])):
            lines.append(line if line.startswith("    ") else f"rule {title!r}: {line}")
    return lines


def _puttable(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a group as it was read, without what Grafana alone writes."""
    own = {"id", "updated", "provenance"}
    rules: Sequence[Mapping[str, Any]] = found["rules"]
    return {
        **{key: found[key] for key in ("title", "folderUid", "interval")},
        "rules": [{key: value for key, value in rule.items() if key not in own} for rule in rules],
    }


def _put(grafana: Grafana, where: Mapping[str, str], group: Mapping[str, Any], subject: str) -> None:
    grafana.call("put alert rules", path=where, body=group, subject=subject)


def _delete(grafana: Grafana, where: Mapping[str, str], subject: str) -> None:
    grafana.call("delete alert rules", path=where, subject=subject)
