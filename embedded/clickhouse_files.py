"""The configuration of a ClickHouse server on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["ServerFiles"]

_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ServerFiles:
    """What a server's configuration says beyond its ports.

    Attributes:
        users: A file of users, profiles and grants as a server's `users.d` takes it. Without one, the user `default`
            may do everything, without a password. With one, only its users may do anything.
        config: A file as a server's `config.d` takes it, such as one with `remote_servers` and `macros`.
        settings: ClickHouse settings of the profile `default`, by name.
    """

    users: Path | None = None
    config: Path | None = None
    settings: Mapping[str, object] = field(default_factory=dict)

    def write(self, folder: Path, *, http_port: int, native_port: int) -> None:
        """Write config.xml, users.xml and what belongs to them into a folder, which holds nothing else afterwards."""
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "users.d").mkdir(parents=True, mode=0o700)
        (folder / "config.d").mkdir()
        ports = {"HOST": _HOST, "HTTP_PORT": http_port, "NATIVE_PORT": native_port}
        (folder / "config.xml").write_text(_filled(_CONFIG, ports))
        settings = {"max_threads": 2, **self.settings}
        profile = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in settings.items())
        (folder / "users.xml").write_text(_filled(_USERS, {"PROFILE": profile}))
        if self.config is not None:
            shutil.copyfile(self.config, folder / "config.d" / "given.xml")
        if self.users is not None:
            shutil.copyfile(self.users, folder / "users.d" / "given.xml")
            (folder / "users.d" / "zz-itself.xml").write_text(_ITSELF)


def _filled(text: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


_CONFIG = """<clickhouse>
    <listen_host>@HOST@</listen_host>
    <http_port>@HTTP_PORT@</http_port>
    <tcp_port>@NATIVE_PORT@</tcp_port>
    <timezone>UTC</timezone>
    <user_directories><users_xml><path>users.xml</path></users_xml></user_directories>
    <!-- As the configuration that a server comes with has them. -->
    <access_control_improvements>
        <users_without_row_policies_can_read_rows>true</users_without_row_policies_can_read_rows>
        <on_cluster_queries_require_cluster_grant>true</on_cluster_queries_require_cluster_grant>
        <select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>
        <select_from_information_schema_requires_grant>true</select_from_information_schema_requires_grant>
        <settings_constraints_replace_previous>true</settings_constraints_replace_previous>
        <table_engines_require_grant>false</table_engines_require_grant>
    </access_control_improvements>
    <!-- A table without work is asked for some again after 5 s, not after 0.1 s, and then ever more seldom: inserts and
         mutations say themselves that there is some. With our hundred tables this halves what an idle server takes. -->
    <background_processing_pool_thread_sleep_seconds_if_nothing_to_do>5</background_processing_pool_thread_sleep_seconds_if_nothing_to_do>
    <background_move_processing_pool_thread_sleep_seconds_if_nothing_to_do>5</background_move_processing_pool_thread_sleep_seconds_if_nothing_to_do>
    <background_streaming_processing_pool_thread_sleep_seconds_if_nothing_to_do>5</background_streaming_processing_pool_thread_sleep_seconds_if_nothing_to_do>
    <!-- Statements come from programs on this machine: not from web pages, nor under another host's name. -->
    <http_handlers>
        <rule>
            <headers><Origin></Origin><Host><![CDATA[regex:(127\\.0\\.0\\.1|localhost)(:[0-9]+)?]]></Host></headers>
            <methods>GET,HEAD,POST,OPTIONS</methods>
            <url><![CDATA[regex:/(\\?.*)?]]></url>
            <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
        </rule>
        <rule>
            <headers><Origin></Origin></headers>
            <methods>GET,HEAD</methods>
            <url>/ping</url>
            <handler><type>static</type><status>200</status><response_content>Ok.&#10;</response_content></handler>
        </rule>
    </http_handlers>
</clickhouse>
"""

_USERS = """<clickhouse>
    <profiles><default>@PROFILE@</default></profiles>
    <quotas><default/></quotas>
    <users>
        <default>
            <no_password>1</no_password>
            <networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
        </default>
    </users>
</clickhouse>
"""

# The server logs itself in as `default` at its start, from `::1`, which lets in 127.0.0.1 too, and does not start
# without. Where users are given it has the rights for the three statements of its start, and no others.
_ITSELF = """<clickhouse>
    <users>
        <default>
            <no_password>1</no_password>
            <networks><ip>::1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
            <grants>
                <query>GRANT SYSTEM LISTEN ON *.*</query>
                <query>GRANT READ ON FILE</query>
                <query>GRANT CREATE TEMPORARY TABLE ON *.*</query>
            </grants>
        </default>
    </users>
</clickhouse>
"""
