"""States over time."""

from collections.abc import Sequence

from dashboards.columns import Column
from dashboards.labels import Labels, value_mapping
from dashboards.panels.frame import framed
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import common, common_models, models
from dashboards.sdk import statetimeline as sdk
from dashboards.text import Language

__all__ = ["states"]


def states(language: Language, question: Question, columns: Sequence[Column], labels: Labels) -> sdk.Panel:
    """Show what state each series is in over time, by the words and colours of `labels`.

    The statement gives `time` in ascending order and one text column a series.
    """
    plain = models.DynamicConfigValue("mappings", value_mapping(labels, language, coloured=True))
    return (
        framed(sdk.Panel(), language, question, Format.TABLE, columns)
        .override_by_regexp("/.*/", [plain])
        .show_value(common_models.VisibilityMode.NEVER)
        .row_height(0.8)
        .fill_opacity(85)
        .legend(
            common.VizLegendOptions()
            .show_legend(True)
            .display_mode(common_models.LegendDisplayMode.LIST)
            .placement(common_models.LegendPlacement.BOTTOM)
        )
    )
