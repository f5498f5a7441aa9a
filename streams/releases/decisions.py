"""Which visits are shown: disclosure control decides of the counts that a release has kept; decisions are stored."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.releases.disclosure import Cell, CellKey, Decision, Relation, Shown, Sum, Withheld, protect
from streams.store import Store

if TYPE_CHECKING:
    from streams.releases.calendar import Unit

__all__ = ["Count", "Protect", "decide", "decide_counts", "late_counts", "may_join"]

Protect = Callable[..., Decision]
"""As `streams.releases.disclosure.protect`."""

_MONTH: CellKey = ("month", "", "")


@dataclass(frozen=True, slots=True)
class Count:
    """The visits of a gathering, or of a total of its sheets, as a release has kept them.

    Attributes:
        gathering: The gathering's id.
        piece: Which of its counts; '' its own.
        district: The venue's district.
        visits: How many came.
        decision: `new`, `shown` or `withheld`.
        late: Whether it came after its month was published, so that no total has it yet.
    """

    gathering: str
    piece: str
    district: str
    visits: int
    decision: str = "new"
    late: bool = False

    @property
    def key(self) -> CellKey:
        """The cell's name within its programme's month."""
        return ("gathering", self.gathering, self.piece)


def decide(
    store: Store, edition: int, closing: Sequence[tuple[date, str]], *, protect: Protect = protect
) -> Mapping[tuple[date, str], Decision]:
    """Decide what is undecided of the kept gatherings, and of the `closing` months also their districts and totals.

    Decisions are stored with the edition, and never taken again. A gathering that comes after its month was published
    is decided among others like it, until a revision makes them part of the totals.

    Raises:
        StoreUnavailableError, StoreRefusedError: as any statement.
    """
    counts = _counts(store, closing)
    order = [str(row[0]) for row in store.rows("releases/public_order")] if counts else []
    found: dict[tuple[date, str], Decision] = {}
    rows: list[tuple[str, ...]] = []
    for unit, of_unit in counts.items():
        month, programme = unit
        for late in (False, True):
            together = [count for count in of_unit if count.late is late]
            closes = unit in closing and not late
            if closes or any(count.decision == "new" for count in together):
                decision = decide_counts(Programme(programme), together, order, closing=closes, protect=protect)
                already = {count.key for count in together if count.decision != "new"}
                rows += [
                    (programme, month.isoformat(), *key, "shown" if isinstance(one, Shown) else "withheld")
                    for key, one in decision.cells.items()
                    if key not in already
                ]
                found[unit] = decision
    _keep(store, edition, rows)
    return found


def decide_counts(
    programme: Programme, counts: Sequence[Count], order: Sequence[str], *, closing: bool, protect: Protect = protect
) -> Decision:
    """Return which of a programme's month's counts are shown, and if it is `closing`, of its districts and itself.

    The counts stand in the order in which they were released; `order` are the districts in the order in which they
    cover each other.
    """
    threshold = PRIVACY[programme].threshold
    districts: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        districts[count.district].append(count)
    places = {district: place for place, district in enumerate(order)}
    listed = sorted(districts, key=lambda district: (places.get(district, -1), district))
    wholes: list[CellKey] = [*(("district", one, "") for one in listed), _MONTH]
    relations: list[Relation] = [
        *(Sum(("district", one, ""), tuple(count.key for count in districts[one])) for one in listed),
        Sum(_MONTH, tuple(wholes[:-1])),
    ]
    cells = [Cell(count.key, count.visits, threshold) for count in counts]
    if closing:
        cells += [
            Cell(("district", one, ""), sum(count.visits for count in districts[one]), threshold) for one in listed
        ]
        cells.append(Cell(_MONTH, sum(count.visits for count in counts), threshold))
    already = {
        count.key: count.visits if count.decision == "shown" else Withheld()
        for count in counts
        if count.decision != "new"
    }
    return protect(cells, relations, already, order=[*(count.key for count in counts), *wholes])


def late_counts(store: Store, units: "Iterable[Unit]") -> "Mapping[Unit, Sequence[Count]]":
    """Return the counts of published months that came later, so that no published total has them yet."""
    asked = {(unit.period, unit.programme): unit for unit in units if unit.kind == "month"}
    counts = _counts(store, list(asked)) if asked else {}
    return {asked[key]: late for key, of in counts.items() if key in asked and (late := [c for c in of if c.late])}


def may_join(programme: Programme, late: Sequence[Count]) -> bool:
    """Return whether late counts may become part of their totals: by how much these grow tells nothing of any.

    They must be decided.
    """
    if all(count.decision == "shown" for count in late):
        return True
    decision = decide_counts(programme, late, (), closing=True)
    return all(isinstance(one, Shown) for key, one in decision.cells.items() if key[0] != "gathering")


def _counts(store: Store, closing: Sequence[tuple[date, str]]) -> dict[tuple[date, str], list[Count]]:
    found: dict[tuple[date, str], list[Count]] = defaultdict(list)
    for month, programme, gathering, piece, district, visits, decision, late in store.rows(
        "releases/cells", {"units": list(closing)}
    ):
        count = Count(str(gathering), str(piece), str(district), int(visits), str(decision), bool(late))
        found[month, str(programme)].append(count)
    return dict(found)


def _keep(store: Store, edition: int, rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    columns = zip(("programme", "month", "level", "name", "piece", "shown"), zip(*rows, strict=True), strict=True)
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns})
    store.run_on("releases/keep_decisions", "decided", table, {"edition": edition})
