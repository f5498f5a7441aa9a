"""The data source: ClickHouse, as Grafana's plugin reads it."""

from typing import Any
from urllib.parse import urlsplit

from connections.clickhouse import port_of
from dashboards.errors import ConflictError
from dashboards.publishing.checks import PLUGIN
from dashboards.publishing.difference import value_differences
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.settings import PublishingSettings
from dashboards.publishing.step import Step

__all__ = ["UID", "data_source", "data_source_steps", "trouble_of"]

UID = "engagement-clickhouse"
"""The data source's uid; alert rules name it, dashboards find it by its type."""

_SUBJECT = f"data source {UID!r}"


def data_source(settings: PublishingSettings) -> dict[str, Any]:
    """Return the data source as it is to be, without its password."""
    address = urlsplit(settings.grafana_clickhouse_url)
    return {
        "uid": UID,
        "name": "Engagement (ClickHouse)",
        "type": PLUGIN,
        "access": "proxy",
        "jsonData": {
            "host": address.hostname,
            "port": port_of(settings.grafana_clickhouse_url),
            "protocol": "http",
            "secure": address.scheme == "https",
            "username": settings.grafana_clickhouse_user,
            "defaultDatabase": "published",
            "dialTimeout": "10",
            "queryTimeout": "30",
            "version": "4.20.0",
        },
    }


def data_source_steps(grafana: Grafana, settings: PublishingSettings, *, send_password: bool = False) -> list[Step]:
    """Plan what makes the data source so. One that is provisioned from a file is left as it is.

    Grafana never gives a password back. It is sent where there is none yet, where the user or the address changes, or
    where `send_password` says so.

    Raises:
        ConflictError: something else has its uid.
    """
    wanted, password = data_source(settings), settings.clickhouse_password()
    found = grafana.call("read data source", path={"uid": UID}, subject=_SUBJECT)
    if found is None:
        secret = {"secureJsonData": {"password": password}} if password else {}
        return [
            Step(
                subject=_SUBJECT,
                action="create",
                differences=(*_told(wanted), *(("its password",) if password else ())),
                write=lambda grafana: grafana.call("make data source", body=wanted | secret, subject=_SUBJECT) and None,
                take_back=lambda grafana: (
                    grafana.call("delete data source", path={"uid": UID}, subject=_SUBJECT) and None
                ),
                place=UID,
            )
        ]
    if found["type"] != PLUGIN:
        raise ConflictError(
            f"the {_SUBJECT} in Grafana is of type {found['type']!r}, not {PLUGIN!r}; give that one another uid"
        )
    if found.get("readOnly"):
        return []
    return _change(found, wanted, password, send_password=send_password)


def _change(found: dict[str, Any], wanted: dict[str, Any], password: str, *, send_password: bool) -> list[Step]:
    was = {key: found.get(key) for key in wanted if key != "jsonData"}
    was["jsonData"] = {key: value for key, value in (found.get("jsonData") or {}).items() if key in wanted["jsonData"]}
    told = value_differences(was, wanted)
    lacks = not (found.get("secureJsonFields") or {}).get("password")
    if password and (lacks or send_password or told):
        secret = {"secureJsonData": {"password": password}}
        if lacks or send_password:
            told.append("its password is set")
    else:
        secret = {}
    if not told:
        return []
    # What a person set beyond ours, say a certificate's check or a limit, stays.
    new = wanted | {"jsonData": (found.get("jsonData") or {}) | wanted["jsonData"]}
    old = {key: found[key] for key in (*was, "jsonData") if found.get(key) is not None}
    return [
        Step(
            subject=_SUBJECT,
            action="change",
            differences=tuple(told),
            write=lambda grafana: _put(grafana, new | secret | {"version": found["version"]}),
            take_back=lambda grafana: _put_back(grafana, old, found["version"]),
            place=UID,
        )
    ]


def _put(grafana: Grafana, body: dict[str, Any]) -> None:
    grafana.call("change data source", path={"uid": UID}, body=body, subject=_SUBJECT)


def _put_back(grafana: Grafana, old: dict[str, Any], version: int) -> None:
    """Restore all but the password, which nobody can read: the new one stays, or is sent again with the next run."""
    now = grafana.call("read data source", path={"uid": UID}, subject=_SUBJECT)
    if now["version"] != version:
        _put(grafana, old | {"version": now["version"]})


def _told(wanted: dict[str, Any]) -> list[str]:
    data = wanted["jsonData"]
    return [
        f"{wanted['name']!r}: {data['username']} at {data['host']}:{data['port']}, database {data['defaultDatabase']}"
    ]


def trouble_of(grafana: Grafana) -> str:
    """Ask Grafana to reach ClickHouse by the data source; give '' where it does, else what is wrong, as a sentence."""
    found = grafana.call("try data source", path={"uid": UID}, subject=_SUBJECT)
    if found is not None and found.get("status") == "OK":
        return ""
    return (
        f"everything is published, but Grafana cannot read ClickHouse by the {_SUBJECT}; look at it in Grafana, at "
        "ENGAGE_GRAFANA_CLICKHOUSE_URL, _USER and _PASSWORD, and whether ClickHouse has that user"
    )
