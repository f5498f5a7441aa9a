"""The command `engage cluster`: the files of a ClickHouse cluster."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["cluster"]


def cluster(
    *,
    folder: Annotated[Path, typer.Option(help="Where the files go; made if missing.")],
    shards: Annotated[int, typer.Option(min=1, help="How many servers split the gatherings.")] = 2,
    replicas: Annotated[int, typer.Option(min=1, help="By how many servers each shard is kept.")] = 2,
    name: Annotated[str, typer.Option(help="The cluster's name in ClickHouse.")] = "engagement",
    host: Annotated[
        str, typer.Option(help="What servers are called, with {shard} and {replica}.")
    ] = "clickhouse-{shard}-{replica}",
) -> None:
    """Write the statements and the configuration for ClickHouse on several servers; connects to nothing.

    schema.sql is run once, on any of them; users.d/cluster.xml goes to all, config.d/HOST.xml to that server. What they
    mean is in docs/scale.md.
    """
    from streams.cluster.plan import ClusterPlan
    from streams.cluster.schema import schema
    from streams.cluster.servers import servers_xml, users_xml

    try:
        plan = ClusterPlan(shards, replicas, name, host)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    files = {
        "schema.sql": ";\n\n".join(schema()) + ";\n",
        "users.d/cluster.xml": users_xml(plan),
        **{
            f"config.d/{server}.xml": servers_xml(plan, shard, replica)
            for shard in range(1, shards + 1)
            for replica, server in enumerate(plan.hosts_of(shard), 1)
        },
    }
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        typer.echo(str(path))
