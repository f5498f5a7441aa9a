"""The facts: one module a table, each saying which events it stores and how an event becomes a row.

`FAMILIES` is the whole list. A new event type is a new module here beside its contract in `schemas.events`.
"""

from streams.facts.agency_presences import AGENCY_PRESENCES
from streams.facts.check_ins import CHECK_INS
from streams.facts.concerns import CONCERNS
from streams.facts.dialogues import DIALOGUES
from streams.facts.family import Family
from streams.facts.gatherings import GATHERINGS
from streams.facts.group_visits import GROUP_VISITS
from streams.facts.head_counts import HEAD_COUNTS
from streams.facts.outreach_contacts import OUTREACH_CONTACTS
from streams.facts.period_counts import PERIOD_COUNTS
from streams.facts.pulses import PULSES
from streams.facts.referrals import REFERRALS

__all__ = ["FAMILIES"]

FAMILIES: tuple[Family, ...] = (
    GATHERINGS,
    CHECK_INS,
    HEAD_COUNTS,
    GROUP_VISITS,
    PERIOD_COUNTS,
    OUTREACH_CONTACTS,
    DIALOGUES,
    AGENCY_PRESENCES,
    REFERRALS,
    PULSES,
    CONCERNS,
)
