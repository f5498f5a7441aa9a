"""A board: what stands on it, in which order. `dashboard_of` gives it as Grafana's dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards import variables
from dashboards.annotations import Annotation
from dashboards.layout import Row, laid_out
from dashboards.links import TAG, dropdown, tag_of, uid_of
from dashboards.round_trip import in_plain_sight
from dashboards.sdk import dashboard, models
from dashboards.text import Language, Text
from dashboards.variables import Variable

__all__ = ["Board", "dashboard_of"]


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard.

    Attributes:
        name: Part of its uid, e.g. `city-overview`.
        title: What it is called.
        description: Whom it serves and what it tells.
        rows: Its panels; the first row is the answer.
        variables: What may be chosen, beside the data source; each may ask for those before it.
        annotations: What is marked on its series.
        start: From when it shows at first, in Grafana's terms; to now.
        refresh: How often it asks again; empty for never. The published views change once a day, but for `inside`.
    """

    name: str
    title: Text
    description: Text
    rows: Sequence[Row]
    variables: Sequence[Variable] = ()
    annotations: Sequence[Annotation] = ()
    start: str = "now-1y/M"
    refresh: str = ""

    def uid(self, language: Language) -> str:
        """Return its uid in a language."""
        return uid_of(self.name, language)


def dashboard_of(board: Board, language: Language) -> models.Dashboard:
    """Build a board in a language. The same board always gives the same dashboard."""
    made = (
        dashboard.Dashboard(board.title.in_(language))
        .uid(board.uid(language))
        .description(board.description.in_(language))
        .tags([TAG, tag_of(language)])
        .readonly()
        .timezone("Europe/Helsinki")
        .week_start("monday")
        .tooltip(models.DashboardCursorSync.CROSSHAIR)
        .time(board.start, "now")
        .refresh(board.refresh)
        .timepicker(dashboard.TimePicker().refresh_intervals(["1m", "5m", "15m", "1h"]))
        .link(dropdown(language))
        .with_variable(variables.datasource(language))
        .with_variable(variables.language_constant(language))
    )
    for variable in board.variables:
        made = made.with_variable(variable(language))
    for annotation in board.annotations:
        made = made.annotation(annotation(language))
    finished = made.build()
    in_plain_sight(finished)
    placed: list[Any] = list(laid_out(board.rows, language))
    finished.panels = placed
    return finished
