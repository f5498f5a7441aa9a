"""The settings of the worker, the migrations and the books."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["StreamSettings"]


class StreamSettings(BaseSettings):
    """Read from `ENGAGE_…` environment variables; docs/reference/settings.md lists them."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", frozen=True, extra="ignore")

    kafka_bootstrap: str = Field(
        "127.0.0.1:9092", description="Kafka's bootstrap addresses, host:port, comma-separated"
    )
    clickhouse_url: str = Field("http://127.0.0.1:8123", description="ClickHouse's HTTP address")
    clickhouse_user: str = Field("default", description="ClickHouse's user")
    clickhouse_password: SecretStr = Field(SecretStr(""), description="ClickHouse's password")
    consumer_group: str = Field("engagement-worker", description="The workers' consumer group")
    partitions: Annotated[int, Field(ge=1, le=1024)] = Field(4, description="Partitions of each new topic")
    replication: Annotated[int, Field(ge=1, le=9)] = Field(1, description="Copies of each new topic")
    batch_rows: Annotated[int, Field(ge=1)] = Field(60_000, description="Messages stored together at most")
    batch_seconds: Annotated[float, Field(ge=0.01, le=60)] = Field(
        0.25, description="How long a message waits for others, in seconds, at most"
    )
    commit_seconds: Annotated[float, Field(ge=0.05, le=60)] = Field(
        0.5, description="How often offsets are committed, in seconds"
    )
    session_seconds: Annotated[float, Field(ge=6, le=300)] = Field(
        30.0, description="After so many silent seconds a worker counts as gone, and others take over its partitions"
    )
    storm_messages: Annotated[int, Field(ge=1)] = Field(
        1_000, description="So many dead letters in one batch, if they are also the greater part, stop the worker"
    )
    stop_seconds: Annotated[float, Field(ge=1)] = Field(
        20.0, description="How long an orderly stop may take, in seconds; what is not stored then is read again"
    )
