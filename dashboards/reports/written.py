"""A cell as a reader of a language sees it on a page."""

from dashboards.reports.catalogue import Catalogue
from dashboards.reports.model import Cell, DateCell, NumberCell, TextCell, Unit

__all__ = ["written"]

_DECIMALS: dict[Unit, int] = {"count": 0, "decimal": 1, "share": 0, "hours": 1, "score": 2}
_SPACE = "\u00a0"


def written(cell: Cell, words: Catalogue) -> str:
    """Return a cell in words: `1,234` or `1 234`, `87 %`, `3.4`, `October 2026`, `suppressed`."""
    match cell:
        case NumberCell():
            return _number(cell, words)
        case DateCell():
            return cell.shown or words.day(cell.value)
        case TextCell():
            return cell.value
    return words.text(f"missing.{cell.type}")


def _number(cell: NumberCell, words: Catalogue) -> str:
    share = cell.unit == "share"
    value = cell.value * 100 if share else cell.value
    if share and 99.5 <= value < 100:
        value = 99  # not all
    text = f"{value:,.{_DECIMALS[cell.unit]}f}".replace("-", "\u2212")
    if cell.unit == "hours":
        text = text.removesuffix(".0")
    if words.language != "en":
        text = text.replace(",", _SPACE).replace(".", ",")
    return text + (f"{_SPACE}%" if share else f"{_SPACE}h" if cell.unit == "hours" else "")
