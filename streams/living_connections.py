"""Connections to Kafka whose socket is gone count as none."""

from typing import Any

from streams.faust_compat import CloseReason, ConnectionGroup

__all__ = ["keep_to_living_connections"]


def keep_to_living_connections(client: Any) -> None:
    """Let an aiokafka client give up a connection as soon as its transport is closing, and connect anew.

    A broker that dies in the middle of an answer leaves bytes behind, and for as long as these are not read aiokafka
    takes the connection for connected. To write to it then is an OSError for asyncio at most, which aiokafka expects,
    but a RuntimeError for uvloop: that ended aiokafka's task which looks for brokers, unseen, and the worker waited for
    ever. Nothing is awaited between this look and the write.
    """
    get = client._get_conn  # noqa: SLF001  aiokafka has one door to its connections, and it is private

    async def living(node_id: Any, *, group: Any = ConnectionGroup.DEFAULT, **options: Any) -> Any:
        held = client._conns.get((node_id, group))  # noqa: SLF001
        if held is not None and _is_closing(held):
            held.close(reason=CloseReason.CONNECTION_BROKEN)
            client._conns.pop((node_id, group), None)  # noqa: SLF001
        found = await get(node_id, group=group, **options)
        return None if found is None or _is_closing(found) else found

    client._get_conn = living  # noqa: SLF001


def _is_closing(connection: Any) -> bool:
    writer = connection._writer  # noqa: SLF001
    return writer is None or bool(writer.transport.is_closing())
