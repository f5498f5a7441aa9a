"""The page of dashboards: what each panel says it counts, and the rules that all are held to."""

from collections.abc import Iterator

from dashboards.boards import BOARDS
from dashboards.build import as_json
from dashboards.queries import panels_of
from dashboards.rules import RULES, RULES_OF_ALL
from docs.generate.markdown import page, table

__all__ = ["dashboards"]

_KINDS = {
    "barchart": "bars",
    "gauge": "gauge",
    "geomap": "map",
    "stat": "number",
    "state-timeline": "states",
    "table": "table",
    "text": "text",
    "timeseries": "series",
}

_ELSEWHERE = {
    "R25": "every statement is expanded as the plugin does, and runs on ClickHouse: `engage dashboards check`",
    "R27": "built again it is the same: a test, and so is what is published",
}


def dashboards() -> str:
    """Return the page."""
    boards = [
        "\n\n".join(
            [
                f"## {board.title.en}",
                f"{board.title.fi} · {board.title.sv}. {board.description.en}",
                table(
                    ("panel", "kind", "what it says"),
                    (
                        (panel["title"], _KINDS[panel["type"]], panel["description"])
                        for panel in panels_of(as_json(board, "en"))
                    ),
                ),
            ]
        )
        for board in BOARDS
    ]
    return page(
        "Dashboards",
        "Each is built in English, Finnish and Swedish from [`dashboards`](../../dashboards/__init__.py) by "
        "`engage dashboards build`. They read the [published views](published.md) and nothing else. How to add a "
        "panel: [a page with an example](../how-to/new-panel.md).",
        *boards,
        "## Rules",
        "`engage dashboards check` holds every board in every language to these.",
        table(("rule", "what it asks"), sorted(_rules())),
    )


def _rules() -> Iterator[tuple[str, str]]:
    yield from _ELSEWHERE.items()
    for name, rule in {**RULES, **RULES_OF_ALL}.items():
        first = (rule.__doc__ or "").partition("\n")[0]
        told, _, asks = first.partition(": ")
        if told != name:
            raise ValueError(f"the rule {name} calls itself {told!r} in its docstring; let both be the same")
        yield name, asks.removesuffix(".")
