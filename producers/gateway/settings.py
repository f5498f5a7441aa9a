"""What the gateway takes from the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from connections import ClickHouseConnectionSettings
from producers.settings import ProducerSettings

__all__ = ["GatewaySettings"]


class GatewaySettings(ProducerSettings, ClickHouseConnectionSettings):
    """Where the gateway listens, for whom, and within which limits: `ENGAGE_…` variables, read when it is made."""

    organisers_file: Path = Field(
        default=Path("~/.local/share/engagement-pipeline/organisers.json"),
        description="The file of the organisers' API keys, as hashes; nobody else may read it",
    )
    gateway_host: str = Field(
        default="127.0.0.1",
        description="The address that the gateway listens on; others than this machine come by a proxy",
    )
    gateway_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8080, description="The gateway's TCP port; 0 takes a free one"
    )
    gateway_names: str = Field(
        default="127.0.0.1,localhost,[::1]",
        description="The host names under which the gateway answers, parted by commas, without ports",
    )
    gateway_proxies: str = Field(
        default="", description="Addresses of proxies whose X-Forwarded-For and -Proto are believed, parted by commas"
    )
    gateway_requests_per_second: Annotated[float, Field(gt=0)] = Field(
        default=50.0, description="How many requests a key may make in a second, on average; five times as many at once"
    )
    gateway_events_per_second: Annotated[float, Field(gt=0)] = Field(
        default=2000.0,
        description="How many events a key may send in a second, on average, a body counting as events of 512 bytes "
        "each; five times as many at once",
    )
    gateway_failures_per_minute: Annotated[float, Field(gt=0)] = Field(
        default=20.0, description="How many requests with a wrong key an address may make in a minute"
    )
    gateway_connections: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=2_000, description="How many connections the gateway keeps open; the longest waiting ones give way"
    )
    gateway_connections_per_address: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=500, description="How many of them one client address has at most; a proxy's address has no such limit"
    )
    gateway_header_seconds: Annotated[float, Field(gt=0, le=300)] = Field(
        default=10.0, description="Within how many seconds the headers of a request have to be here"
    )
    gateway_refusals_at_once: Annotated[float, Field(ge=1)] = Field(
        default=100.0,
        description="After how many refused events, if they are the most of its last ones, a key has to wait",
    )
    gateway_body_seconds: Annotated[float, Field(gt=0, le=300)] = Field(
        default=15.0, description="Within how many seconds the body of a request has to be here"
    )

    @property
    def names(self) -> frozenset[str]:
        """The host names under which it answers, in small letters."""
        return frozenset(name.strip().lower() for name in self.gateway_names.split(",") if name.strip())
