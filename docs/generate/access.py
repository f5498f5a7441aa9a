"""Who needs which rights at Kafka: the page, and the script that grants them."""

from dataclasses import dataclass

from docs.generate.markdown import GENERATED, page, table
from schemas.programmes import DEAD_LETTER_TOPIC, TOPICS
from streams.settings import StreamSettings

__all__ = ["RIGHTS", "Right", "access", "acls"]

_GROUP = str(StreamSettings.model_fields["consumer_group"].default)


@dataclass(frozen=True, slots=True)
class Right:
    """What one user may do with one topic or group, in Kafka's words."""

    user: str
    kind: str
    name: str
    operations: tuple[str, ...]
    why: str


RIGHTS: tuple[Right, ...] = (
    *(
        Right(
            "engage-migrate",
            "topic",
            topic,
            ("Create", "Alter", "Describe", "DescribeConfigs"),
            "`engage migrate` makes it and adds partitions",
        )
        for topic in (*TOPICS, DEAD_LETTER_TOPIC)
    ),
    *(
        Right("engage-producer", "topic", topic, ("Write", "Describe"), "gateway, `engage emit`, `engage import`")
        for topic in TOPICS
    ),
    *(
        Right("engage-worker", "topic", topic, ("Read", "Describe"), "`engage worker`, `engage books`, `engage doctor`")
        for topic in TOPICS
    ),
    Right("engage-worker", "topic", DEAD_LETTER_TOPIC, ("Write", "Describe"), "`engage worker` publishes dead letters"),
    Right("engage-worker", "group", _GROUP, ("Read", "Describe"), "the workers' group; ENGAGE_CONSUMER_GROUP"),
    *(
        Right(
            "engage-repair", "topic", topic, ("Read", "Write", "Describe"), "`engage dead-letters`, `engage backfill`"
        )
        for topic in TOPICS
    ),
    Right("engage-repair", "topic", DEAD_LETTER_TOPIC, ("Write", "Describe"), "what a backfill finds refused"),
    Right("engage-repair", "group", _GROUP, ("Describe",), "how far the workers are"),
)
"""The least that each user needs; a test runs the pipeline with these and no others."""


def access() -> str:
    """Return the page."""
    return page(
        "Access",
        "Who needs which rights at Kafka, and no more. Nobody but the worker and whoever repairs reads the programmes' "
        "topics or writes dead letters: to repair by hand is for a person, with a user of its own. "
        "[`deploy/kafka/acls.sh`](../../deploy/kafka/acls.sh) grants them; a test runs all with exactly these. "
        "How to set users, passwords and certificates: [secure the connections](../how-to/secure-the-connections.md).",
        table(
            ("user", "on", "may", "for"),
            (
                (f"`{right.user}`", f"{right.kind} `{right.name}`", ", ".join(right.operations), right.why)
                for right in RIGHTS
            ),
        ),
    )


def acls() -> str:
    """Return the script."""
    lines = [
        "#!/bin/sh",
        f"# {GENERATED.removeprefix('<!-- ').removesuffix(' -->')}",
        "# Grants the users of the pipeline their rights: KAFKA=HOST:PORT ADMIN=admin.properties sh acls.sh",
        "set -eu",
        'acl() { kafka-acls.sh --bootstrap-server "$KAFKA" --command-config "$ADMIN" --add "$@"; }',
    ]
    for right in RIGHTS:
        operations = " ".join(f"--operation {operation}" for operation in right.operations)
        lines.append(f"acl --allow-principal User:{right.user} {operations} --{right.kind} {right.name}")
    return "\n".join(lines) + "\n"
