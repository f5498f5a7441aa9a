"""The wires to Kafka and ClickHouse: how they are secured, the same for every client of ours.

Imports nothing else of ours; `producers`, `streams` and `dashboards` import it.
"""

from wires.clickhouse import ClickHouseWire
from wires.errors import WireError, WireRefusedError, WireUnavailableError
from wires.kafka import KafkaWire
from wires.probe import probe
from wires.settings import ClickHouseWireSettings, KafkaWireSettings

__all__ = [
    "ClickHouseWire",
    "ClickHouseWireSettings",
    "KafkaWire",
    "KafkaWireSettings",
    "WireError",
    "WireRefusedError",
    "WireUnavailableError",
    "probe",
]
