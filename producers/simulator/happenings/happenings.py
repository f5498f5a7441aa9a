"""All that happens at a gathering beside people's coming and going, its facts and its truth."""

from collections.abc import Iterator
from dataclasses import dataclass

from producers.simulator.attendance import Attendance
from producers.simulator.fact import Fact
from producers.simulator.happenings.concern_truth import ConcernTruth, concern_truth
from producers.simulator.happenings.concerns import Concern, concern_facts, concerns_of
from producers.simulator.happenings.cooperation import (
    CooperationTruth,
    Taking,
    agency_facts,
    cooperation_truth,
    takings_of,
)
from producers.simulator.happenings.dialogues import (
    Dialogue,
    DialogueTruth,
    dialogue_facts,
    dialogue_truth,
    dialogues_of,
)
from producers.simulator.happenings.estimate import EstimateTruth, estimate_of
from producers.simulator.happenings.group_visits import GroupTruth, GroupVisit, group_facts, group_truth
from producers.simulator.happenings.outreach import Contact, OutreachTruth, contact_facts, contacts_of, outreach_truth
from producers.simulator.happenings.paper_sheets import PaperSheet, SheetTruth, sheet_facts, sheet_truth, sheets_of
from producers.simulator.happenings.pulses import Pulse, PulseTruth, pulse_facts, pulse_truth, pulses_of
from producers.simulator.happenings.referrals import (
    Referral,
    ReferralTruth,
    referral_facts,
    referral_truth,
    referrals_of,
)
from producers.simulator.happenings.scene import Scene

__all__ = ["Happenings", "HappeningsTruth", "happened_at"]


@dataclass(frozen=True, slots=True)
class HappeningsTruth:
    """The numbers of a gathering in each roll-up, under the roll-up's name, as they must come out.

    A roll-up that is equal to its class's default has nothing recorded: a row of it says only that something was told
    and taken back.
    """

    group_participation: GroupTruth
    period_participation: SheetTruth
    outreach: OutreachTruth
    dialogue: DialogueTruth
    cooperation: CooperationTruth
    referral_flows: ReferralTruth
    sentiment: PulseTruth
    concern_handling: ConcernTruth
    estimates: EstimateTruth


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happened at one gathering, by family; nothing of it after the present."""

    scene: Scene
    groups: list[GroupVisit]
    sheets: list[PaperSheet]
    contacts: list[Contact]
    dialogues: list[Dialogue]
    takings: list[Taking]
    referrals: list[Referral]
    pulses: list[Pulse]
    concerns: list[Concern]

    def facts(self) -> Iterator[Fact]:
        """Yield all of it, in no order of time. No two facts have the same source and id."""
        yield from group_facts(self.scene, self.groups)
        yield from sheet_facts(self.scene, self.sheets)
        yield from contact_facts(self.scene, self.contacts)
        yield from dialogue_facts(self.scene, self.dialogues)
        yield from agency_facts(self.scene, self.takings)
        yield from referral_facts(self.scene, self.referrals)
        yield from pulse_facts(self.scene, self.pulses)
        yield from concern_facts(self.scene, self.concerns)

    def truth(self, attendance: Attendance) -> HappeningsTruth:
        """Count all of it."""
        groups, sheets = group_truth(self.groups), sheet_truth(self.sheets)
        return HappeningsTruth(
            group_participation=groups,
            period_participation=sheets,
            outreach=outreach_truth(self.contacts),
            dialogue=dialogue_truth(self.dialogues),
            cooperation=cooperation_truth(self.takings),
            referral_flows=referral_truth(self.referrals),
            sentiment=pulse_truth(self.pulses),
            concern_handling=concern_truth(self.concerns),
            estimates=estimate_of(attendance, groups, sheets),
        )


def happened_at(scene: Scene, groups: list[GroupVisit], attendance: Attendance) -> Happenings:
    """Let it all happen; `groups` are those that came, `attendance` who was there."""
    return Happenings(
        scene=scene,
        groups=groups,
        sheets=sheets_of(scene, len(attendance.present)),
        contacts=contacts_of(scene),
        dialogues=dialogues_of(scene),
        takings=takings_of(scene),
        referrals=referrals_of(scene),
        pulses=pulses_of(scene, attendance.present),
        concerns=concerns_of(scene),
    )
