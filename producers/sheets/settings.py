"""What the import of sheets takes from the environment."""

from pydantic import Field, SecretStr

from producers.settings import ProducerSettings

__all__ = ["SheetSettings"]


class SheetSettings(ProducerSettings):
    """Where it is stored what was sent of a sheet: `ENGAGE_…` variables, read when it is made."""

    clickhouse_url: str = Field(default="http://127.0.0.1:8123", description="ClickHouse's HTTP address")
    clickhouse_user: str = Field(default="default", description="ClickHouse's user")
    clickhouse_password: SecretStr = Field(default=SecretStr(""), description="ClickHouse's password")
