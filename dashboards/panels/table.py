"""Rows and columns."""

from collections.abc import Sequence

from dashboards.columns import Column
from dashboards.panels.frame import framed
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import common_models
from dashboards.sdk import table as sdk
from dashboards.text import Language

__all__ = ["table"]


def table(language: Language, question: Question, columns: Sequence[Column]) -> sdk.Panel:
    """Show rows. Every column of the statement has its `Column`; a number that is not shown has a `state` beside it."""
    return (
        framed(sdk.Panel(), language, question, Format.TABLE, columns, cells=True)
        .cell_height(common_models.TableCellHeight.SM)
        .show_header(True)
        .filterable(True)
    )
