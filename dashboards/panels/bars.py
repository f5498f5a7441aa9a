"""Numbers side by side."""

from collections.abc import Sequence

from dashboards.colours import MUTED
from dashboards.columns import Column
from dashboards.panels.frame import colour, framed
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import barchart as sdk
from dashboards.sdk import common, common_models
from dashboards.text import Language, Text

__all__ = ["bars"]


def bars(
    language: Language,
    question: Question,
    names: Column,
    columns: Sequence[Column],
    *,
    axis: Text,
    stacked: bool = False,
) -> sdk.Panel:
    """Show a bar for each row and column of numbers; no number, no bar.

    The statement gives the text column `names` and one column of numbers for each of `columns`. Bars lie, so that names
    have room.
    """
    return (
        framed(sdk.Panel(), language, question, Format.TABLE, (names, *columns))
        .axis_label(axis.in_(language))
        .axis_soft_min(0)
        .color_scheme(colour(MUTED))
        .x_field(names.name)
        .orientation(common_models.VizOrientation.HORIZONTAL)
        .show_value(common_models.VisibilityMode.AUTO)
        .stacking(common_models.StackingMode.NORMAL if stacked else common_models.StackingMode.NONE)
        .group_width(0.7)
        .bar_width(0.9)
        .fill_opacity(80)
        .legend(
            common.VizLegendOptions()
            .show_legend(len(columns) > 1)
            .display_mode(common_models.LegendDisplayMode.LIST)
            .placement(common_models.LegendPlacement.BOTTOM)
        )
        .tooltip(common.VizTooltipOptions().mode(common_models.TooltipDisplayMode.MULTI))
    )
