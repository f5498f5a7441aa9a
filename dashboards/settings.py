"""What the dashboards take from the environment."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from connections import ClickHouseConnectionSettings

__all__ = ["DashboardSettings"]


class DashboardSettings(ClickHouseConnectionSettings):
    """Which ClickHouse answers the dashboards' statements: `ENGAGE_…` variables, read when it is made."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", extra="ignore", frozen=True)

    query_seconds: float = Field(
        default=10.0, ge=0.1, le=600, description="How many seconds a statement of a dashboard may take at most"
    )
