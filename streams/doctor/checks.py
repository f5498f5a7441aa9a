"""What `engage doctor` looks at, in this order."""

from streams.doctor.clickhouse import look_at_clock, look_at_disks, look_at_engine, look_at_retention, look_at_tables
from streams.doctor.examination import Check
from streams.doctor.gatherings import look_at_gatherings
from streams.doctor.group import look_at_members, look_at_partitions
from streams.doctor.kafka import look_at_backlog, look_at_kafka_clock, look_at_topics, look_at_waiting
from streams.doctor.releases import look_at_releases
from streams.doctor.senders import look_at_senders
from streams.doctor.stored import look_at_books, look_at_flags

__all__ = ["CHECKS"]

CHECKS: tuple[Check, ...] = (
    Check("Kafka", "start it (`engage up` starts one here) or set ENGAGE_KAFKA_BOOTSTRAP", look_at_topics),
    Check("ClickHouse", "start it (`engage up` starts one here) or set ENGAGE_CLICKHOUSE_URL", look_at_engine),
    Check("disk", "look at ClickHouse first", look_at_disks, needs=("ClickHouse",)),
    Check("tables", "run `engage migrate`", look_at_tables, needs=("ClickHouse",)),
    Check("retention", "run `engage migrate`", look_at_retention, needs=("ClickHouse",)),
    Check("clock of Kafka", "look at Kafka first", look_at_kafka_clock, needs=("Kafka", "ClickHouse")),
    Check("clock of ClickHouse", "look at ClickHouse first", look_at_clock, needs=("ClickHouse",)),
    Check("backlog", "start a worker with `engage worker`", look_at_backlog, needs=("Kafka",)),
    Check("worker", "start a worker with `engage worker`", look_at_waiting, needs=("Kafka",)),
    Check("group", "look at Kafka first", look_at_members, needs=("Kafka", "ClickHouse")),
    Check("partitions", "look at Kafka first", look_at_partitions, needs=("Kafka",)),
    Check("gatherings", "run `engage migrate`", look_at_gatherings, needs=("ClickHouse",)),
    Check("releases", "run `engage migrate`", look_at_releases, needs=("ClickHouse", "tables")),
    Check("senders", "run `engage dead-letters list`", look_at_senders, needs=("ClickHouse",)),
    Check("books", "run `engage books`", look_at_books, needs=("Kafka", "ClickHouse")),
    Check("flags", "run `engage migrate`", look_at_flags, needs=("ClickHouse",)),
)
