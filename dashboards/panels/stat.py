"""One number, large."""

from dashboards.colours import NEUTRAL
from dashboards.columns import Steps
from dashboards.panels.frame import colour, framed, lone, steps_of
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import common, common_models
from dashboards.sdk import stat as sdk
from dashboards.text import Language

__all__ = ["stat"]


def stat(
    language: Language,
    question: Question,
    *,
    steps: Steps = ((None, NEUTRAL),),
    greatest: float | None = None,
    least: float | None = None,
) -> sdk.Panel:
    """Show one number, coloured by steps; `greatest` is 1 for a share, `least` -1 for a change.

    The statement gives one row with one number; NULL where there is none to show, and then the text stands there.
    """
    panel = lone(framed(sdk.Panel(), language, question, Format.TABLE), language, question)
    if greatest is not None:
        panel = panel.min(0).max(greatest)
    if least is not None:
        panel = panel.min(least)
    return (
        panel.thresholds(steps_of(steps))
        .color_scheme(colour())
        .color_mode(common_models.BigValueColorMode.VALUE)
        .graph_mode(common_models.BigValueGraphMode.NONE)
        .reduce_options(common.ReduceDataOptions().calcs(["last"]).values(False))
    )
