"""The settings of the embedded engines."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["EmbeddedSettings"]


class EmbeddedSettings(BaseSettings):
    """Read from `ENGAGE_…` environment variables; docs/reference/settings.md lists them."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        Path("~/.local/share/engagement-pipeline/engines"),
        description="Where the engines of `engage up` keep their data, and where other commands find them running",
    )

    grafana_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = Field(
        "", description="Grafana's address; with it `engage doctor` looks for the plugin that reads ClickHouse"
    )
    grafana_token: SecretStr = Field(SecretStr(""), description="The token of a service account of Grafana's")

    @property
    def folder(self) -> Path:
        """The data directory, absolute."""
        return self.data_dir.expanduser().absolute()
