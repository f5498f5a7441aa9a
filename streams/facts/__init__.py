"""The facts: one module a table, each saying which events it stores and how an event becomes a row.

`FAMILIES` is the whole list. A new event type is a new module here beside its contract in `schemas.events`.
"""

from streams.facts.check_ins import CHECK_INS
from streams.facts.family import Family
from streams.facts.gatherings import GATHERINGS
from streams.facts.head_counts import HEAD_COUNTS

__all__ = ["FAMILIES"]

FAMILIES: tuple[Family, ...] = (GATHERINGS, CHECK_INS, HEAD_COUNTS)
