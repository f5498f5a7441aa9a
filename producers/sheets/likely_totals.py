"""Rows that are likely the sum of others: by their name, or because they equal the sum of the rows above."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from producers.sheets.venues import folded_name

__all__ = ["LikelyTotals", "names_a_total"]

_WORDS = frozenset(
    {
        *("yhteensa", "yht", "summa", "summat", "kaikkiaan", "valisumma", "loppusumma", "kokonaissumma"),
        *("totalt", "sammanlagt", "tillsammans", "summor", "delsumma", "slutsumma", "totalsumma"),
        *("total", "totals", "sum", "subtotal", "sub-total", "grandtotal"),
    }
)
_WHOLE_NAMES = frozenset({"kaikki", "alla", "all", "koko kaupunki", "hela staden", "summa summarum"})


def names_a_total(name: object) -> bool:
    """Whether a name says that it is a sum, in Finnish, Swedish or English: its first or last word does."""
    folded = folded_name(name)
    words = folded.replace("/", " ").split()
    return folded in _WHOLE_NAMES or any(word.strip(".:,") in _WORDS for word in words[:1] + words[-1:])


@dataclass(slots=True)
class LikelyTotals:
    """The sums of the rows so far, by column: since the last total, and of all."""

    _block: dict[int, int] = field(default_factory=dict)
    _whole: dict[int, int] = field(default_factory=dict)
    _rows_in_block: int = 0
    _rows: int = 0
    _names: set[str] = field(default_factory=set)

    def why_total(self, name: object, numbers: Mapping[int, int]) -> str | None:
        """Return why a row is likely a total, or None; a name that had a row before is no total's by its numbers."""
        if names_a_total(name):
            return "its name says that it is a total"
        if not any(numbers.values()) or folded_name(name) in self._names:
            return None
        for sums, rows in ((self._block, self._rows_in_block), (self._whole, self._rows)):
            if rows >= 2 and all(sums.get(column, 0) == number for column, number in numbers.items()):
                return f"it equals the sum of the {rows} rows above"
        return None

    def add(self, name: object, numbers: Mapping[int, int]) -> None:
        """Add the numbers of a row that is no total."""
        self._names.add(folded_name(name))
        self._rows_in_block += 1
        self._rows += 1
        for column, number in numbers.items():
            for sums in (self._block, self._whole):
                sums[column] = sums.get(column, 0) + number

    def end_block(self) -> None:
        """Begin a new block: the row was a total."""
        self._block.clear()
        self._rows_in_block = 0
