"""What every kind of panel has alike."""

from collections.abc import Sequence
from typing import Any, TypeVar

from dashboards.columns import Column, Steps, overrides, thresholds
from dashboards.query import DATASOURCE, Format, query
from dashboards.question import Question
from dashboards.sdk import dashboard, models
from dashboards.statement import statement
from dashboards.text import Language

__all__ = ["colour", "framed", "lone", "steps_of"]

P = TypeVar("P", bound=Any)


def framed(
    panel: P,
    language: Language,
    question: Question,
    format_: Format,
    columns: Sequence[Column] = (),
    *,
    cells: bool = False,
) -> P:
    """Write the question into a panel: its words, its statement, its unit, and how its columns are shown.

    `cells` says that the columns are those of a table.
    """
    panel = (
        panel.title(question.title.in_(language))
        .description(question.description.in_(language))
        .datasource(DATASOURCE)
        .with_target(query(statement(question.sql, **question.texts), format_))
        .unit(question.unit)
        .no_value((question.no_rows or question.no_value).in_(language))
    )
    if question.decimals is not None:
        panel = panel.decimals(question.decimals)
    missing = question.no_value if question.no_rows else None
    for matcher, properties in overrides(columns, language, cells=cells, missing=missing):
        panel = panel.with_override(matcher, properties)
    return panel


def lone(panel: P, language: Language, question: Question) -> P:
    """Describe why a lone number is missing, where that is not what an answer without rows means."""
    if question.no_rows is None:
        return panel
    missing = models.DynamicConfigValue("noValue", question.no_value.in_(language))
    found: P = panel.override_by_regexp("/.+/", [missing])
    return found


def steps_of(steps: Steps) -> dashboard.ThresholdsConfig:
    """Return thresholds in absolute numbers."""
    return dashboard.ThresholdsConfig().mode(models.ThresholdsMode.ABSOLUTE).steps(thresholds(steps))


def colour(fixed: str = "") -> dashboard.FieldColor:
    """Return a fixed colour, or, without one, that of the thresholds."""
    made = dashboard.FieldColor().mode(models.FieldColorModeId.FIXED if fixed else models.FieldColorModeId.THRESHOLDS)
    return made.fixed_color(fixed) if fixed else made
