"""Two parts of a total: what each can be for who knows the total and the rule."""

from collections import defaultdict

import pytest

from schemas.privacy import PRIVACY
from streams.releases.disclosure import protection_width
from streams.store import Store

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("k", sorted({terms.threshold for terms in PRIVACY.values()}))
def test_a_part_that_is_withheld_can_be_none_or_the_threshold_and_much_between(store: Store, k: int) -> None:
    """Of every total: which parts look alike. The small ones among them keep their range."""
    alike = defaultdict(set)
    asked = (
        "SELECT toInt64(number) AS whole, toInt64(arrayJoin(range(number + 1))) AS portion, "
        "engagement_divided(whole, portion, K) FROM numbers(3 * K)"
    )
    for whole, portion, divided in store.query(asked.replace("K", str(k))):
        alike[whole, -1 if divided else portion].add(portion)
    for (whole, shown), portions in alike.items():
        if shown >= 0:
            assert all(part == 0 or part >= k for part in (shown, whole - shown)), (whole, shown)
        elif whole >= k:
            assert max(portions) - min(portions) >= protection_width(k), (whole, portions)
            assert max(portions) >= k, (whole, portions)
