"""The roll-ups: which fact tables each is recomputed from, and so which a batch asks for."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from streams.facts import FAMILIES
from streams.records import Gathering

__all__ = ["ROLL_UPS", "RollUp", "touched"]


@dataclass(frozen=True, slots=True)
class RollUp:
    """A row of numbers a gathering.

    `name` is that of its table and of the statement below streams/sql/roll_ups that fills it; `tables` are those of the
    facts that it reads.
    """

    name: str
    tables: AbstractSet[str]

    @property
    def ages(self) -> bool:
        """Whether any of its facts are deleted with age; its row then has the time of the oldest as `oldest_fact`."""
        return any(family.ages and family.table in self.tables for family in FAMILIES)


ROLL_UPS: tuple[RollUp, ...] = (
    RollUp("participation", frozenset({"gatherings", "check_ins", "head_counts"})),
    RollUp("group_participation", frozenset({"group_visits"})),
    RollUp("period_participation", frozenset({"period_counts"})),
    RollUp("outreach", frozenset({"outreach_contacts"})),
    RollUp("dialogue", frozenset({"dialogues"})),
    RollUp("cooperation", frozenset({"agency_presences"})),
    RollUp("referral_flows", frozenset({"referrals"})),
    RollUp("sentiment", frozenset({"pulses"})),
    RollUp("concern_handling", frozenset({"concerns"})),
)


def touched(
    gatherings: Mapping[str, AbstractSet[Gathering]], roll_ups: Sequence[RollUp] = ROLL_UPS
) -> dict[RollUp, AbstractSet[Gathering]]:
    """Give the roll-ups that read any of these fact tables, each with the gatherings that the tables have facts of."""
    found: dict[RollUp, AbstractSet[Gathering]] = {}
    for roll_up in roll_ups:
        of_tables = [gatherings[table] for table in roll_up.tables if table in gatherings]
        if of_tables:
            found[roll_up] = frozenset().union(*of_tables)
    return found
