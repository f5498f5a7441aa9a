"""What can go wrong with dashboards.

DashboardError
├── RecoverableError            the same again later may do
│   ├── GrafanaUnavailableError Grafana did not answer, or not as Grafana does
│   └── ReaderUnavailableError  ClickHouse did not answer
├── InvalidError                the same again never does: change what was handed over
│   ├── CampaignError           the file of campaigns cannot be used
│   ├── ConflictError           somebody changed in Grafana what would be overwritten
│   ├── GrafanaRefusedError     Grafana refuses what it was sent
│   ├── MacroError              a statement uses a macro in a way that the plugin refuses
│   ├── PreviewError            a preview cannot be made of what was asked for
│   ├── QueryRefusedError       ClickHouse answered, and refuses a statement
│   ├── QueryShapeError         a query is not of the plugin's shape
│   ├── ReportError             a report cannot be made of what was asked for
│   └── UnknownStatementError   there is no such file of SQL
└── FatalError                  somebody has to change how things are set up
    ├── GrafanaTokenError       Grafana does not know who asks
    ├── GrafanaRightsError      Grafana knows who asks, and does not let him
    ├── GrafanaVersionError     Grafana is too old, or lacks the plugin that reads ClickHouse
    └── HalfDoneError           publishing failed half way and could not be taken back
"""

__all__ = [
    "CampaignError",
    "ConflictError",
    "DashboardError",
    "FatalError",
    "GrafanaRefusedError",
    "GrafanaRightsError",
    "GrafanaTokenError",
    "GrafanaUnavailableError",
    "GrafanaVersionError",
    "HalfDoneError",
    "InvalidError",
    "MacroError",
    "PreviewError",
    "QueryRefusedError",
    "QueryShapeError",
    "ReaderUnavailableError",
    "RecoverableError",
    "ReportError",
    "UnknownStatementError",
]


class DashboardError(Exception):
    """A dashboard could not be made, checked or published; the message names it and the next step."""


class RecoverableError(DashboardError):
    """The same again later may do."""


class InvalidError(DashboardError):
    """The same again never does."""


class FatalError(DashboardError):
    """The set-up has to change first."""


class ReaderUnavailableError(RecoverableError):
    """ClickHouse did not answer."""


class MacroError(InvalidError):
    """A statement uses a macro in a way that the plugin refuses, or would leave in the SQL."""


class PreviewError(InvalidError):
    """A preview cannot be made of what was asked for."""


class QueryRefusedError(InvalidError):
    """ClickHouse answered, and refuses a statement."""


class QueryShapeError(InvalidError):
    """A query is not of the plugin's shape."""


class ReportError(InvalidError):
    """A report cannot be made of what was asked for: no such period, nothing published of it, no place to write it."""


class UnknownStatementError(InvalidError):
    """There is no such file of SQL."""


class GrafanaUnavailableError(RecoverableError):
    """Grafana did not answer, or not as Grafana does. What it was asked to write it may have written."""


class CampaignError(InvalidError):
    """The file of campaigns cannot be used."""


class ConflictError(InvalidError):
    """Somebody changed in Grafana what would be overwritten; nothing was written."""


class GrafanaRefusedError(InvalidError):
    """Grafana refuses what it was sent."""


class GrafanaTokenError(FatalError):
    """Grafana does not know who asks."""


class GrafanaRightsError(FatalError):
    """Grafana knows who asks, and does not let him."""


class GrafanaVersionError(FatalError):
    """Grafana is too old, or lacks the plugin that reads ClickHouse."""


class HalfDoneError(FatalError):
    """Publishing failed half way, and what was written could not be taken back."""
