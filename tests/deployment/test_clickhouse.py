"""ClickHouse's users: what the file says of them. That a server holds them to it is in test_rights.py."""

import re
import xml.etree.ElementTree as ET

import pytest

from streams.errors import StoreRefusedError
from streams.repair.scratch import SCRATCH
from streams.roll_ups import ROLL_UPS
from streams.store import Store
from streams.views import CANDIDATES
from tests.deployment.compose import ROOT

FOLDER = ROOT / "deploy" / "clickhouse"
USERS = ET.parse(FOLDER / "users.d" / "engage.xml").getroot()  # noqa: S314  a file of ours


def grants(user: str) -> list[str]:
    return [query.text or "" for query in USERS.findall(f"users/{user}/grants/query")]


def names() -> list[str]:
    return [user.tag for user in USERS.findall("users/*") if user.get("remove") is None]


def read_by(folder: str) -> set[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.sql"))
    return set(re.findall(r"(?:FROM|JOIN)\s+((?:engagement|published|system)\.\w+)", text))


def test_nobody_is_let_in_without_a_password() -> None:
    """The user `default` is taken away; each other has a password of its own out of the environment."""
    assert USERS.find("users/default[@remove='remove']") is not None
    passwords = [USERS.find(f"users/{user}/password") for user in names()]
    variables = [password.get("from_env") for password in passwords if password is not None]
    assert len(set(variables)) == len(names()) == 6
    assert None not in variables


def test_grafana_may_read_what_is_published_and_nothing_else() -> None:
    """One grant, under a profile that only reads."""
    assert grants("grafana_reader") == ["GRANT SELECT ON published.*"]
    assert USERS.findtext("users/grafana_reader/profile") == "engage_reader"
    assert USERS.findtext("profiles/engage_reader/readonly") == "1"


def test_the_limits_of_readers_cannot_be_raised() -> None:
    """Each limit has a least value, since 0 lifts it, and a greatest one; or it cannot be changed."""
    profile = USERS.find("profiles/engage_reader")
    assert profile is not None
    limits = {limit.tag for limit in profile if limit.tag not in {"readonly", "constraints"}}
    constraints = profile.findall("constraints/*")
    bound = {
        limit.tag
        for limit in constraints
        if limit.find("readonly") is not None or {"min", "max"} <= {part.tag for part in limit}
    }
    changeable = {limit.tag for limit in constraints if limit.find("changeable_in_readonly") is not None}
    assert limits == bound
    assert changeable == {"max_execution_time", "enable_http_compression"}, "what Grafana's plugin sends"


def test_the_gateway_may_read_what_it_reads() -> None:
    """A grant a table of its statements."""
    tables = {re.sub(r"GRANT SELECT(\([\w, ]+\))? ON ", "", grant) for grant in grants("engage_gateway")}
    assert tables == read_by("producers/gateway/sql")


def test_the_gateway_may_not_read_who_came() -> None:
    """Of facts it may read named columns; a pseudonym, an age and a district are none of them."""
    (columns,) = [grant for grant in grants("engage_gateway") if grant.endswith("ON engagement.check_ins")]
    assert not re.search(r"visitor|age_band|district", columns)


def test_the_worker_changes_no_table() -> None:
    """It reads and inserts; what it reads beyond its database is named."""
    text = " ".join(grants("engage_worker"))
    assert not re.search(r"ALL|ALTER|DROP|CREATE (?!TEMPORARY)|published\.\* .*INSERT", text)
    assert "GRANT SELECT ON system.disks" in grants("engage_worker")


def test_who_repairs_may_exchange_every_roll_up() -> None:
    """A rebuilt roll-up changes places with the one that stands."""
    made = {re.sub(r"GRANT CREATE TABLE, DROP TABLE ON engagement\.", "", g) for g in grants("engage_repair")}
    assert {roll_up.name for roll_up in ROLL_UPS} == {name for name in made if name.isidentifier()}


@pytest.mark.engines
@pytest.mark.parametrize("user", names())
def test_every_grant_is_sql(store: Store, user: str) -> None:
    """The engine parses it, without running it; and not what is none. In the file it goes without the user's name."""
    for grant in grants(user):
        store.run_text(f"EXPLAIN AST {grant} TO {user}")
    with pytest.raises(StoreRefusedError, match="Syntax error"):
        store.run_text("EXPLAIN AST GRANT READING ON published.* TO grafana_reader")


@pytest.mark.engines
def test_what_a_grant_names_is_there(store: Store) -> None:
    """Tables and databases of the grants exist once migrated."""
    there = {f"{database}.{name}" for database, name in store.query("SELECT database, name FROM system.tables")}
    for user in names():
        for grant in grants(user):
            target = grant.rpartition(" ON ")[2]
            if target not in {"*.*", f"{SCRATCH}*.*"}:
                assert any(name.startswith(target.removesuffix("*")) for name in there), grant


@pytest.mark.engines
def test_views_of_candidates_read_with_the_rights_of_who_made_them(store: Store) -> None:
    """So that who releases needs no right to what is below them."""
    told = store.query("SELECT name, create_table_query FROM system.tables WHERE database = 'candidates'")
    made = {str(name): str(text) for name, text in told}
    assert set(made) == {"live_gatherings", "unfrozen_gatherings", *CANDIDATES}
    assert all("SQL SECURITY DEFINER" in text for text in made.values())


def test_the_server_keeps_no_statement_longer_than_messages() -> None:
    """The log of queries has an end; the other logs are off or have one."""
    config = ET.parse(FOLDER / "config.d" / "engage.xml").getroot()  # noqa: S314  a file of ours
    for log in config:
        if log.tag.endswith("_log"):
            assert log.get("remove") == "remove" or log.findtext("ttl") == "event_date + INTERVAL 30 DAY DELETE"


@pytest.mark.engines
def test_the_statements_of_the_page_are_sql(store: Store) -> None:
    """What the page of publishing tells to run in ClickHouse."""
    page = (ROOT / "docs" / "how-to" / "publish-dashboards.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    for statement in block.strip().removesuffix(";").split(";\n"):
        store.run_text(f"EXPLAIN AST {statement}")
