"""People who are referred from one agency to another."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.scene import Scene
from schemas.agencies import Agency
from schemas.programmes import Programme

__all__ = ["Referral", "ReferralTruth", "referral_facts", "referral_truth", "referrals_of"]


class Referral(NamedTuple):
    """So many people, from where to where."""

    time: int
    from_agency: Agency
    to_agency: Agency
    people: int


@dataclass(frozen=True, slots=True)
class ReferralTruth:
    """`referral_flows` of a gathering. None is "not recorded"; flows are named `from>to`."""

    people: int | None = None
    flows: Mapping[str, int] = field(default_factory=dict)


_SHARE: Mapping[Programme, tuple[float, Agency]] = {
    Programme.YOUTH_CENTRE: (0.1, "youth-work"),
    Programme.THEME_NIGHT: (0.12, "youth-work"),
    Programme.REGIONAL_EVENT: (0.5, "social-services"),
    Programme.POLICE_DIALOGUE: (0.4, "police"),
}
"""How often anybody is referred, and by whom mostly."""

_TO: Mapping[Agency, float] = {
    "social-services": 26, "child-protection": 18, "mental-health": 18, "youth-work": 16, "family-services": 12,
    "civil-society": 6, "police": 4,
}  # fmt: skip


def referrals_of(scene: Scene) -> list[Referral]:
    """Refer a few people on, after most gatherings nobody."""
    random, programme = scene.chance("referrals"), scene.occasion.programme
    share, usual = _SHARE[programme]
    if not scene.meets_people or random.random() >= share:
        return []
    return scene.past(_referral(random, scene, usual) for _ in range(random.choice((1, 1, 2, 2, 3))))


def _referral(random: Random, scene: Scene, usual: Agency) -> Referral:
    by = usual if random.random() < 0.8 else random.choice(list(_TO))
    others = {agency: weight for agency, weight in _TO.items() if agency != by}
    (to,) = random.choices(list(others), list(others.values()))
    return Referral(scene.evening(random), by, to, random.choice((1, 1, 1, 1, 2, 2, 3, 5)))


def referral_facts(scene: Scene, referrals: Sequence[Referral]) -> Iterator[Fact]:
    """Yield the referrals as the staff's first tablet noted them."""
    for number, referral in enumerate(referrals, 1):
        data = {"from_agency": referral.from_agency, "to_agency": referral.to_agency, "people": referral.people}
        event_id = f"{scene.occasion.prefix}-referral-{number}"
        yield Fact("referral", scene.occasion.keeper, event_id, referral.time, data_text(data))


def referral_truth(referrals: Sequence[Referral]) -> ReferralTruth:
    """Sum up who was referred where."""
    if not referrals:
        return ReferralTruth()
    flows = Counter[str]()
    for referral in referrals:
        flows[f"{referral.from_agency}>{referral.to_agency}"] += referral.people
    return ReferralTruth(flows.total(), dict(flows))
