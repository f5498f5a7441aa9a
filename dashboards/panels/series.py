"""Numbers over time."""

from collections.abc import Sequence

from dashboards.colours import MUTED
from dashboards.columns import Column
from dashboards.panels.frame import colour, framed
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import common, common_models
from dashboards.sdk import timeseries as sdk
from dashboards.text import Language, Text

__all__ = ["series"]


def series(
    language: Language,
    question: Question,
    columns: Sequence[Column],
    *,
    axis: Text,
    bars: bool = False,
    stacked: bool = False,
    greatest: float | None = None,
    least: float | None = None,
) -> sdk.Panel:
    """Show one line a series, or bars; what is not shown is a gap, never 0.

    The statement gives `time` in ascending order, then either one column a series, or one text column that names the
    series and one number. `axis` says what is counted. Only what sums may be stacked, and then the description says so.
    `greatest` is 1 for a share, `least` -1 for a change.
    """
    panel = (
        framed(sdk.Panel(), language, question, Format.SERIES, columns)
        .axis_label(axis.in_(language))
        .axis_soft_min(0)
        .color_scheme(colour(MUTED))
        .draw_style(common_models.GraphDrawStyle.BARS if bars else common_models.GraphDrawStyle.LINE)
        .line_width(1 if bars else 2)
        .fill_opacity(70 if bars else 10)
        .show_points(common_models.VisibilityMode.NEVER if bars else common_models.VisibilityMode.ALWAYS)
        .point_size(5)
        .span_nulls(False)
        .legend(
            common.VizLegendOptions()
            .show_legend(True)
            .display_mode(common_models.LegendDisplayMode.LIST)
            .placement(common_models.LegendPlacement.BOTTOM)
        )
        .tooltip(common.VizTooltipOptions().mode(common_models.TooltipDisplayMode.MULTI))
    )
    if greatest is not None:
        panel = panel.min(0).max(greatest)
    if least is not None:
        panel = panel.min(least)
    if stacked:
        panel = panel.stacking(common.StackingConfig().mode(common_models.StackingMode.NORMAL))
    return panel
