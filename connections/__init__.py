"""How Kafka and ClickHouse are connected to: one `connect` each, TLS and users, and what their errors mean.

Imports nothing else of ours; `producers`, `streams` and `dashboards` import it. No other package makes a client of
Kafka's or ClickHouse's.
"""

from connections.clickhouse import ClickHouseConnection
from connections.errors import ServiceError, ServiceRefusedError, ServiceUnavailableError
from connections.failures import Failure, FailureKind, classify
from connections.kafka import KafkaConnection
from connections.settings import ClickHouseConnectionSettings, KafkaConnectionSettings

__all__ = [
    "ClickHouseConnection",
    "ClickHouseConnectionSettings",
    "Failure",
    "FailureKind",
    "KafkaConnection",
    "KafkaConnectionSettings",
    "ServiceError",
    "ServiceRefusedError",
    "ServiceUnavailableError",
    "classify",
]
