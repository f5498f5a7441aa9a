"""What one panel answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboards.text import NOT_SHOWN, Text

__all__ = ["Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, asked of one statement.

    Attributes:
        sql: The statement, by its path below dashboards/sql without the ending.
        title: A plain question or fact of at most 48 characters.
        description: What is counted, how, and what is bad.
        unit: Grafana's id of the unit: `locale` for a count (12,345), `percentunit` for a share, and so on.
        no_value: What stands where there is no number. Never 0.
        decimals: How many are shown; None lets Grafana choose.
        no_rows: What stands where the answer has no row, i.e. what did not happen; None where `no_value` stands there
            too. Rows without a number are those whose number may not be shown, so the statement keeps them; that of
            a single number ends with `HAVING count() > 0`.
        texts: What stands in the statement for `{name}`, where one file serves several panels.
    """

    sql: str
    title: Text
    description: Text
    unit: str
    no_value: Text = NOT_SHOWN
    decimals: int | None = None
    no_rows: Text | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
