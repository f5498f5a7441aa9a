"""What producers take from the environment."""

import re
import socket
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic_settings import SettingsConfigDict

from connections import KafkaConnectionSettings
from producers.cards import CardFormats
from schemas.identifiers import Source

__all__ = ["Bootstrap", "ProducerSettings"]

Bootstrap = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, pattern=r"^([A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}(,[^,\s]+:[0-9]{1,5})*$"
    ),
]
"""`HOST:PORT`, or several parted by commas."""


def _source_of_this_machine() -> str:
    return f"cli:{re.sub(r'[^A-Za-z0-9._-]', '-', socket.gethostname())[:60]}"


class ProducerSettings(KafkaConnectionSettings):
    """Where events go, as whom, and where the keys of pseudonyms lie: `ENGAGE_…` variables, read when it is made."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", extra="ignore", frozen=True)

    kafka_bootstrap: Bootstrap = Field(
        default="127.0.0.1:9092", description="Kafka's address, `HOST:PORT`, or several parted by commas"
    )
    kafka_timeout: float = Field(
        default=15.0, ge=0.5, le=600, description="How many seconds a message may take to be acknowledged"
    )
    key_dir: Path = Field(
        default=Path("~/.local/share/engagement-pipeline/keys"),
        description="The directory of the keys that pseudonyms are made with; nobody else may read it",
    )
    sheet_dir: Path = Field(
        default=Path("~/.local/share/engagement-pipeline/sheets"),
        description="The directory in which `engage import sheet` keeps what it sent of each sheet",
    )
    card_formats: CardFormats = Field(
        default_factory=dict,
        description="How the numbers of a programme's cards are written, as JSON by programme: "
        '{"youth-centre": {"pattern": "[0-9a-f]{8}", "leave_out": ":"}}. A card that does not fit is warned of',
    )
    source: Source = Field(
        default_factory=_source_of_this_machine,
        description="The `source` of events emitted here: the device or system, never a person; "
        "by default `cli:` and the machine's name",
    )
