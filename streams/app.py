"""The Faust app."""

from pathlib import Path
from tempfile import gettempdir
from typing import Any

from connections import KafkaConnection
from schemas.message_size import MAX_MESSAGE_BYTES
from schemas.programmes import TOPICS
from streams.batches import worker_name
from streams.faust_compat import App, SASLCredentials, SSLCredentials, TopicT
from streams.settings import StreamSettings

__all__ = ["create_app", "programme_topics"]

_FETCH_BYTES = 1 * 1024 * 1024
"""Of each partition, in one fetch: some thousand messages."""

_METADATA_MILLISECONDS = 30_000
"""How often a worker looks for partitions that were added; the group then divides them anew."""

_RUNS_AHEAD = 4
"""So many fetched runs wait in front of the agent at most; Kafka is not read further until some are judged."""


def create_app(settings: StreamSettings) -> App:
    """Make the app: no tables, no web server, nothing that needs a topic of Faust's own. Connects to nothing yet."""
    return App(
        settings.consumer_group,
        broker=";".join(f"engagement://{address.strip()}" for address in settings.kafka_bootstrap.split(",")),
        broker_client_id=worker_name(),
        store="memory://",
        datadir=Path(gettempdir()) / f"{settings.consumer_group}-faust",
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=_FETCH_BYTES,
        consumer_metadata_max_age_ms=_METADATA_MILLISECONDS,
        broker_commit_interval=settings.commit_seconds,
        broker_commit_every=None,
        broker_max_poll_records=None,
        broker_session_timeout=settings.session_seconds,
        broker_heartbeat_interval=settings.session_seconds / 6,
        broker_request_timeout=max(60.0, settings.session_seconds),
        broker_max_poll_interval=settings.poll_seconds,
        stream_buffer_maxsize=_RUNS_AHEAD,
        stream_wait_empty=False,
        producer_acks=-1,
        producer_linger=0.0,
        producer_max_request_size=MAX_MESSAGE_BYTES,
        value_serializer="raw",
        key_serializer="raw",
        broker_credentials=_credentials(settings.kafka_connection),
    )


def _credentials(connection: KafkaConnection) -> Any:
    tls = connection.tls()
    if connection.authenticated:
        return SASLCredentials(
            username=connection.user, password=connection.password, mechanism=connection.mechanism, ssl_context=tls
        )
    return None if tls is None else SSLCredentials(tls)


def programme_topics(app: App) -> TopicT:
    """Give the programmes' topics as one channel of raw messages."""
    return app.topic(*TOPICS, value_serializer="raw", key_serializer="raw", internal=False)
