"""Which later changes of shown numbers may be shown: those of k people or more, all together."""

from collections.abc import Iterable, Mapping

from streams.releases.disclosure.cells import CellKey, Sum

__all__ = ["revised"]


def revised(
    released: Mapping[CellKey, int],
    exact: Mapping[CellKey, int],
    sums: Iterable[Sum],
    thresholds: Mapping[CellKey, int],
    *,
    withheld: Iterable[CellKey],
) -> dict[CellKey, int]:
    """Return a period's numbers after a revision: each as it was released, or changed by its threshold or more.

    `released` has each number as of its release, the withheld ones too; `exact` as it is counted now, for all of them.
    A shown part changes where enough people do, and never to a small number; a withheld one stays as it was released.
    What else changed within a whole (single late uploads, corrections and erasures of many gatherings) changes the
    whole alone, once all of it together is enough people. It then is not the sum of its parts any more, and nothing
    says whose the difference is. Until then it is what its parts make it, or stays.
    """
    by_whole: dict[CellKey, list[Sum]] = {}
    for one in sums:
        by_whole.setdefault(one.whole, []).append(one)
    hidden = set(withheld)
    new: dict[CellKey, int] = {}

    def settle(key: CellKey) -> None:
        if key in new or key not in released:
            return
        k, old = thresholds[key], released[key]
        carried = set()
        for one in by_whole.get(key, ()):
            for part in one.parts:
                settle(part)
            carried.add(sum(new[part] - released[part] for part in one.parts if part in new))
        change = 0 if key in hidden else exact.get(key, old) - old
        candidates = [change, *(carried if len(carried) == 1 else ())]
        new[key] = next(
            (
                old + one
                for one in candidates
                if abs(one) >= k and not 0 < old + one < k and all(_apart(one - own, k) for own in carried)
            ),
            old,
        )

    for key in released:
        settle(key)
    return new


def _apart(change: int, k: int) -> bool:
    return change == 0 or abs(change) >= k
