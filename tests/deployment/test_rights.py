"""Rights in ClickHouse: each user, each table and view, each kind of statement, asked of a server."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from docs.generate.rights import GROUPS, SETTINGS, USERS, cells
from embedded.clickhouse import ClickHouse
from streams.migrations import migrate
from streams.repair.scratch import SCRATCH
from streams.settings import StreamSettings
from streams.store import Store
from streams.views import PUBLISHED, VIEWS
from tests.deployment.server import USERS_FILE, Server

pytestmark = [pytest.mark.engines, pytest.mark.timeout(600)]

ELSEWHERE = ("CREATE DATABASE elsewhere", "CREATE TABLE elsewhere.t (a UInt8) ENGINE = MergeTree ORDER BY a")
SCRATCH_TABLE = (f"CREATE DATABASE {SCRATCH}rights", f"CREATE TABLE {SCRATCH}rights.t AS engagement.acts")


def wrong_answers(server: Server, definitions: Mapping[str, str], user: str, about: str = "") -> Sequence[str]:
    """Ask every cell of a user, or those about one thing, and return each answer that is not the expected one."""
    wrong = []
    asked = [cell for cell in cells(user) if about in cell.statement or about in cell.parameters]
    assert asked, about
    for cell in asked:
        code, text = server.asked(user, cell.statement, **cell.parameters)
        if code != cell.expected:
            what = " ".join([*cell.statement.split(), *(f"{name}={value}" for name, value in cell.parameters.items())])
            said, expected = (one or "allowed" for one in (code, cell.expected))
            wrong.append(f"{user}: {what[:120]}: {said}, not {expected} ({text[:160].strip()})")
        elif cell.dropped:
            assert server.asked(user, definitions[cell.dropped]) == (None, ""), cell.dropped
    return wrong


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rights") / "clickhouse"


@pytest.fixture(scope="module")
def definitions(folder: Path) -> Mapping[str, str]:
    """Every table and view, made by its user on a server with deploy's users; and the statement that makes it."""
    with ClickHouse(folder) as engine, Store(StreamSettings(clickhouse_url=engine.url)) as owner:
        for statement in ELSEWHERE:
            owner.run_text(statement)
    with Server.running(folder) as server:
        with Store(server.settings("engage_migrate")) as store:
            migrate(store)
            made = store.query(
                "SELECT concat(database, '.', name), create_table_query FROM system.tables "
                "WHERE database IN ('engagement', 'candidates', 'releases', 'published')"
            )
        for statement in SCRATCH_TABLE:
            assert server.asked("engage_repair", statement) == (None, "")
        scratch = server.asked("engage_repair", f"SHOW CREATE TABLE {SCRATCH}rights.t", default_format="TSVRaw")[1]
    return {**{str(name): str(text) for name, text in made}, f"{SCRATCH}rights.t": scratch}


@pytest.fixture(scope="module")
def server(folder: Path, definitions: Mapping[str, str]) -> Iterator[Server]:
    assert definitions
    with Server.running(folder) as running:
        yield running


def test_every_table_and_view_is_in_one_group(definitions: Mapping[str, str]) -> None:
    """So that what a migration adds has its row."""
    grouped = [
        one
        for group in GROUPS
        for one in group.objects
        if one.startswith(("engagement.", "candidates.", "releases.", "published."))
    ]
    assert sorted(grouped) == sorted(name for name in definitions if not name.startswith(SCRATCH))


@pytest.mark.parametrize("user", USERS)
def test_a_user_may_do_what_the_page_says_and_nothing_else(
    server: Server, definitions: Mapping[str, str], user: str
) -> None:
    """Every statement of every cell has the answer that the page of rights gives."""
    wrong = wrong_answers(server, definitions, user)
    assert not wrong, "\n".join(wrong)


def test_nobody_reaches_a_number_through_a_published_view(server: Server) -> None:
    """The two settings that made suppressed numbers exact under `readonly = 2` are refused on the view itself."""
    for setting in ("join_default_strictness = 'ANY'", "additional_table_filters = {'engagement.participation': '0'}"):
        code, text = server.asked("grafana_reader", f"SELECT * FROM published.gatherings SETTINGS {setting}")  # noqa: S608
        assert code == SETTINGS[setting], text


def test_a_new_release_puts_its_views_in_place(server: Server) -> None:
    """`engage_migrate` may replace each view and function, and those who read it read on."""
    with Store(server.settings("engage_migrate")) as store:
        for view in VIEWS:
            store.run(view)
    code, text = server.asked("grafana_reader", f"SELECT count() FROM published.{PUBLISHED[0]}")  # noqa: S608
    assert code is None, text


def test_what_grafanas_plugin_sends_is_answered(server: Server) -> None:
    """Over HTTP, with a query timeout of 30 s: clickhouse-go sends four seconds more, and that it takes gzip."""
    parameters = {
        "database": "published",
        "default_format": "Native",
        "client_protocol_version": 54483,
        "enable_http_compression": 1,
        "max_execution_time": 34,
    }
    code, text = server.asked("grafana_reader", "SELECT count() FROM gatherings", **parameters)
    assert code is None, text


GRANT = "<query>GRANT SELECT ON published.*</query>"
WEAKENED: Sequence[tuple[Mapping[str, str], Mapping[str, str]]] = (
    (
        {
            GRANT: f"{GRANT}<query>GRANT SELECT ON engagement.*</query><query>GRANT SELECT ON system.processes</query>",
            "<max>60</max><changeable_in_readonly/>": "<max>60</max>",
        },
        {
            "engagement.check_ins": "grafana_reader: SELECT count() FROM engagement.check_ins: allowed, not 497",
            "system.processes": "grafana_reader: SELECT count() FROM system.processes: allowed, not 497",
            "max_execution_time": "grafana_reader: SELECT 1 max_execution_time=34: 164, not allowed",
        },
    ),
    (
        {"<readonly>1</readonly>": "<readonly>2</readonly>", "<min>1</min><max>60</max>": "<max>60</max>"},
        {
            "join_default_strictness": "SETTINGS join_default_strictness = 'ANY': allowed, not 164",
            "max_execution_time": "SETTINGS max_execution_time = 0: allowed, not 452",
        },
    ),
    (
        {"<readonly>1</readonly>": "<readonly>0</readonly>"},
        {"readonly": "SET readonly = 0: allowed, not 164"},
    ),
)
"""Weakened files, which a server has to be started for: what is changed in each, and about what which cell is wrong."""


def test_a_weakened_file_is_found_and_the_cell_named(
    tmp_path: Path, folder: Path, server: Server, definitions: Mapping[str, str]
) -> None:
    """Another right, another profile, a constraint taken away: the cells about it are asked, and name the fault."""
    file = tmp_path / "weakened.xml"
    server.engine.stop()
    try:
        for changes, found in WEAKENED:
            text = USERS_FILE.read_text(encoding="utf-8")
            for strong, weak in changes.items():
                assert strong in text
                text = text.replace(strong, weak)
            file.write_text(text, encoding="utf-8")
            with Server.running(folder, file) as weakened:
                for about, cell in found.items():
                    wrong = wrong_answers(weakened, definitions, "grafana_reader", about)
                    assert any(cell in one for one in wrong), "\n".join(wrong)
    finally:
        server.engine.start()


def test_every_user_of_the_file_is_asked() -> None:
    """A user who is added has to be in the matrix."""
    text = USERS_FILE.read_text(encoding="utf-8")
    assert re.findall(r"<(\w+)>\s*<password from_env", text) == list(USERS)
