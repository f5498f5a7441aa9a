"""Ways from one dashboard to another."""

from dataclasses import dataclass
from typing import Any

from dashboards.sdk import dashboard, models
from dashboards.text import Language, Text

__all__ = ["TAG", "DataLink", "dropdown", "tag_of", "uid_of"]

TAG = "engagement"


def uid_of(board: str, language: Language) -> str:
    """Return the uid of a board in a language, so that all three can live in one Grafana."""
    return f"{TAG}-{board}-{language}"


def tag_of(language: Language) -> str:
    """Return the tag that the boards of a language share; the list of links is made from it."""
    return f"{TAG}-{language}"


def dropdown(language: Language) -> dashboard.DashboardLink:
    """Return the list of all boards of a language, which keeps the period and the variables."""
    title = Text("All dashboards", "Kaikki näkymät", "Alla vyer")
    return (
        dashboard.DashboardLink(title.in_(language))
        .type(models.DashboardLinkType.DASHBOARDS)
        .icon("external link")
        .tags([tag_of(language)])
        .as_dropdown(True)
        .keep_time(True)
        .include_vars(True)
    )


@dataclass(frozen=True, slots=True)
class DataLink:
    """The way from a cell of a table to a board that tells more of it.

    Attributes:
        title: What is behind it.
        board: The board's name, e.g. `districts`.
        variable: The variable there that the cell's row sets.
        column: The column that the value comes from, as SQL names it.
    """

    title: Text
    board: str
    variable: str
    column: str

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the link as a field's configuration holds it; the period comes along."""
        value = f"${{__data.fields.{self.column}:percentencode}}"
        return {
            "title": self.title.in_(language),
            "url": f"/d/{uid_of(self.board, language)}?var-{self.variable}={value}&${{__url_time_range}}",
            "targetBlank": False,
        }
