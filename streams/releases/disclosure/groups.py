"""When hidden numbers whose sum everybody can reckon keep their secret: the closed form of the rule, for one sum."""

from collections.abc import Sequence
from dataclasses import dataclass

from streams.releases.disclosure.cells import protection_width

__all__ = ["Hidden", "closed", "crowded", "lent", "roomy"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden number of a sum.

    `low` is what everybody who knows the rule can know it to be at least. `must` is whether it is hidden for its own
    sake (small, or a whole that would tell of one); a cover is hidden for the sake of others. `listed` is of how many
    numbers above 0 it is known to be the sum. A `bounded` cover lies within a whole that is hidden because there was
    too little room in it, which limits the cover from above.
    """

    value: int
    low: int
    must: bool
    listed: int = 1
    bounded: bool = False


def closed(hidden: Sequence[Hidden], k: int) -> bool:
    """Return whether the sum of `hidden` may be known: beside what must be hidden stands a cover, and there is room.

    Room for k more is what is left of the sum when each is as small as it can be. One
    cover at least is taken without looking, and whether there is room follows from what everybody can reckon, so that
    the answer says nothing of a single number: each small one can be anything from 1 to k - 1 for who knows the rule,
    the order, and even which of them are small.
    """
    return (
        any(one.must for one in hidden)
        and any(not one.must and not one.bounded for one in hidden)
        and sum(one.value - one.low for one in hidden) >= k
    )


def lent(hidden: Sequence[Hidden], k: int) -> Hidden:
    """Return a closed group as one cover of a larger sum: that it passed says that there are k more than its least."""
    return Hidden(
        sum(one.value for one in hidden),
        sum(one.low for one in hidden) + k,
        must=False,
        listed=sum(one.listed for one in hidden),
    )


def roomy(hidden: Sequence[Hidden], k: int) -> bool:
    """Return whether the sum may be known where nothing of it is shown: each could be k, too."""
    many = sum(one.listed for one in hidden)
    return many > 1 and sum(one.value for one in hidden) >= many + k


def crowded(hidden: Sequence[Hidden], k: int) -> bool:
    """Return whether the sum may be known where all since the first small number is hidden, and too little covers it.

    All of them could be small: each from 1 to k - 1, and the sum must leave each as many as the protection width asks.
    """
    many, total = sum(one.listed for one in hidden), sum(one.value for one in hidden)
    low, high = max(1, total - (many - 1) * (k - 1)), min(k - 1, total - many + 1)
    return many > 1 and high - low >= min(k - 2, protection_width(k))
