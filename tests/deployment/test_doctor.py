"""`engage doctor` as each of ClickHouse's users: it looks at what the user may see, and says what it may not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from embedded.clickhouse import ClickHouse
from embedded.clickhouse_files import ServerFiles
from streams.doctor import CHECKS, Finding, examine
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store
from tests.deployment.compose import ROOT

pytestmark = pytest.mark.engines

USERS = ROOT / "deploy" / "clickhouse" / "users.d" / "engage.xml"
OF_CLICKHOUSE = [check for check in CHECKS if "Kafka" not in (check.subject, *check.needs)]


def as_user(url: str, user: str) -> StreamSettings:
    return StreamSettings(clickhouse_url=url, clickhouse_user=user, clickhouse_password=SecretStr(f"made-up-{user}"))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the users of deploy/, and every table."""
    variables = {
        f"CLICKHOUSE_{variable}_PASSWORD": f"made-up-{user}"
        for variable, user in (
            ("MIGRATE", "engage_migrate"),
            ("WORKER", "engage_worker"),
            ("GATEWAY", "engage_gateway"),
            ("GRAFANA", "grafana_reader"),
        )
    }
    folder: Path = tmp_path_factory.mktemp("users")
    with ClickHouse(folder, files=ServerFiles(users=USERS), environment=variables) as clickhouse:
        with Store(as_user(clickhouse.url, "engage_migrate")) as store:
            migrate(store)
        yield clickhouse.url


def findings(url: str, user: str) -> list[Finding]:
    return list(examine(as_user(url, user), lambda: datetime.now(UTC), OF_CLICKHOUSE))


def test_the_worker_may_look_at_everything(url: str) -> None:
    """The user that the docs name for it: nothing is amiss or left out but releases, of which there is none."""
    found = findings(url, "engage_worker")
    (left_out,) = [one for one in found if not (one.healthy and one.looked_at)]
    assert (left_out.subject, left_out.state[:8]) == ("releases", "none yet")


def test_what_a_user_has_no_right_to_is_said_and_is_no_fault(url: str) -> None:
    """The gateway's user reads three tables and no more; who may look at the rest is named."""
    found = {one.subject: one for one in findings(url, "engage_gateway")}
    assert set(found) == {check.subject for check in OF_CLICKHOUSE}
    assert all(one.healthy for one in found.values())
    assert found["ClickHouse"].looked_at
    assert not found["tables"].looked_at
    assert "engage_gateway" in found["tables"].state
