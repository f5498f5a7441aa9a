"""Which connections the gateway has open, and which one gives way when there are too many."""

from collections import OrderedDict
from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Protocol

__all__ = ["Connection", "ConnectionTable", "networks_of"]

_IPV6_SITE = 64
"""A household or a company has so many bits of IPv6 addresses to choose from, so they count as one."""


class Connection(Protocol):
    """A connection as the table needs it."""

    def give_way(self) -> None:
        """Close at once; no request is under way."""


class ConnectionTable:
    """The open connections, at most `most` in all and `most_of_one` of one client address.

    Where one more comes than may be, the connection that has waited longest without a request under way gives way: of
    the same address, or of all. So connections that are held open without a request never keep anybody out. Only where
    each has a request under way is the new one turned away.

    Args:
        most: How many connections there may be.
        most_of_one: How many of one client address; of IPv6, of one /64.
        proxies: Networks whose addresses stand for many clients: only `most` counts there.
    """

    def __init__(self, most: int, most_of_one: int, proxies: Collection[IPv4Network | IPv6Network] = ()) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._proxies = tuple(proxies)
        self._client_of: dict[Connection, str] = {}
        self._open: dict[str, int] = {}
        self._waiting: OrderedDict[Connection, None] = OrderedDict()
        self._waiting_of: dict[str, OrderedDict[Connection, None]] = {}

    def __len__(self) -> int:
        return len(self._client_of)

    def admit(self, connection: Connection, address: str) -> bool:
        """Take a new connection, which then waits for a request; tell whether there was room or somebody gave way."""
        client = self._client(address)
        if client and self._open.get(client, 0) >= self._most_of_one and not self._make_room(self._waiting_of[client]):
            return False
        if len(self._client_of) >= self._most and not self._make_room(self._waiting):
            return False
        self._client_of[connection] = client
        self._open[client] = self._open.get(client, 0) + 1
        self._waiting_of.setdefault(client, OrderedDict())
        self.waits(connection)
        return True

    def waits(self, connection: Connection) -> None:
        """Note that no request is under way on a connection from now on."""
        client = self._client_of.get(connection)
        if client is not None:
            for waiting in (self._waiting, self._waiting_of[client]):
                waiting[connection] = None
                waiting.move_to_end(connection)

    def is_busy(self, connection: Connection) -> None:
        """Note that a request is under way on a connection."""
        client = self._client_of.get(connection)
        if client is not None:
            self._waiting.pop(connection, None)
            self._waiting_of[client].pop(connection, None)

    def forget(self, connection: Connection) -> None:
        """Forget a connection that is closed. Forgetting it again is a no-op."""
        self.is_busy(connection)
        client = self._client_of.pop(connection, None)
        if client is not None:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client], self._waiting_of[client]

    def _make_room(self, waiting: OrderedDict[Connection, None]) -> bool:
        if not waiting:
            return False
        oldest = next(iter(waiting))
        self.forget(oldest)
        oldest.give_way()
        return True

    def _client(self, address: str) -> str:
        """Return what counts as one client, empty where many are behind the address."""
        try:
            parsed = ip_address(address.partition("%")[0])
        except ValueError:
            return address
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        if any(parsed in network for network in self._proxies):
            return ""
        if isinstance(parsed, IPv6Address):
            return str(ip_network((parsed, _IPV6_SITE), strict=False))
        return str(parsed)


def networks_of(proxies: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Parse addresses and networks, parted by commas; `*` is every address, and what is no address is passed over."""
    found: list[IPv4Network | IPv6Network] = []
    for part in (part.strip() for part in proxies.split(",")):
        if part == "*":
            found += [IPv4Network("0.0.0.0/0"), IPv6Network("::/0")]
            continue
        try:
            found.append(ip_network(part, strict=False))
        except ValueError:
            continue
    return tuple(found)
