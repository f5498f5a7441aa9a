"""How many of each age band, beside a total."""

from collections.abc import Callable
from typing import Any

from pydantic import AfterValidator

__all__ = ["ages_within"]


def ages_within(total: str) -> AfterValidator:
    """Return a validator that refuses data whose age bands add up to more people than the field `total`.

    Fewer may be of a known age: those left over are of none that anybody noted.
    """
    return AfterValidator(_within(total))


def _within(total: str) -> Callable[[Any], Any]:
    def check(data: Any) -> Any:
        of_known_age = sum(data.get("by_age_band", {}).values())
        if of_known_age > data[total]:
            raise ValueError(
                f"{of_known_age} people have an age, but {total} is {data[total]}; correct one, or leave ages out"
            )
        return data

    return check
