import asyncio
from typing import Any

import pytest
import uvloop
from aiokafka.client import AIOKafkaClient, ConnectionGroup
from aiokafka.errors import NodeNotReadyError
from aiokafka.protocol.metadata import MetadataRequest

from streams.living_connections import keep_to_living_connections
from tests.shared_engines import SharedEngines

pytestmark = pytest.mark.engines


async def connected(client: AIOKafkaClient) -> Any:
    """Give the connection to the broker that the client keeps."""
    await client.bootstrap()
    (broker,) = client.cluster.brokers()
    assert await client.ready(broker.nodeId)
    return client._conns[(broker.nodeId, ConnectionGroup.DEFAULT)]


async def lose(connection: Any) -> None:
    """Leave the connection as a broker does that dies in the middle of an answer."""
    connection._read_task.cancel()
    connection._reader.feed_data(b"\0\0")
    connection._writer.transport.abort()
    await connection._writer.wait_closed()
    await asyncio.sleep(0)  # until the loop has closed the handle, too


def test_uvloop_and_aiokafka_alone_break_on_a_connection_that_is_lost(engines: SharedEngines) -> None:
    """Why the guard is there: the error is one that aiokafka does not know. If this fails, the guard can go."""

    async def broken() -> None:
        client = AIOKafkaClient(bootstrap_servers=engines.bootstrap)
        try:
            connection = await connected(client)
            await lose(connection)
            assert connection.connected()
            with pytest.raises(RuntimeError, match="closed"):
                await client.send(1, MetadataRequest([]))
        finally:
            await client.close()

    uvloop.run(broken())


def test_a_client_that_keeps_to_living_connections_connects_anew(engines: SharedEngines) -> None:
    """The next request goes through, or fails as one to a broker that is away."""

    async def anew() -> None:
        client = AIOKafkaClient(bootstrap_servers=engines.bootstrap)
        keep_to_living_connections(client)
        try:
            connection = await connected(client)
            await lose(connection)
            try:
                await client.send(1, MetadataRequest([]))
            except NodeNotReadyError:
                await client.send(1, MetadataRequest([]))
            assert client._conns[(1, ConnectionGroup.DEFAULT)] is not connection
            assert await client.force_metadata_update()
        finally:
            await client.close()

    uvloop.run(anew())
