"""What Grafana makes of a statement before ClickHouse sees it: variables in the browser, then the plugin's macros.

Follows Grafana 13.2 and grafana-clickhouse-datasource 4.20.0, the traps of both included: a statement that falls into
one must fail here too. What is not followed is refused with `MacroError`: the formats of variables beyond
`in_browser.FORMATS`, and the plugin's macros that write whole statements.
"""

from dashboards.macros.comments import without_comments
from dashboards.macros.context import Context, Selection
from dashboards.macros.in_backend import expand_in_backend
from dashboards.macros.in_browser import expand_in_browser
from dashboards.macros.left_over import left_over

__all__ = ["Context", "Selection", "expand", "expand_in_backend", "expand_in_browser", "left_over", "without_comments"]


def expand(sql: str, context: Context) -> str:
    """Return the statement as ClickHouse gets it from a panel. What neither side knows stays: see `left_over`.

    Raises:
        MacroError: A macro has the wrong number of arguments, or is one that is not followed here.
    """
    return expand_in_backend(expand_in_browser(sql, context), context)
