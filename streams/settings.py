"""The settings of the worker, the migrations and the books."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from connections import ClickHouseConnectionSettings, KafkaConnectionSettings

__all__ = ["LogFormat", "StreamSettings"]

LogFormat = Literal["text", "json"]


class StreamSettings(KafkaConnectionSettings, ClickHouseConnectionSettings):
    """Read from `ENGAGE_…` environment variables; docs/reference/settings.md lists them."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", frozen=True, extra="ignore")

    kafka_bootstrap: str = Field(
        "127.0.0.1:9092", description="Kafka's bootstrap addresses, host:port, comma-separated"
    )
    consumer_group: str = Field("engagement-worker", description="The workers' consumer group")
    partitions: Annotated[int, Field(ge=1, le=1024)] = Field(
        4,
        description="Partitions of each topic, and so the most workers; `engage migrate` adds some, none is taken away",
    )
    replication: Annotated[int, Field(ge=1, le=9)] = Field(1, description="Copies of each new topic")
    batch_rows: Annotated[int, Field(ge=1)] = Field(
        250_000, description="Messages acknowledged together at most, give or take 60,000; so many only of a backlog"
    )
    batch_seconds: Annotated[float, Field(ge=0.01, le=60)] = Field(
        0.25, description="How long a message waits for others, in seconds, at most"
    )
    commit_seconds: Annotated[float, Field(ge=0.05, le=60)] = Field(
        0.5, description="How often offsets are committed, in seconds"
    )
    session_seconds: Annotated[float, Field(ge=6, le=300)] = Field(
        30.0, description="After so many silent seconds a worker counts as gone, and others take over its partitions"
    )
    poll_seconds: Annotated[float, Field(ge=1, le=86_400)] = Field(
        600.0,
        description="A worker whose event loop stands still for so many seconds leaves its group; one that waits for "
        "the store polls and stays",
    )
    dead_letter_limit: Annotated[int, Field(ge=1)] = Field(
        1_000,
        description="So many dead letters at once stop the worker, if they are of three sources or more that were "
        "accepted before, break a contract, and outnumber what is accepted",
    )
    stall_seconds: Annotated[float, Field(ge=1)] = Field(
        120.0,
        description="A worker that for so many seconds is no member of its group, or has something to do and stores or "
        "commits nothing, is not live",
    )
    metrics_port: Annotated[int | None, Field(ge=0, le=65535)] = Field(
        None, description="Where the worker serves `/live`, `/ready` and `/metrics`; 0 takes a free port, unset is off"
    )
    metrics_host: str = Field("127.0.0.1", description="The address that these are served on")
    log_format: LogFormat = Field("text", description="The worker's log: `text` for people, `json` for programs")
    stop_seconds: Annotated[float, Field(ge=1)] = Field(
        20.0, description="How long an orderly stop may take, in seconds; what is not stored then is read again"
    )
