"""Certificates made for one test, and TLS in front of a service that has none."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

__all__ = ["Certificates", "make_certificates", "tls_in_front_of"]


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files: the authority's certificate, another authority's, and a server's key and certificate."""

    authority: Path
    stranger: Path
    server: Path


def make_certificates(folder: Path) -> Certificates:
    authority, stranger = trustme.CA(), trustme.CA()
    server = authority.issue_cert("127.0.0.1", "localhost")
    key = load_pem_private_key(server.private_key_pem.bytes(), None)
    made = Certificates(folder / "authority.pem", folder / "stranger.pem", folder / "server.pem")
    made.authority.write_bytes(authority.cert_pem.bytes())
    made.stranger.write_bytes(stranger.cert_pem.bytes())
    chain = b"".join(pem.bytes() for pem in server.cert_chain_pems)
    made.server.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + chain)
    return made


@contextmanager
def tls_in_front_of(port: int, certificate: Path) -> Iterator[int]:
    """Listen with TLS on a free port of this machine, and pass on what comes, both ways; gives the port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    loop = asyncio.new_event_loop()

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                sink.write(data)
                await sink.drain()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside_reader, inside_writer = await asyncio.open_connection("127.0.0.1", port)
        ways = {asyncio.create_task(pump(reader, inside_writer)), asyncio.create_task(pump(inside_reader, writer))}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in (writer, inside_writer):
                end.transport.abort()

    async def end(server: asyncio.Server) -> None:
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for _ in range(10):  # what was aborted is closed in the rounds that follow
            await asyncio.sleep(0)

    server = loop.run_until_complete(asyncio.start_server(pass_on, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
