"""Numbers by two kinds of thing, darker where they are greater."""

from collections.abc import Sequence

from dashboards.columns import Column
from dashboards.panels.frame import framed
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import common_models, dashboard, models
from dashboards.sdk import table as sdk
from dashboards.text import Language

__all__ = ["matrix"]


def matrix(language: Language, question: Question, names: Column, columns: Sequence[Column]) -> sdk.Panel:
    """Show a table whose cells of numbers are coloured by size.

    The statement gives the text column `names` and one column of numbers for each of `columns`. Grafana's own heatmap
    wants time on its first axis.
    """
    panel = (
        framed(sdk.Panel(), language, question, Format.TABLE, (names, *columns), cells=True)
        .color_scheme(dashboard.FieldColor().mode(models.FieldColorModeId.CONTINUOUS_BLUES))
        .cell_options(
            common_models.TableColoredBackgroundCellOptions(mode=common_models.TableCellBackgroundDisplayMode.BASIC)
        )
        .cell_height(common_models.TableCellHeight.SM)
        .show_header(True)
    )
    plain = models.DynamicConfigValue("custom.cellOptions", {"type": "auto"})
    return panel.override_by_name(names.name, [plain])
