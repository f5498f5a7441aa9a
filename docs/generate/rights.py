"""Who may do what in ClickHouse: the expectation that a test asks of a server cell by cell, and the page made of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docs.generate.markdown import page, table
from streams.cluster.schema import whole_tables
from streams.facts import FAMILIES
from streams.migrations import migrations
from streams.repair.scratch import SCRATCH
from streams.roll_ups import ROLL_UPS
from streams.store import statement
from streams.views import CANDIDATES, PUBLISHED, VIEWS

__all__ = ["GROUPS", "SETTINGS", "USERS", "Cell", "cells", "rights"]

USERS: Mapping[str, str] = {
    "engage_migrate": "`engage migrate`, `engage erase`",
    "engage_worker": "`engage worker`, `engage books`, `engage doctor`, `engage import sheet`",
    "engage_release": "`engage release`",
    "engage_repair": "`engage dead-letters`, `engage rebuild`, `engage backfill`",
    "engage_gateway": "`engage gateway`",
    "grafana_reader": "Grafana, `engage dashboards check`",
}
"""The users of deploy/clickhouse/users.d/engage.xml, and what each is for."""

READERS = ("engage_gateway", "grafana_reader")
"""Those under the profile `engage_reader`."""

DENIED, READ_ONLY, CONSTRAINT = 497, 164, 452
"""ClickHouse's codes: no such right; a setting that a reader may not change; a value beyond a setting's limits."""

_VIEW = re.compile(r"CREATE (?:OR REPLACE )?VIEW (?:IF NOT EXISTS )?engagement\.(\w+)")


@dataclass(frozen=True, slots=True)
class Group:
    """Tables or views that everyone has the same rights to; names with their database."""

    name: str
    title: str
    objects: Sequence[str]
    views: bool = False


_COUNTED = frozenset({"gatherings", "check_ins", "head_counts", "group_visits", "concerns"})
"""What the gateway reads some columns of: none that says who came, with which names and where from."""

_OWN = frozenset({"group_participation", "dialogue", "outreach"})
"""Roll-ups whose exact numbers the gateway shows to whose they are."""


def _groups() -> Sequence[Group]:
    known = ("districts", "migrations")
    shown = ("participation", "quarantine")
    facts = [family.table for family in FAMILIES]
    roll_ups = [roll_up.name for roll_up in ROLL_UPS]
    texts = [text for step in migrations() for text in step.statements] + [statement(view) for view in VIEWS]
    exact = sorted({match[1] for text in texts for match in _VIEW.finditer(text)} - {"flags"})
    named: Sequence[tuple[str, str, Sequence[str], bool]] = (
        ("counted", "facts of attendance, doors and concerns", [name for name in facts if name in _COUNTED], False),
        ("facts", "other facts", [name for name in facts if name not in _COUNTED], False),
        ("shown", "participation of gatherings", shown[:1], False),
        ("own", "roll-ups of groups, dialogues and outreach", [name for name in roll_ups if name in _OWN], False),
        ("roll-ups", "other roll-ups", [name for name in roll_ups if name not in _OWN and name not in shown], False),
        ("dead letters", "dead letters", shown[1:], False),
        ("records", "books, records of the pipeline", [n for n in whole_tables() if n not in (*shown, *known)], False),
        ("known", "districts and migrations", known, False),
        ("exact", "views with exact numbers", exact, True),
        ("flags", "what was accepted and is likely wrong", ["flags"], True),
    )
    exactly, candidates = (
        ["candidates.live_gatherings", "candidates.unfrozen_gatherings"],
        [f"candidates.{name}" for name in CANDIDATES],
    )
    staged = [f"releases.{name}" for name in ("frozen_gatherings", "decisions", "claims", *PUBLISHED)]
    return (
        *(Group(name, title, [f"engagement.{one}" for one in objects], views) for name, title, objects, views in named),
        Group("candidates", "views of what may be published", [*exactly, *candidates], views=True),
        Group("staged", "the next edition, and what a release keeps", staged),
        Group("editions", "which editions there are", ["releases.editions"]),
        Group("published", "database `published`", [f"published.{name}" for name in PUBLISHED]),
        Group("scratch", "a database `engagement_scratch_…`", [f"{SCRATCH}rights.t"]),
        Group(
            "system",
            "the server's own: logs, users, statements of others",
            ["system.users", "system.processes", "system.parts"],
        ),
        Group("elsewhere", "any other database", ["elsewhere.t"]),
    )


GROUPS: Sequence[Group] = _groups()

VERBS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "see": (("EXISTS TABLE {o}",), ()),
    "count": (("SELECT count() FROM {o}",), ()),
    "see columns": (("EXPLAIN QUERY TREE SELECT * FROM {o}",), ()),
    "describe": (("DESCRIBE TABLE {o}", "SHOW CREATE TABLE {o}"), ()),
    "read": (
        (
            "DESCRIBE TABLE (SELECT * FROM {o})",
            "EXPLAIN PLAN SELECT * FROM {o}",
            "EXPLAIN PIPELINE SELECT * FROM {o}",
            "EXPLAIN ESTIMATE SELECT * FROM {o}",
        ),
        (),
    ),
    "insert": ((), ("INSERT INTO {o} SELECT * FROM {o} LIMIT 0",)),
    "change": (
        ("ALTER TABLE {o} MODIFY COMMENT 'asked'",),
        (
            "ALTER TABLE {o} DROP COLUMN IF EXISTS no_such_column",
            "OPTIMIZE TABLE {o}",
        ),
    ),
    "delete rows": ((), ("ALTER TABLE {o} DELETE WHERE 0",)),
    "truncate": ((), ("TRUNCATE TABLE {o}",)),
    "make and drop": (("DROP TABLE {o}",), ()),
}
"""What can be done, with the statements for tables and views, and for tables alone; `{o}` is the object's name."""

_READ = ("see", "see columns", "count", "describe", "read")
_STORE = (*_READ, "insert")
_ALL = (*_STORE, "change", "delete rows", "truncate", "make and drop")
_TABLES = ("counted", "facts", "shown", "own", "roll-ups", "dead letters", "records", "known")

RIGHTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "engage_migrate": {
        **dict.fromkeys(_TABLES, _ALL),
        **dict.fromkeys(("exact", "flags", "candidates"), (*_READ, "change", "make and drop")),
        **dict.fromkeys(("staged", "editions", "published"), (*_READ, "change", "delete rows", "make and drop")),
    },
    "engage_worker": {
        **dict.fromkeys(_TABLES, _STORE),
        **dict.fromkeys(("exact", "flags", "staged", "editions"), _READ),
    },
    "engage_release": {
        **dict.fromkeys(("known", "candidates"), _READ),
        **dict.fromkeys(("staged", "editions", "published"), (*_STORE, "delete rows", "truncate")),
    },
    "engage_repair": {
        **dict.fromkeys(_TABLES, _STORE),
        **dict.fromkeys(("shown", "own", "roll-ups"), (*_STORE, "make and drop")),
        "exact": _READ,
        "flags": _READ,
        "candidates": ("see", "see columns", "describe"),
        **dict.fromkeys(("staged", "editions"), _READ),
        "scratch": (*_STORE, "truncate", "make and drop"),
    },
    "engage_gateway": {
        **dict.fromkeys(("shown", "own", "dead letters", "flags"), _READ),
        "counted": ("see", "see columns", "count"),
    },
    "grafana_reader": {"published": _READ},
}
"""Per user and group what is allowed; all else is refused with 497."""


@dataclass(frozen=True, slots=True)
class Other:
    """Statements that are about no object of ours, and who may run them; the others are refused with 497."""

    title: str
    allowed: Sequence[str]
    statements: Sequence[str]


_EVERYONE, _WRITERS = tuple(USERS), tuple(user for user in USERS if user not in (*READERS, "engage_release"))

OTHERS: Sequence[Other] = (
    Other(
        "compute, and see what one may see",
        _EVERYONE,
        (
            "SELECT 1",
            "SELECT * FROM numbers(1)",
            "SELECT * FROM values('a UInt8', 1)",
            "SELECT * FROM view(SELECT 1)",
            "SELECT * FROM system.one",
            "SELECT name FROM system.settings LIMIT 1",
            "SELECT name FROM system.tables LIMIT 1",
            "SELECT currentUser()",
            "EXPLAIN AST SELECT 1",
            "EXPLAIN SYNTAX SELECT 1",
            "SHOW DATABASES",
            "SHOW GRANTS",
        ),
    ),
    Other(
        "temporary tables and functions like them",
        _WRITERS,
        (
            "CREATE TEMPORARY TABLE mine (a UInt8)",
            "SELECT * FROM zeros(1)",
            "SELECT * FROM format('TSV', 'a UInt8', '1')",
            "SELECT * FROM loop(system.one) LIMIT 1",
        ),
    ),
    Other("functions", ("engage_migrate",), ("CREATE OR REPLACE FUNCTION asked AS (a) -> a", "DROP FUNCTION asked")),
    Other("disks of the server", ("engage_worker",), ("SELECT name FROM system.disks LIMIT 1",)),
    Other(
        "reach out of the server: files, networks, programs",
        (),
        (
            "SELECT * FROM url('http://127.0.0.1:1/', 'TSV', 'a String')",
            "SELECT * FROM file('asked', 'TSV', 'a String')",
            "SELECT * FROM remote('127.0.0.1:1', system.one)",
            "SELECT * FROM remoteSecure('127.0.0.1:1', system.one)",
            "SELECT * FROM s3('http://bucket.s3.amazonaws.com/asked', 'TSV', 'a String')",
            "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
            "SELECT * FROM postgresql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
            "SELECT * FROM mongodb('127.0.0.1:1', 'a', 'b', 'c', 'd', 'a UInt8')",
            "SELECT * FROM redis('127.0.0.1:1', 'a', 'a UInt8')",
            "SELECT * FROM sqlite('asked', 'b')",
            "SELECT * FROM jdbc('a', 'b', 'c')",
            "SELECT * FROM hdfs('hdfs://127.0.0.1:1/asked', 'TSV', 'a UInt8')",
            "SELECT * FROM azureBlobStorage('a', 'b', 'c')",
            "INSERT INTO FUNCTION url('http://127.0.0.1:1/', 'TSV', 'a UInt8') SELECT 1",
            "INSERT INTO FUNCTION file('asked', 'TSV', 'a UInt8') SELECT 1",
            "BACKUP DATABASE engagement TO File('asked')",
        ),
    ),
    Other(
        "look over the server",
        (),
        (
            "SELECT count() FROM system.grants",
            "SELECT count() FROM system.processes",
            "SHOW USERS",
            "SHOW ACCESS",
        ),
    ),
    Other(
        "rule the server and its users",
        (),
        (
            "CREATE DATABASE elsewhere_asked",
            "CREATE TABLE elsewhere.asked (a UInt8) ENGINE = Memory",
            "CREATE USER asked",
            "ALTER USER grafana_reader SETTINGS readonly = 0",
            "DROP USER grafana_reader",
            "CREATE ROLE asked",
            "CREATE QUOTA asked",
            "CREATE SETTINGS PROFILE asked",
            "GRANT SELECT ON engagement.* TO grafana_reader",
            "SYSTEM SHUTDOWN",
            "SYSTEM FLUSH LOGS",
            "SYSTEM DROP MARK CACHE",
            "SYSTEM STOP MERGES engagement.acts",
            "CREATE NAMED COLLECTION asked AS a = 1",
        ),
    ),
)

SETTINGS: Mapping[str, int | None] = {
    "max_execution_time = 34": None,
    "max_execution_time = 1": None,
    "enable_http_compression = 1": None,
    "limit = 1": None,
    "max_execution_time = 0": CONSTRAINT,
    "max_execution_time = 61": CONSTRAINT,
    "max_memory_usage = 0": READ_ONLY,
    "max_memory_usage = 2000000000": READ_ONLY,
    "max_result_rows = 0": READ_ONLY,
    "max_result_rows = 200001": READ_ONLY,
    "max_concurrent_queries_for_user = 0": READ_ONLY,
    "readonly = 0": READ_ONLY,
    "readonly = 2": READ_ONLY,
    "join_default_strictness = 'ANY'": READ_ONLY,
    "additional_table_filters = {'engagement.participation': '0'}": READ_ONLY,
    "additional_result_filter = '0'": READ_ONLY,
    "allow_ddl = 0": READ_ONLY,
    "max_threads = 1": READ_ONLY,
    "final = 1": READ_ONLY,
}
"""What a reader may set, as `SETTINGS …` of a statement and as a parameter of HTTP, and the code of what is refused."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A statement that a user sends, with parameters of HTTP, and ClickHouse's code; None where it is allowed.

    `dropped` is the object that is then to be made again.
    """

    statement: str
    expected: int | None
    parameters: Mapping[str, str] = field(default_factory=dict)
    dropped: str = ""


def cells(user: str) -> Sequence[Cell]:
    """Return every statement that a user is asked: all of each verb for the first of a group, one for the others.

    The statements of a verb need the same right, so one of them shows whether a table or view has it; two statements
    of a verb that differ in it are found on the group's first.
    """
    found: list[Cell] = []
    for group in GROUPS:
        allowed = RIGHTS[user].get(group.name, ())
        for verb, (both, alone) in VERBS.items():
            expected, texts = (None if verb in allowed else DENIED), (*both, *(() if group.views else alone))
            dropped = verb == "make and drop" and verb in allowed
            for place, one in enumerate(group.objects):
                asked = texts[:1] if place else texts
                found += [Cell(text.format(o=one), expected, dropped=one if dropped else "") for text in asked]
    for other in OTHERS:
        found += [Cell(text, None if user in other.allowed else DENIED) for text in other.statements]
    if user in READERS:
        for setting, code in SETTINGS.items():
            name, _, value = setting.partition(" = ")
            found += [Cell(f"SELECT 1 SETTINGS {setting}", code), Cell(f"SET {setting}", code)]
            found.append(Cell("SELECT 1", code, {name: value.strip("'")}))
    return found


def _words(verbs: Sequence[str]) -> str:
    """Return what is allowed without what follows from it: whoever reads may describe, and see that it is there."""
    implied = {
        "read": {"see", "see columns", "count", "describe"},
        "describe": {"see", "see columns"},
        "count": {"see", "see columns"},
    }
    left_out = {one for verb in verbs for one in implied.get(verb, ())}
    return ", ".join(verb for verb in verbs if verb not in left_out) or "no"


def rights() -> str:
    """Return the page."""
    head = ("", *(f"`{user}`" for user in USERS))
    rows = [(group.title, *(_words(RIGHTS[user].get(group.name, ())) for user in USERS)) for group in GROUPS]
    rows += [(other.title, *("yes" if user in other.allowed else "no" for user in USERS)) for other in OTHERS]
    settings = (
        (f"`{setting}`", "allowed" if code is None else f"refused, {code}") for setting, code in SETTINGS.items()
    )
    return page(
        "Rights",
        "Who may do what in ClickHouse with the users of "
        "[`engage.xml`](../../deploy/clickhouse/users.d/engage.xml). A test asks a server with that file every cell: "
        f"{sum(len(cells(user)) for user in USERS):,} statements, of each user for each table and view. "
        "What a cell does not name is refused with code 497. Rights at Kafka: [access](access.md).",
        table(("user", "for"), ((f"`{user}`", what) for user, what in USERS.items())),
        "## Tables and statements",
        table(head, rows),
        "`published` reads with the rights of `engage_migrate`, who made its views. What each word covers:",
        table(
            ("", "asked by"),
            (
                (verb, "; ".join(f"`{text.format(o='…')}`" for text in (*both, *alone)))
                for verb, (both, alone) in VERBS.items()
            ),
        ),
        "## Settings of a reader",
        "`engage_gateway` and `grafana_reader` run with `readonly = 1` and may change two settings, those that "
        "Grafana's plugin sends, and `limit`, which cuts an answer off. 164: it may not be changed; 452: the value is "
        "beyond its limits.",
        table(("setting", ""), settings),
    )
