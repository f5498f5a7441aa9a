"""What is stored of a sheet, as ClickHouse has it."""

from importlib.resources import files

from connections import classify
from connections.clickhouse import client_errors, connect
from producers.errors import ViewRefusedError, ViewUnavailableError
from producers.sheets.revisions import KnownCount
from producers.sheets.settings import SheetSettings
from schemas.programmes import Programme

__all__ = ["stored_counts"]

_CONNECT_SECONDS = 3
_ANSWER_SECONDS = 60


def stored_counts(settings: SheetSettings, programme: Programme, source: str) -> dict[str, KnownCount]:
    """Return what is stored of a sheet by event id. What a worker has not stored yet is not in it.

    Raises:
        ViewUnavailableError: ClickHouse did not answer.
        ViewRefusedError: it refuses: it has no such table, or a setting of the connection does not fit.
    """
    query = (files("producers.sheets") / "sql" / "stored_counts.sql").read_text(encoding="utf-8")
    try:
        client = connect(
            settings.clickhouse_connection,
            client_name="engagement-sheets",
            connect_seconds=_CONNECT_SECONDS,
            answer_seconds=_ANSWER_SECONDS,
        )
        try:
            rows = client.query(query, parameters={"programme": programme.value, "source": source}).result_rows
        finally:
            client.close()
    except client_errors() as error:
        advice = settings.clickhouse_connection.advice(error)
        where = f"ClickHouse at {settings.clickhouse_url}"
        if classify(error).kind == "recoverable":
            raise ViewUnavailableError(
                f"{where} does not tell what is stored of this sheet; is it running, and is ENGAGE_CLICKHOUSE_URL "
                f"right?{advice}"
            ) from error
        raise ViewRefusedError(
            f"{where} refuses to tell what is stored of this sheet: {' '.join(str(error).split())[:300]}; "
            f"`engage migrate` makes its tables{advice}"
        ) from error
    return {
        event_id: KnownCount(revision, None if retracted else visits) for event_id, revision, retracted, visits in rows
    }
