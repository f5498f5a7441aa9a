"""What is stored of a sheet, as ClickHouse has it."""

from importlib.resources import files

from producers.errors import ViewUnavailableError
from producers.sheets.revisions import KnownCount
from producers.sheets.settings import SheetSettings
from schemas.programmes import Programme

__all__ = ["stored_counts"]

_CONNECT_SECONDS = 3
_ANSWER_SECONDS = 60


def stored_counts(settings: SheetSettings, programme: Programme, source: str) -> dict[str, KnownCount]:
    """Give what is stored of a sheet by event id. What a worker has not stored yet is not in it.

    Raises:
        ViewUnavailableError: ClickHouse did not answer, or has no such table.
    """
    from clickhouse_connect import get_client
    from clickhouse_connect.driver.exceptions import ClickHouseError
    from urllib3.exceptions import HTTPError

    query = (files("producers.sheets") / "sql" / "stored_counts.sql").read_text(encoding="utf-8")
    try:
        client = get_client(
            dsn=settings.clickhouse_url,
            username=settings.clickhouse_user,
            password=settings.clickhouse_password.get_secret_value(),
            connect_timeout=_CONNECT_SECONDS,
            send_receive_timeout=_ANSWER_SECONDS,
            query_retries=0,
        )
        try:
            rows = client.query(query, parameters={"programme": programme.value, "source": source}).result_rows
        finally:
            client.close()
    except (ClickHouseError, HTTPError, OSError) as error:
        raise ViewUnavailableError(
            f"ClickHouse at {settings.clickhouse_url} does not tell what is stored of this sheet; "
            "ENGAGE_CLICKHOUSE_URL names another, `engage migrate` makes its tables"
        ) from error
    return {
        event_id: KnownCount(revision, None if retracted else visits) for event_id, revision, retracted, visits in rows
    }
