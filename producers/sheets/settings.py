"""What the import of sheets takes from the environment."""

from pydantic_settings import SettingsConfigDict

from connections import ClickHouseConnectionSettings
from producers.settings import ProducerSettings

__all__ = ["SheetSettings"]


class SheetSettings(ProducerSettings, ClickHouseConnectionSettings):
    """Where it is stored what was sent of a sheet: `ENGAGE_…` variables, read when it is made."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", extra="ignore", frozen=True)
