"""Dashboards as Grafana keeps them: whether they changed, who changed them, and how to put them back."""

import re
from collections.abc import Mapping
from typing import Any

from dashboards.errors import ConflictError, GrafanaRightsError
from dashboards.publishing.difference import comparable, differences
from dashboards.publishing.fingerprint import fingerprint
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.step import Step

__all__ = ["dashboard_steps"]

_MESSAGE = "engage dashboards publish"
_OURS = re.compile(rf"{_MESSAGE}.* \[([0-9a-f]{{16}})\]")


def dashboard_steps(
    grafana: Grafana, dashboard: Mapping[str, Any], folder: str, *, overwrite: bool = False
) -> list[Step]:
    """Plan what makes a dashboard so.

    Each version that is published carries a message with the fingerprint of what was sent. If the newest version has
    the fingerprint of what is wanted, nothing is to do, whatever Grafana made of the JSON; if it has none, somebody
    saved it in Grafana since, and that is a conflict unless it is the same all the same.

    Raises:
        ConflictError: it is provisioned from a file of Grafana's server.
        GrafanaRightsError: it may not be saved.
    """
    uid = str(dashboard["uid"])
    subject = f"dashboard {uid!r}"
    found = grafana.call("read dashboard", path={"uid": uid}, subject=subject)
    if found is None:
        return [
            Step(
                subject=subject,
                action="create",
                differences=_of_a_new_one(dashboard),
                write=lambda grafana: _save(grafana, dashboard, folder, _message(dashboard), overwrite=False),
                take_back=lambda grafana: _delete(grafana, uid, subject),
                place=uid,
            )
        ]
    stored, meta = found["dashboard"], found.get("meta", {})
    _may_be_saved(grafana, subject, meta)
    newest, who = _newest_version(grafana, uid, subject)
    published = _OURS.fullmatch(newest)
    told = differences(stored, dashboard)
    if published is not None and published[1] == fingerprint(comparable(dashboard)):
        told = []
    conflict = f"{who} changed it in Grafana since it was published" if told and published is None else ""
    if (lies := meta.get("folderUid", "")) != folder:
        told = [f"moved from the folder {lies or 'General'!r} to {folder!r}", *told]
    if not told:
        return []
    new = {**dashboard, "version": stored["version"]}
    return [
        Step(
            subject=subject,
            action="change",
            differences=tuple(told),
            write=lambda grafana: _save(grafana, new, folder, _message(dashboard), overwrite=overwrite),
            take_back=lambda grafana: _put_back(grafana, stored, lies, newest, subject),
            conflict=conflict,
            place=uid,
        )
    ]


def _may_be_saved(grafana: Grafana, subject: str, meta: Mapping[str, Any]) -> None:
    if meta.get("provisioned"):
        raise ConflictError(
            f"the {subject} is provisioned from a file of Grafana's server ({meta.get('provisionedExternalId', '?')}); "
            "take it out of Grafana's provisioning to publish it from here"
        )
    if meta.get("canSave") is False:
        raise GrafanaRightsError(
            f"Grafana at {grafana.url} does not allow to save the {subject}; give the service account the right to edit"
        )


def _newest_version(grafana: Grafana, uid: str, subject: str) -> tuple[str, str]:
    """Return the message of the newest version, and who saved it when."""
    answer = grafana.call("read versions", path={"uid": uid}, query={"limit": 1}, subject=subject)
    # Grafana 11 and newer wrap the list; older ones gave it as it is.
    versions = answer.get("versions", []) if isinstance(answer, Mapping) else answer
    if not versions:
        return "", "somebody"
    newest = max(versions, key=lambda version: int(version.get("version", 0)))
    when = str(newest.get("created", ""))[:16].replace("T", " ")
    return str(newest.get("message", "")), f"{newest.get('createdBy') or 'somebody'}{f' ({when})' if when else ''}"


def _message(dashboard: Mapping[str, Any], why: str = "") -> str:
    return f"{_MESSAGE}{why} [{fingerprint(comparable(dashboard))}]"


def _save(grafana: Grafana, dashboard: Mapping[str, Any], folder: str, message: str, *, overwrite: bool) -> None:
    grafana.call(
        "save dashboard",
        body={"dashboard": dashboard, "folderUid": folder, "message": message, "overwrite": overwrite},
        subject=f"dashboard {dashboard['uid']!r}",
    )


def _put_back(grafana: Grafana, stored: Mapping[str, Any], folder: str, message: str, subject: str) -> None:
    """Save the version from before as a new one, with its message, so that the next run knows it as what it was."""
    uid = str(stored["uid"])
    now = grafana.call("read dashboard", path={"uid": uid}, subject=subject)
    if now is not None and now["dashboard"]["version"] == stored["version"]:
        return
    body = {key: value for key, value in stored.items() if key != "id"}
    ours = _OURS.fullmatch(message)
    kept = f"{_MESSAGE}: put back [{ours[1]}]" if ours else f"put back: {message}".removesuffix(": ")
    _save(grafana, body, folder, kept, overwrite=True)


def _delete(grafana: Grafana, uid: str, subject: str) -> None:
    grafana.call("delete dashboard", path={"uid": uid}, subject=subject)


def _of_a_new_one(dashboard: Mapping[str, Any]) -> tuple[str, ...]:
    panels = [panel for panel in dashboard.get("panels", ()) if panel.get("type") != "row"]
    inner = [panel for row in dashboard.get("panels", ()) for panel in row.get("panels") or ()]
    return (f"{dashboard.get('title', '')!r}, {len(panels) + len(inner)} panels",)
