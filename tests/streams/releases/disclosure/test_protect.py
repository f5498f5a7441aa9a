"""Each way in which a small number was once told of, and what is shown now instead."""

from streams.releases.disclosure import AtMost, Cell, CellKey, Range, Relation, Shown, Sum, Withheld, audit, protect

A, B, C, TOTAL, OTHER = ("a",), ("b",), ("c",), ("total",), ("other",)


def _cells(**values: int) -> list[Cell]:
    return [Cell((key,), value, 5) for key, value in values.items()]


def test_a_small_part_takes_a_cover_along() -> None:
    """26 and 3 of 78: the 3 is withheld, and the first of the others with it; zeros and the total are shown."""
    cells = _cells(a=26, b=3, c=49, zero=0, total=78)
    relation = Sum(TOTAL, (A, B, C, ("zero",)))
    decision = protect(cells, [relation], {}, order=[A, B, C])
    assert decision.cells == {A: Withheld(), B: Withheld(), C: Shown(49), ("zero",): Shown(0), TOTAL: Shown(78)}
    assert decision.audited
    assert audit(decision, [relation], {}) == {A: Range(1, 28), B: Range(1, 28)}


def test_two_small_parts_of_2k_minus_3_are_not_left_alone() -> None:
    """3 and 4 of 7, beside a shown part: 7 alone would say that they are 3 and 4."""
    decision = protect(_cells(a=3, b=4, c=40, total=47), [Sum(TOTAL, (A, B, C))], {}, order=[A, B, C])
    assert decision.cells[C] == Withheld()
    assert decision.cells[TOTAL] == Shown(47)


def test_a_total_that_comes_after_its_parts_is_withheld_where_it_would_tell() -> None:
    """26 was shown some mornings ago; the month's 29 would say that the withheld gathering had 3."""
    already: dict[CellKey, int | Withheld] = {A: 26, B: Withheld()}
    decision = protect(_cells(a=26, b=3, total=29), [Sum(TOTAL, (A, B))], already, order=[A, B])
    assert decision.cells == {A: Shown(26), B: Withheld(), TOTAL: Withheld()}


def test_a_later_gathering_covers_an_earlier_one_before_the_total_is_released() -> None:
    """The next one that is not small is withheld, the one after it is shown, and so is the total."""
    already: dict[CellKey, int | Withheld] = {}
    for night in ({"a": 3}, {"a": 3, "b": 30}, {"a": 3, "b": 30, "c": 40}):
        keys = tuple((key,) for key in night)
        decision = protect(_cells(**night), [Sum(TOTAL, keys)], already, order=[A, B, C])
        already |= {key: one.value if isinstance(one, Shown) else one for key, one in decision.cells.items()}
    assert already == {A: Withheld(), B: Withheld(), C: 40}
    decision = protect(_cells(a=3, b=30, c=40, total=73), [Sum(TOTAL, (A, B, C))], already, order=[A, B, C])
    assert decision.cells[TOTAL] == Shown(73)


def test_a_bound_of_another_table_does_not_narrow_a_small_number() -> None:
    """Of 34 visits b has at least its 30 visitors: a would be at most 4. The visitors are withheld as well."""
    relations: list[Relation] = [Sum(TOTAL, (A, B)), AtMost(OTHER, B)]
    decision = protect(_cells(a=4, b=30, total=34, other=30), relations, {}, order=[A, B, OTHER])
    assert decision.cells == {A: Withheld(), B: Withheld(), TOTAL: Shown(34), OTHER: Withheld()}
    assert audit(decision, relations, {})[A] == Range(1, 33)


def test_a_breakdown_of_a_known_total_is_withheld_whole_where_even_its_zeros_would_tell() -> None:
    """Six visits as 1, 5 and 0 by age: that one band is empty says something of the others."""
    gathering, day = ("gathering",), Sum(TOTAL, (("gathering",),))
    cells = [*_cells(a=1, b=5, c=0, total=6), Cell(gathering, 6, 5)]
    decision = protect(cells, [day, Sum(TOTAL, (A, B, C))], {gathering: 6}, order=[A, B, C])
    assert {decision.cells[key] for key in (A, B, C)} == {Withheld()}
    ranges = audit(decision, [day, Sum(TOTAL, (A, B, C))], {gathering: 6})
    assert ranges[A] == Range(0, 6)
