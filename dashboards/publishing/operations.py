"""The operations of Grafana's HTTP API that publishing uses: all that is sent, and what each answer means.

Paths are relative to `/api`. Written down from the published definitions of Grafana 13.0.0; a test compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["OPERATIONS", "Meaning", "Operation"]

Meaning = str
"""`done`, `none` (there is no such thing) or `changed` (since it was read). All else is an error."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        method: The HTTP method.
        path: The path, with its parts in braces.
        answers: What each expected status means.
        body: The keys that a body may have; empty where none is sent.
        query: The parameters that may be in the address.
        headers: Headers that are sent beyond the usual ones.
        published: Whether Grafana's published definitions have it.
    """

    method: str
    path: str
    answers: Mapping[int, Meaning] = field(default_factory=lambda: {200: "done"})
    body: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    published: bool = True

    @property
    def writes(self) -> bool:
        """Whether it changes anything in Grafana."""
        return self.method != "GET"


_FOUND = {200: "done", 404: "none"}
_SAVED = {200: "done", 404: "none", 409: "changed", 412: "changed"}
_SOURCE = ("name", "type", "access", "uid", "jsonData", "secureJsonData")
_EDITABLE = {"X-Disable-Provenance": "true"}
_GROUP = "/v1/provisioning/folder/{FolderUID}/rule-groups/{Group}"

OPERATIONS: Mapping[str, Operation] = {
    "health": Operation("GET", "/health"),
    "organisation": Operation("GET", "/org"),
    # Not in the published definitions; Grafana's own pages ask it. 404: the plugin is not installed.
    "plugin": Operation("GET", "/plugins/{plugin}/settings", _FOUND, published=False),
    "read folder": Operation("GET", "/folders/{folder_uid}", _FOUND),
    "make folder": Operation("POST", "/folders", {200: "done", 409: "changed"}, ("uid", "title")),
    "name folder": Operation(
        "PUT", "/folders/{folder_uid}", {200: "done", 409: "changed", 412: "changed"}, ("title", "version")
    ),
    "delete folder": Operation("DELETE", "/folders/{folder_uid}", _FOUND),
    "search": Operation("GET", "/search", query=("folderUIDs", "limit")),
    "read data source": Operation("GET", "/datasources/uid/{uid}", _FOUND),
    "make data source": Operation("POST", "/datasources", {200: "done", 409: "changed"}, _SOURCE),
    "change data source": Operation(
        "PUT", "/datasources/uid/{uid}", {200: "done", 409: "changed"}, (*_SOURCE, "version")
    ),
    "delete data source": Operation("DELETE", "/datasources/uid/{uid}", _FOUND),
    # 400: it answers, and ClickHouse does not.
    "try data source": Operation("GET", "/datasources/uid/{uid}/health", {200: "done", 400: "none"}),
    "read dashboard": Operation("GET", "/dashboards/uid/{uid}", _FOUND),
    "read versions": Operation("GET", "/dashboards/uid/{uid}/versions", query=("limit",)),
    "save dashboard": Operation("POST", "/dashboards/db", _SAVED, ("dashboard", "folderUid", "message", "overwrite")),
    "delete dashboard": Operation("DELETE", "/dashboards/uid/{uid}", _FOUND),
    "read alert rules": Operation("GET", _GROUP, _FOUND),
    "put alert rules": Operation(
        "PUT", _GROUP, {200: "done", 409: "changed"}, ("title", "folderUid", "interval", "rules"), headers=_EDITABLE
    ),
    "delete alert rules": Operation("DELETE", _GROUP, {204: "done", 404: "none"}),
    "read annotations": Operation("GET", "/annotations", query=("tags", "limit", "type")),
    "make annotation": Operation("POST", "/annotations", body=("text", "tags", "time", "timeEnd")),
    "change annotation": Operation("PUT", "/annotations/{annotation_id}", body=("text", "tags", "time", "timeEnd")),
    "delete annotation": Operation("DELETE", "/annotations/{annotation_id}"),
}
