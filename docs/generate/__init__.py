"""The pages of docs/reference that follow from the code, each made by a function without arguments."""

from collections.abc import Callable, Mapping

from docs.generate.access import access, acls
from docs.generate.capacity import capacity
from docs.generate.commands import commands
from docs.generate.dashboards import dashboards
from docs.generate.events import events
from docs.generate.metrics import metrics
from docs.generate.privacy import privacy
from docs.generate.rejections import rejections
from docs.generate.reports import report_schema, reports
from docs.generate.rights import rights
from docs.generate.settings import settings

__all__ = ["PAGES"]

PAGES: Mapping[str, Callable[[], str]] = {
    "../../deploy/kafka/acls.sh": acls,
    "access.md": access,
    "capacity.md": capacity,
    "commands.md": commands,
    "dashboards.md": dashboards,
    "events.md": events,
    "metrics.md": metrics,
    "privacy.md": privacy,
    "rejections.md": rejections,
    "report.schema.json": report_schema,
    "reports.md": reports,
    "rights.md": rights,
    "settings.md": settings,
}
