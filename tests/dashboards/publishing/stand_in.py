"""A Grafana to publish to: stateful, on a loopback port, made from the project's own table of operations.

It answers in the order of checks, with the statuses and the `status` words of Grafana's server, refuses a body with a
key that the table does not name, and records what it is asked. It can be told to fail. It is no Grafana: it draws
nothing and reads no ClickHouse.
"""

import copy
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboards.publishing.operations import OPERATIONS, Operation

__all__ = ["TOKEN", "Asked", "Fault", "StandIn"]

TOKEN = "glsa_made-up-for-the-tests"
_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_PLUGIN = "grafana-clickhouse-datasource"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    operation: str
    path: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]

    @property
    def writes(self) -> bool:
        return OPERATIONS[self.operation].writes


@dataclass(slots=True)
class Fault:
    """What happens in place of an answer to an operation.

    Attributes:
        operation: Its name in the table.
        status: The status that is answered.
        body: The JSON that is answered.
        after: How many times it goes well first.
        times: How many times it then fails.
        cut: Whether the connection is cut instead.
        late: After how many seconds it answers, having done it.
        done: Whether it is done before it fails.
        raw: A body that is no JSON, with its kind.
    """

    operation: str
    status: int = 500
    body: Any = field(default_factory=lambda: {"message": "no reason"})
    after: int = 0
    times: int = 1
    cut: bool = False
    late: float = 0
    done: bool = False
    raw: tuple[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = tuple[int, Any]


class StandIn:
    """A running stand-in; a context manager. `state()` is all that it keeps, for comparing."""

    def __init__(self, *, prefix: str = "") -> None:
        self.prefix = prefix
        self.empty()
        self._routes = [
            (name, operation, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.path)))
            for name, operation in OPERATIONS.items()
        ]
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        route = Route("/{path:path}", self._answer, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
        config = uvicorn.Config(Starlette(routes=[route]), log_config=None, lifespan="off", ws="none", http="h11")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def empty(self) -> None:
        """Be a Grafana that was just installed, in which nothing fails."""
        self.version = "13.0.0"
        self.database = "ok"
        self.plugin: dict[str, Any] | None = {"info": {"version": "4.20.0"}, "enabled": True}
        self.token = TOKEN
        self.login = ""
        self.clickhouse_answers = True
        self.folders: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, dict[str, Any]] = {}
        self.passwords: dict[str, str] = {}
        self.dashboards: dict[str, list[dict[str, Any]]] = {}
        self.metas: dict[str, dict[str, Any]] = {}
        self.groups: dict[tuple[str, str], dict[str, Any]] = {}
        self.annotations: dict[int, dict[str, Any]] = {}
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self._numbers = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}{self.prefix}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    def state(self) -> Any:
        """All that is kept, but for numbers that only ever rise: ids and versions."""
        boards = {uid: _bare(versions[-1]["dashboard"]) for uid, versions in self.dashboards.items()}
        kept = {
            "folders": {uid: folder["title"] for uid, folder in self.folders.items()},
            "sources": {uid: _bare(source) for uid, source in self.sources.items()},
            "dashboards": boards,
            "places": {uid: self.metas[uid]["folderUid"] for uid in self.dashboards},
            "groups": {" / ".join(key): group for key, group in self.groups.items()},
            "annotations": sorted((_bare(one) for one in self.annotations.values()), key=str),
        }
        return json.loads(json.dumps(kept))

    @property
    def writes(self) -> list[Asked]:
        """What it was asked to write."""
        return [asked for asked in self.asked if asked.writes]

    def saved_by_hand(self, uid: str, change: Callable[[dict[str, Any]], None], who: str = "maija") -> None:
        """Change a dashboard as a person does in a browser."""
        new = copy.deepcopy(self.dashboards[uid][-1]["dashboard"])
        change(new)
        self._keep(uid, new, "", who)

    # What is asked comes here.

    async def _answer(self, request: Request) -> Response:
        path, begins = request.scope["raw_path"].decode(), f"{self.prefix}/api"
        found = self._operation(request.method, path.removeprefix(begins)) if path.startswith(begins) else None
        if found is None:
            return _json(404, {"message": "Not found"})
        name, operation, parts = found
        raw = await request.body()
        body = json.loads(raw) if raw else None
        self.asked.append(Asked(name, parts, body, dict(request.headers)))
        fault = self._fault(name)
        if fault is not None and not fault.done:
            return await self._fail(fault)
        status, answer = self._judged(name, operation, request, parts, body)
        if fault is not None:
            return await self._fail(fault)
        return Response(status_code=204) if status == 204 else _json(status, answer)

    def _operation(self, method: str, path: str) -> tuple[str, Operation, dict[str, str]] | None:
        for name, operation, pattern in self._routes:
            if operation.method == method and (match := pattern.fullmatch(path)):
                return name, operation, {key: unquote(value) for key, value in match.groupdict().items()}
        return None

    def _fault(self, name: str) -> Fault | None:
        for fault in self.faults:
            if fault.operation == name and fault.times:
                if fault.after:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return fault
        return None

    async def _fail(self, fault: Fault) -> Response:
        if fault.cut:
            return _Cut()
        if fault.late:
            time.sleep(fault.late)  # noqa: ASYNC251  nobody else is served meanwhile
        if fault.raw is not None:
            return Response(fault.raw[0], fault.status, dict(fault.headers), media_type=fault.raw[1])
        return _json(fault.status, fault.body, dict(fault.headers))

    def _judged(self, name: str, operation: Operation, request: Request, parts: Mapping[str, str], body: Any) -> Answer:
        given = request.headers.get("authorization", "")
        if name != "health" and given not in {f"Bearer {self.token}", self.login}:
            return 401, {"message": "Invalid API key"}
        wrong = set(request.query_params) - set(operation.query)
        wrong |= {key for key, value in operation.headers.items() if request.headers.get(key) != value}
        wrong |= set(body or {}) - set(operation.body)
        if wrong:
            return 400, {"message": f"not as the table has it: {wrong}"}
        if bool(operation.body) != isinstance(body, dict):
            return 400, {"message": "bad request data"}
        does: Callable[[Mapping[str, str], Any, Request], Answer] = getattr(self, f"_do_{name.replace(' ', '_')}")
        status, answer = does(parts, body, request)
        assert status in {*operation.answers, 400, 403, 404, 412, 503}, (name, status)
        return status, answer

    # One method an operation.

    def _do_health(self, _parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        return (200 if self.database == "ok" else 503), {"database": self.database, "version": self.version}

    def _do_organisation(self, _parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        return 200, {"id": 1, "name": "Main Org."}

    def _do_plugin(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        if self.plugin is None or parts["plugin"] != _PLUGIN:
            return 404, {"message": "Plugin not found, no installed plugin with that id"}
        return 200, self.plugin

    def _do_read_folder(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        found = self.folders.get(parts["folder_uid"])
        return (200, found) if found else (404, {"status": "not-found", "message": "folder not found"})

    def _do_make_folder(self, _parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        if not body.get("title", "").strip() or not _UID.fullmatch(body["uid"]):
            return 400, {"message": "folder title cannot be empty"}
        if body["uid"] in self.folders:
            return 409, {"status": "conflict", "message": "a folder with the same uid exists"}
        self.folders[body["uid"]] = {**body, "id": self._number(), "version": 1, "canSave": True}
        return 200, self.folders[body["uid"]]

    def _do_name_folder(self, parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        folder = self.folders[parts["folder_uid"]]
        if body["version"] != folder["version"]:
            return 412, {"status": "version-mismatch", "message": "the folder has been changed by someone else"}
        folder.update(title=body["title"], version=folder["version"] + 1)
        return 200, folder

    def _do_delete_folder(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        uid = parts["folder_uid"]
        if uid not in self.folders:
            return 404, {"status": "not-found", "message": "folder not found"}
        if any(folder == uid for folder, _ in self.groups):
            return 400, {"message": "folder cannot be deleted: it contains alert rules"}
        del self.folders[uid]
        for board in [board for board, meta in self.metas.items() if meta["folderUid"] == uid]:
            del self.dashboards[board], self.metas[board]
        return 200, {"message": "Folder deleted", "title": uid}

    def _do_search(self, _parts: Mapping[str, str], _body: Any, request: Request) -> Answer:
        folder = request.query_params["folderUIDs"]
        return 200, [{"uid": uid} for uid, meta in self.metas.items() if meta["folderUid"] == folder]

    def _do_read_data_source(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        found = self.sources.get(parts["uid"])
        if found is None:
            return 404, {"message": "Data source not found"}
        return 200, {**found, "secureJsonFields": {"password": True} if parts["uid"] in self.passwords else {}}

    def _do_make_data_source(self, _parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        names = {source["name"] for source in self.sources.values()}
        if body["uid"] in self.sources or body["name"] in names:
            return 409, {"message": "data source with the same name already exists"}
        self._keep_source(body, version=1)
        return 200, {"message": "Datasource added", "id": 1, "name": body["name"]}

    def _do_change_data_source(self, parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        found = self.sources[parts["uid"]]
        if found.get("readOnly"):
            return 403, {"message": "Cannot update read-only data source"}
        if body["version"] < found["version"]:
            return 409, {"message": "Datasource has already been updated by someone else. Please reload and try again"}
        self._keep_source(body, version=found["version"] + 1)
        return 200, {"message": "Datasource updated"}

    def _do_delete_data_source(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        if self.sources.pop(parts["uid"], None) is None:
            return 404, {"message": "Data source not found"}
        self.passwords.pop(parts["uid"], None)
        return 200, {"message": "Data source deleted"}

    def _do_try_data_source(self, _parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        if self.clickhouse_answers:
            return 200, {"status": "OK", "message": "Data source is working"}
        return 400, {"status": "ERROR", "message": "[connection] refused"}

    def _do_read_dashboard(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        uid = parts["uid"]
        if uid not in self.dashboards:
            return 404, {"status": "not-found", "message": "Dashboard not found"}
        return 200, {"dashboard": self.dashboards[uid][-1]["dashboard"], "meta": self.metas[uid]}

    def _do_read_versions(self, parts: Mapping[str, str], _body: Any, request: Request) -> Answer:
        versions = [
            {key: one[key] for key in ("version", "message", "createdBy", "created")}
            for one in reversed(self.dashboards[parts["uid"]])
        ]
        return 200, {"versions": versions[: int(request.query_params["limit"])], "continueToken": ""}

    def _do_save_dashboard(self, _parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        board, folder = body["dashboard"], body.get("folderUid", "")
        uid = board.get("uid", "")
        refused = self._refused(board, folder, body)
        if refused:
            return refused
        if uid in self.dashboards:
            stored = self.dashboards[uid][-1]["dashboard"]
            if board.get("version", 0) != stored["version"] and not body.get("overwrite"):
                said = "The dashboard has been changed by someone else"
                return 412, {"status": "version-mismatch", "message": said}
            if self.metas[uid].get("provisioned"):
                return 400, {"message": "Cannot save provisioned dashboard"}
        self._keep(uid, board, body.get("message", ""), "engage")
        self.metas[uid]["folderUid"] = folder
        stored = self.dashboards[uid][-1]["dashboard"]
        return 200, {"id": stored["id"], "uid": uid, "status": "success", "version": stored["version"], "slug": "x"}

    def _refused(self, board: Any, folder: str, body: Any) -> Answer | None:
        if folder and folder not in self.folders:
            return 400, {"message": "Folder not found"}
        if not str(board.get("title", "")).strip():
            return 400, {"status": "empty-name", "message": "Dashboard title cannot be empty"}
        if not _UID.fullmatch(board.get("uid", "")):
            return 400, {"message": "uid contains illegal characters or is too long"}
        if len(body.get("message", "")) > 500:
            return 400, {"message": "message is too long"}
        if board.get("id") and not any(one[-1]["dashboard"]["id"] == board["id"] for one in self.dashboards.values()):
            return 404, {"status": "not-found", "message": "Dashboard not found"}
        return None

    def _do_delete_dashboard(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        if self.dashboards.pop(parts["uid"], None) is None:
            return 404, {"status": "not-found", "message": "Dashboard not found"}
        del self.metas[parts["uid"]]
        return 200, {"message": "deleted", "title": parts["uid"], "uid": parts["uid"]}

    def _do_read_alert_rules(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        found = self.groups.get((parts["FolderUID"], parts["Group"]))
        return (200, found) if found else (404, {"message": "rule group not found"})

    def _do_put_alert_rules(self, parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        if parts["FolderUID"] not in self.folders:
            return 400, {"msg": "folder does not exist"}
        wanted = {"title", "ruleGroup", "folderUID", "orgID", "condition", "data", "noDataState", "execErrState", "for"}
        for rule in body["rules"]:
            if wanted - set(rule) or not _UID.fullmatch(rule["uid"]) or len(rule["title"]) > 190:
                return 400, {"msg": "invalid alert rule"}
            if rule["condition"] not in {query["refId"] for query in rule["data"]}:
                return 400, {"msg": "condition does not exist"}
        key = (parts["FolderUID"], parts["Group"])
        self.groups[key] = {**body, "rules": [{"provenance": "", **rule} for rule in body["rules"]]}
        return 200, self.groups[key]

    def _do_delete_alert_rules(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        gone = self.groups.pop((parts["FolderUID"], parts["Group"]), None)
        return (204, None) if gone else (404, {"message": "rule group not found"})

    def _do_read_annotations(self, _parts: Mapping[str, str], _body: Any, request: Request) -> Answer:
        wanted = set(request.query_params.getlist("tags"))
        return 200, [one for one in self.annotations.values() if wanted <= set(one["tags"])]

    def _do_make_annotation(self, _parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        if not body.get("text"):
            return 400, {"message": "Failed to save annotation"}
        number = self._number()
        self.annotations[number] = {**body, "id": number}
        return 200, {"message": "Annotation added", "id": number}

    def _do_change_annotation(self, parts: Mapping[str, str], body: Any, _request: Request) -> Answer:
        self.annotations[int(parts["annotation_id"])].update(body)
        return 200, {"message": "Annotation updated"}

    def _do_delete_annotation(self, parts: Mapping[str, str], _body: Any, _request: Request) -> Answer:
        del self.annotations[int(parts["annotation_id"])]
        return 200, {"message": "Annotation deleted"}

    def _keep(self, uid: str, board: Mapping[str, Any], message: str, who: str) -> None:
        versions = self.dashboards.setdefault(uid, [])
        number = versions[-1]["dashboard"]["id"] if versions else self._number()
        made = {**copy.deepcopy(dict(board)), "id": number, "version": len(versions) + 1}
        versions.append(
            {
                "dashboard": made,
                "version": made["version"],
                "message": message,
                "createdBy": who,
                "created": "2026-11-24T18:00:00Z",
            }
        )
        self.metas.setdefault(uid, {"folderUid": "", "canSave": True, "provisioned": False})

    def _keep_source(self, body: dict[str, Any], version: int) -> None:
        uid = body["uid"]
        if "password" in body.get("secureJsonData", {}):
            self.passwords[uid] = body["secureJsonData"]["password"]
        kept = {key: value for key, value in body.items() if key != "secureJsonData"}
        self.sources[uid] = {**kept, "version": version, "readOnly": False}

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers


class _Cut(Response):
    """Half an answer, then the connection ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


def _bare(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in {"id", "version"}}


def _json(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, dict(headers or {}), media_type="application/json")
