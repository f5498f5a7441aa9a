"""The ClickHouse server with deploy's users, as compose starts it, and what each of them is answered."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import urllib3

from embedded.clickhouse import ClickHouse
from embedded.clickhouse_files import ServerFiles
from streams.settings import StreamSettings
from tests.deployment.compose import ROOT
from tests.shared_engines import UNCOMPILED

__all__ = ["PASSWORDS", "USERS_FILE", "Server", "variable_of"]

USERS_FILE = ROOT / "deploy" / "clickhouse" / "users.d" / "engage.xml"


def variable_of(user: str) -> str:
    """Return the variable that the users file takes a user's password from."""
    return f"CLICKHOUSE_{user.removeprefix('engage_').removesuffix('_reader').upper()}_PASSWORD"


PASSWORDS: Mapping[str, str] = {
    user: f"secret of {user}"
    for user in (
        "engage_migrate",
        "engage_worker",
        "engage_release",
        "engage_repair",
        "engage_gateway",
        "grafana_reader",
    )
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; its users are those of a file. Its thousands of answers come over connections that stay."""

    engine: ClickHouse
    pool: urllib3.PoolManager

    @classmethod
    @contextmanager
    def running(cls, folder: Path, users: Path = USERS_FILE) -> Iterator["Server"]:
        """Start it on a data directory, and stop it at the end."""
        environment = {variable_of(user): password for user, password in PASSWORDS.items()}
        with (
            ClickHouse(folder, files=ServerFiles(users=users, settings=UNCOMPILED), environment=environment) as engine,
            urllib3.PoolManager(retries=False, timeout=60) as pool,
        ):
            yield cls(engine, pool)

    def settings(self, user: str) -> StreamSettings:
        """Return what a command needs to connect as a user."""
        return StreamSettings(clickhouse_url=self.engine.url, clickhouse_user=user, clickhouse_password=PASSWORDS[user])

    def asked(self, user: str, statement: str, **parameters: object) -> tuple[int | None, str]:
        """Send a statement over HTTP; return ClickHouse's code, None where it did it, and the text of the answer."""
        query = {"user": user, "password": PASSWORDS[user], "session_id": f"of {user}", **parameters}
        answer = self.pool.request("POST", f"{self.engine.url}/?{urlencode(query)}", body=statement.encode())
        code = answer.headers.get("X-ClickHouse-Exception-Code")
        return None if code is None else int(code), answer.data.decode(errors="replace")
