"""The folders that dashboards and alert rules lie in."""

from collections.abc import Mapping
from typing import Any

from dashboards.errors import ConflictError, GrafanaRightsError
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.step import Step

__all__ = ["folder_steps"]


def folder_steps(grafana: Grafana, folders: Mapping[str, str]) -> list[Step]:
    """Plan what makes the folders so: uid to title.

    Raises:
        GrafanaRightsError: one of them is there and may not be changed.
    """
    return [step for uid, title in folders.items() for step in _of(grafana, uid, title)]


def _of(grafana: Grafana, uid: str, title: str) -> list[Step]:
    subject = f"folder {uid!r}"
    found = _read(grafana, uid)
    if found is None:
        return [
            Step(
                subject=subject,
                action="create",
                differences=(f"folder {title!r}",),
                write=lambda grafana: _done(
                    grafana.call("make folder", body={"uid": uid, "title": title}, subject=subject)
                ),
                take_back=lambda grafana: _delete(grafana, uid, subject),
                place=uid,
            )
        ]
    if found.get("canSave") is False:
        raise GrafanaRightsError(
            f"Grafana at {grafana.url} does not allow to save in the {subject}, {found['title']!r}; give the service "
            "account the right to edit it, or name another with --folder"
        )
    if found["title"] == title:
        return []
    return [
        Step(
            subject=subject,
            action="change",
            differences=(f"title: {found['title']!r} -> {title!r}",),
            write=lambda grafana: _rename(grafana, uid, title, found["version"]),
            take_back=lambda grafana: _rename_back(grafana, uid, found["title"]),
            place=uid,
        )
    ]


def _read(grafana: Grafana, uid: str) -> Any:
    return grafana.call("read folder", path={"folder_uid": uid}, subject=f"folder {uid!r}")


def _rename(grafana: Grafana, uid: str, title: str, version: int) -> None:
    grafana.call(
        "name folder", path={"folder_uid": uid}, body={"title": title, "version": version}, subject=f"folder {uid!r}"
    )


def _rename_back(grafana: Grafana, uid: str, title: str) -> None:
    now = _read(grafana, uid)
    if now["title"] != title:
        _rename(grafana, uid, title, now["version"])


def _delete(grafana: Grafana, uid: str, subject: str) -> None:
    """Delete a folder that this run made; one that somebody put something into meanwhile stays.

    Raises:
        ConflictError: somebody did.
    """
    if _read(grafana, uid) is None:
        return
    if grafana.call("search", query={"folderUIDs": uid, "limit": 1}, subject=subject):
        raise ConflictError(f"the {subject} is not empty any more, so it stays; delete it in Grafana if it should go")
    grafana.call("delete folder", path={"folder_uid": uid}, subject=subject)


def _done(_answer: object) -> None:
    """Take no notice of an answer that says no more than that it is done."""
