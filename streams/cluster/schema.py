"""The statements that make the database on a cluster, out of the migrations and views that make it on one server.

What has a gathering is sharded by it: facts and roll-ups lie in `engagement_shard` on the shard of their gathering, and
a Distributed table of the same name in `engagement` reads and writes them on all shards. So whatever works on
`engagement` works unchanged through any server, and what belongs to one gathering is never on two shards. Everything
else is small, and whole on every server.
"""

import re
from collections.abc import Iterator, Sequence

from streams.errors import MigrationError
from streams.migrations import migrations
from streams.store import statement
from streams.views import VIEWS

__all__ = ["DATABASE", "SHARDED", "schema", "whole_tables"]

DATABASE = "engagement_shard"
"""Where a server keeps the rows of its shard."""

_ON = "ON CLUSTER '{cluster}'"
_KEY = "sipHash64(programme, gathering)"
_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)
_TABLE = re.compile(r"CREATE TABLE IF NOT EXISTS (engagement|published|releases)\.(\w+)\n(.*)", re.DOTALL)
_LIKE = re.compile(r"CREATE TABLE IF NOT EXISTS releases\.(\w+) AS published\.\1")
_ENGINE = re.compile(r"^ENGINE = (\w*MergeTree)(?:\((\w*)\))?$", re.MULTILINE)
_ALTER = re.compile(r"ALTER TABLE engagement\.(\w+)(\s.*)", re.DOTALL)
_NAMED = re.compile(
    r"(CREATE DATABASE IF NOT EXISTS \w+|ALTER DATABASE \w+|CREATE (?:OR REPLACE )?VIEW (?:IF NOT EXISTS )?\w+\.\w+"
    r"|CREATE OR REPLACE FUNCTION \w+)(\s.*)",
    re.DOTALL,
)


def schema() -> Sequence[str]:
    """Give the statements in order; each can be run again. They name the cluster and the servers by macros.

    Distributed tables hold nothing, so they are made anew each time, with the columns that a migration has added.

    Raises:
        MigrationError: a migration has a statement of a kind that is not known here.
    """
    return [
        *(_named(statement("create_databases")), f"CREATE DATABASE IF NOT EXISTS {DATABASE} {_ON}"),
        *(_stored(text) for text in (statement("create_migrations"), statement("create_views_put"))),
        *(_stored(text) for text in _migrated() if not _is_view(text)),
        *(
            f"CREATE OR REPLACE TABLE engagement.{table} {_ON} AS {DATABASE}.{table}\n"
            f"ENGINE = Distributed('{{cluster}}', '{DATABASE}', '{table}', {_KEY})"
            for table in SHARDED
        ),
        *(_named(text) for text in _migrated() if _is_view(text)),
        *(_named(statement(view)) for view in VIEWS),
        *(
            "INSERT INTO engagement.migrations (version, name, checksum)\n"
            f"SELECT {step.version}, '{step.name}', '{step.checksum}'"
            for step in migrations()
        ),
    ]


def whole_tables() -> Sequence[str]:
    """Give the tables that are whole on every server, in the order in which they are made."""
    own = (statement("create_migrations"), statement("create_views_put"))
    return [
        name
        for database, name, columns in _tables([*own, *_migrated()])
        if database == "engagement" and not _has_gathering(columns)
    ]


def _migrated() -> Sequence[str]:
    """Return what migrations make; what they do to an older database's rows and views, a new cluster does not need."""
    texts = [_COMMENT.sub("", text).strip() for step in migrations() for text in step.statements]
    return [text for text in texts if not text.startswith(("INSERT INTO", "DROP TABLE IF EXISTS published."))]


def _tables(texts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for text in texts:
        if match := _TABLE.fullmatch(_COMMENT.sub("", text).strip()):
            yield match[1], match[2], match[3]


def _has_gathering(columns: str) -> bool:
    return "gathering_key" in columns


def _is_view(text: str) -> bool:
    return text.startswith("CREATE VIEW")


def _stored(text: str) -> str:
    """Give a statement about a table, or about a database, for the servers that keep it."""
    text = _COMMENT.sub("", text).strip()
    if table := _LIKE.fullmatch(text):
        ((name, rest),) = [
            (of, columns) for database, of, columns in _tables(_migrated()) if (database, of) == ("published", table[1])
        ]
        return _created("releases", name, rest)
    if table := _TABLE.fullmatch(text):
        database, name, rest = table.groups()
        return _created(_database_of(name) if database == "engagement" else database, name, rest)
    if alter := _ALTER.fullmatch(text):
        return f"ALTER TABLE {_database_of(alter[1])}.{alter[1]} {_ON}{alter[2]}"
    return _named(text)


def _created(database: str, name: str, rest: str) -> str:
    engine = _ENGINE.sub(lambda found: _replicated(database, name, found), rest)
    return f"CREATE TABLE IF NOT EXISTS {database}.{name} {_ON}\n{engine}"


def _replicated(database: str, table: str, engine: re.Match[str]) -> str:
    """Give the engine whose replicas are those of the shard, or all servers where the table is whole on each."""
    if database == DATABASE:
        path, replica = f"/clickhouse/tables/{{shard}}/{database}/{table}", "{replica}"
    else:
        path, replica = f"/clickhouse/tables/whole/{database}/{table}", "{shard}-{replica}"
    version = f", {engine[2]}" if engine[2] else ""
    return f"ENGINE = Replicated{engine[1]}('{path}', '{replica}'{version})"


def _named(text: str) -> str:
    text = _COMMENT.sub("", text).strip()
    match = _NAMED.fullmatch(text)
    if match is None:
        first = text.partition("\n")[0]
        raise MigrationError(f"no cluster statement is known for {first!r}; teach streams/cluster/schema.py its kind")
    return f"{match[1]} {_ON}{match[2]}"


def _database_of(table: str) -> str:
    return DATABASE if table in SHARDED else "engagement"


SHARDED: tuple[str, ...] = tuple(
    name for database, name, columns in _tables(_migrated()) if database == "engagement" and _has_gathering(columns)
)
"""The tables that are split by gathering: facts and roll-ups."""
