"""The dashboards of a demo's city, drawn as pages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from connections import ClickHouseConnectionSettings
from dashboards.build import built_dashboards
from dashboards.errors import QueryRefusedError
from dashboards.preview.write import Wanted, write_previews
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from producers.simulator import City
from streams.settings import StreamSettings

__all__ = ["draw_previews"]

_HELSINKI = ZoneInfo("Europe/Helsinki")


def draw_previews(city: City, settings: StreamSettings, folder: Path) -> None:
    """Draw every dashboard in English from the demo's ClickHouse; none begins long before the city does.

    Raises:
        QueryRefusedError: ClickHouse refuses a panel's statement.
        PreviewError, ReaderUnavailableError: nothing could be drawn.
    """
    # Months are asked for from their first day on, in Helsinki's time. How the pipeline did is known up to now.
    begun = (city.until - timedelta(days=city.days)).astimezone(_HELSINKI)
    earliest = begun.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    wanted = Wanted(list(built_dashboards(["en"])), folder, datetime.now(UTC), earliest=earliest)
    where = settings.model_dump(include=set(ClickHouseConnectionSettings.model_fields))
    with Reader(DashboardSettings(**where)) as reader:
        written = write_previews(wanted, reader)
    if written.refusals:
        raise QueryRefusedError(f"{len(written.refusals)} statements were refused, the first: {written.refusals[0]}")
