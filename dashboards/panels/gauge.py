"""One number between a least and a greatest."""

from dashboards.columns import Steps
from dashboards.panels.frame import colour, framed, lone, steps_of
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import common
from dashboards.sdk import gauge as sdk
from dashboards.text import Language

__all__ = ["gauge"]


def gauge(
    language: Language, question: Question, *, steps: Steps, greatest: float, each_row: bool = False
) -> sdk.Panel:
    """Show a number from 0 to `greatest`, e.g. a share to 1; with `each_row` one a row, named by its text column."""
    return (
        lone(framed(sdk.Panel(), language, question, Format.TABLE), language, question)
        .thresholds(steps_of(steps))
        .color_scheme(colour())
        .min(0)
        .max(greatest)
        .show_threshold_markers(True)
        .reduce_options(common.ReduceDataOptions().calcs(["last"]).values(each_row))
    )
