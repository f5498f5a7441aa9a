"""The settings of connections, for the settings of every package that uses them."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from connections.clickhouse import ClickHouseConnection
from connections.kafka import KafkaConnection, KafkaMechanism, KafkaSecurity

__all__ = ["ClickHouseConnectionSettings", "KafkaConnectionSettings"]

# In each class: of two parents pydantic takes the later one's, defaults and all.
_CONFIG = SettingsConfigDict(env_prefix="ENGAGE_", extra="ignore", frozen=True)


class KafkaConnectionSettings(BaseSettings):
    """How Kafka is spoken with. A password's file is read at each connection: a new one needs no new start."""

    model_config = _CONFIG

    kafka_security: KafkaSecurity = Field(
        default="PLAINTEXT", description="How Kafka is spoken with: `PLAINTEXT`, `SSL` (TLS) or `SASL_SSL` (TLS, user)"
    )
    kafka_ca_file: Path | None = Field(
        default=None, description="PEM certificates of the authority that signed Kafka's; unset, the system's"
    )
    kafka_mechanism: KafkaMechanism = Field(
        default="SCRAM-SHA-512",
        description="How Kafka's user proves himself: `SCRAM-SHA-512`, `SCRAM-SHA-256`, `PLAIN`",
    )
    kafka_user: str = Field(default="", description="Kafka's user, with `SASL_SSL`")
    kafka_password: SecretStr = Field(default=SecretStr(""), description="His password")
    kafka_password_file: Path | None = Field(default=None, description="A file that holds it instead")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _one_of("ENGAGE_KAFKA_PASSWORD", self.kafka_password, self.kafka_password_file)
        if self.kafka_security == "SASL_SSL" and not (self.kafka_user and self.kafka_connection.password):
            raise ValueError(
                "ENGAGE_KAFKA_SECURITY=SASL_SSL wants ENGAGE_KAFKA_USER, and ENGAGE_KAFKA_PASSWORD or "
                "ENGAGE_KAFKA_PASSWORD_FILE"
            )
        if self.kafka_user and self.kafka_security != "SASL_SSL":
            raise ValueError(
                f"ENGAGE_KAFKA_USER is set, but ENGAGE_KAFKA_SECURITY={self.kafka_security} has no users; set SASL_SSL"
            )
        return self

    @property
    def kafka_connection(self) -> KafkaConnection:
        """The connection; the password's file is read now."""
        return KafkaConnection(
            security=self.kafka_security,
            ca_file=self.kafka_ca_file,
            mechanism=self.kafka_mechanism,
            user=self.kafka_user,
            password=_secret("ENGAGE_KAFKA_PASSWORD_FILE", self.kafka_password, self.kafka_password_file),
        )


class ClickHouseConnectionSettings(BaseSettings):
    """How ClickHouse is spoken with: `https://` in its address is TLS. A password's file is read at each connection."""

    model_config = _CONFIG

    clickhouse_url: str = Field(
        default="http://127.0.0.1:8123",
        description="ClickHouse's HTTP address, by TLS with `https://`; without a port it is 443, or 80 with `http://`",
    )
    clickhouse_user: str = Field(default="default", description="ClickHouse's user")
    clickhouse_password: SecretStr = Field(default=SecretStr(""), description="ClickHouse's password")
    clickhouse_password_file: Path | None = Field(default=None, description="A file that holds it instead")
    clickhouse_ca_file: Path | None = Field(
        default=None, description="PEM certificates of the authority that signed ClickHouse's; unset, the system's"
    )

    @model_validator(mode="after")
    def _has_one_password(self) -> Self:
        _one_of("ENGAGE_CLICKHOUSE_PASSWORD", self.clickhouse_password, self.clickhouse_password_file)
        _secret("ENGAGE_CLICKHOUSE_PASSWORD_FILE", self.clickhouse_password, self.clickhouse_password_file)
        return self

    @property
    def clickhouse_connection(self) -> ClickHouseConnection:
        """The connection; the password's file is read now."""
        return ClickHouseConnection(
            url=self.clickhouse_url,
            user=self.clickhouse_user,
            password=_secret(
                "ENGAGE_CLICKHOUSE_PASSWORD_FILE", self.clickhouse_password, self.clickhouse_password_file
            ),
            ca_file=self.clickhouse_ca_file,
        )


def _one_of(name: str, password: SecretStr, file: Path | None) -> None:
    if password.get_secret_value() and file is not None:
        raise ValueError(f"{name} and {name}_FILE are both set; leave one out")


def _secret(setting: str, password: SecretStr, file: Path | None) -> str:
    if file is None:
        return password.get_secret_value()
    try:
        secret = file.expanduser().read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ValueError(f"{setting}={file} cannot be read: {reason}") from error
    if not secret:
        raise ValueError(f"{setting}={file} is empty")
    return secret
