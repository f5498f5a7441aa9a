"""What nobody replaced in a statement."""

import re
from collections.abc import Sequence

from dashboards.macros.comments import without_comments

__all__ = ["left_over"]


def left_over(sql: str) -> Sequence[str]:
    """Return the macros and variables that an expanded statement still has; ClickHouse refuses each."""
    return re.findall(r"\$__\w+|\$\{\w+[^}]*\}|\$[A-Za-z]\w*", without_comments(sql))
