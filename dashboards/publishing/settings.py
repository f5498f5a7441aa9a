"""What publishing takes from the environment."""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["PublishingSettings"]

_SENDABLE = re.compile(r"[\x21-\x7e]+")


class PublishingSettings(BaseSettings):
    """Which Grafana, as whom, and how it reaches ClickHouse: `ENGAGE_…` variables, read when it is made."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", extra="ignore", frozen=True, hide_input_in_errors=True)

    grafana_url: Annotated[str, Field(pattern=r"^(https?://[^\s/@?#]+(/[^\s@?#]*)?)?$")] = Field(
        default="", description="Grafana's address, with its path if it has one"
    )
    grafana_token: SecretStr = Field(default=SecretStr(""), description="The token of a service account of Grafana's")
    grafana_token_file: Path | None = Field(default=None, description="A file that holds it instead")
    grafana_user: str = Field(default="", description="In place of a token: a user of Grafana's")
    grafana_password: SecretStr = Field(default=SecretStr(""), description="The password of Grafana's user")
    grafana_password_file: Path | None = Field(default=None, description="A file that holds it instead")
    grafana_ca_file: Path | None = Field(
        default=None, description="PEM certificates of the authority that signed Grafana's; unset, the system's"
    )
    grafana_timeout: float = Field(
        default=10.0, ge=0.1, le=300, description="How many seconds Grafana may take for an answer"
    )
    grafana_clickhouse_url: Annotated[str, Field(pattern=r"^https?://[^\s/@?#]+/?$")] = Field(
        default="http://127.0.0.1:8123",
        description="ClickHouse's HTTP address as Grafana reaches it; without a port 443 or 80",
    )
    grafana_clickhouse_user: str = Field(
        default="grafana_reader", description="ClickHouse's user for Grafana, who may read `published` alone"
    )
    grafana_clickhouse_password: SecretStr = Field(
        default=SecretStr(""), description="The password of ClickHouse's user for Grafana"
    )
    grafana_clickhouse_password_file: Path | None = Field(default=None, description="A file that holds it instead")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.grafana_token.get_secret_value() or self.grafana_token_file) and self.grafana_user:
            raise ValueError("ENGAGE_GRAFANA_TOKEN and ENGAGE_GRAFANA_USER are both set; leave one out")
        if self.grafana_ca_file is not None and not self.grafana_ca_file.expanduser().is_file():
            raise ValueError(f"ENGAGE_GRAFANA_CA_FILE={self.grafana_ca_file} is no file")
        self.login()
        self.clickhouse_password()
        return self

    def login(self) -> tuple[str, ...]:
        """Return the token alone, or user and password, or nothing; a file is read now.

        Raises:
            ValueError: a value is set twice, its file cannot be read, or it cannot be sent.
        """
        token = _secret("ENGAGE_GRAFANA_TOKEN", self.grafana_token, self.grafana_token_file)
        password = _secret("ENGAGE_GRAFANA_PASSWORD", self.grafana_password, self.grafana_password_file)
        if self.grafana_user and not password:
            raise ValueError("ENGAGE_GRAFANA_USER is set; set ENGAGE_GRAFANA_PASSWORD or ENGAGE_GRAFANA_PASSWORD_FILE")
        if token and not _SENDABLE.fullmatch(token):
            raise ValueError("ENGAGE_GRAFANA_TOKEN holds a space or another character that no token has; copy it again")
        if self.grafana_user:
            return self.grafana_user, password
        return (token,) if token else ()

    def clickhouse_password(self) -> str:
        """Return the password of ClickHouse's user for Grafana; '' where none is set.

        Raises:
            ValueError: it is set twice, or its file cannot be read.
        """
        return _secret(
            "ENGAGE_GRAFANA_CLICKHOUSE_PASSWORD",
            self.grafana_clickhouse_password,
            self.grafana_clickhouse_password_file,
        )


def _secret(name: str, secret: SecretStr, file: Path | None) -> str:
    if file is None:
        return secret.get_secret_value().strip()
    if secret.get_secret_value():
        raise ValueError(f"{name} and {name}_FILE are both set; leave one out")
    try:
        text = file.expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ValueError(f"{name}_FILE={file} cannot be read: {reason}") from error
    if not text:
        raise ValueError(f"{name}_FILE={file} is empty")
    return text
