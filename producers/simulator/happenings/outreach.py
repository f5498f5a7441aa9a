"""Meetings outside the door: rounds of youth workers, and contacts around a gathering."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.bands import YOUNG, banded, sums
from producers.simulator.happenings.scene import Scene
from schemas.agencies import Agency
from schemas.places import AgeBand
from schemas.programmes import Programme

__all__ = ["Contact", "OutreachTruth", "contact_facts", "contacts_of", "outreach_truth"]


class Contact(NamedTuple):
    """One meeting outside; what was not noted is None. An agency may be ticked twice."""

    time: int
    setting: str
    people: int
    by_age_band: Mapping[AgeBand, int] | None
    together_with: Sequence[Agency] | None


@dataclass(frozen=True, slots=True)
class OutreachTruth:
    """`outreach` of a gathering. None is "not recorded"."""

    contacts: int | None = None
    people: int | None = None
    by_setting: Mapping[str, int] = field(default_factory=dict)
    by_age_band: Mapping[str, int] = field(default_factory=dict)
    together_with: Mapping[str, int] = field(default_factory=dict)


_SETTINGS = {"shopping-centre": 30, "station": 24, "street": 16, "park": 16, "school": 9, "other": 5}
_PARTNERS: Mapping[Agency, int] = {
    "security": 34, "police": 28, "child-protection": 12, "social-services": 10, "civil-society": 10, "education": 6,
}  # fmt: skip
_AROUND = {Programme.REGIONAL_EVENT: (0.35, 4), Programme.POLICE_DIALOGUE: (0.25, 3)}
"""How often contacts are made around a gathering that people come to, and how many at most."""


def contacts_of(scene: Scene) -> list[Contact]:
    """Meet people: a round of youth workers meets some company every quarter-hour or so."""
    random, occasion = scene.chance("outreach"), scene.occasion
    share, most = (1.0, 13) if occasion.outdoors else _AROUND.get(occasion.programme, (0.0, 1))
    if not scene.meets_people or random.random() >= share:
        return []
    usual, *_ = random.choices(list(_SETTINGS), list(_SETTINGS.values()))
    many = random.randint(max(1, most // 3), most)
    return scene.past(sorted(_contact(random, usual, scene.moment(random)) for _ in range(many)))


def _contact(random: Random, usual: str, time: int) -> Contact:
    people = 1 + min(int(random.expovariate(1 / 3.5)), 40)
    partners: list[Agency] | None = None
    if random.random() < 0.5:
        partners = random.choices(list(_PARTNERS), list(_PARTNERS.values()), k=random.choice((1, 1, 2, 3)))
    elif random.random() < 0.2:
        partners = []
    return Contact(
        time=time,
        setting=usual if random.random() < 0.6 else random.choice(list(_SETTINGS)),
        people=people,
        by_age_band=banded(random, people, YOUNG) if random.random() < 0.65 else None,
        together_with=partners,
    )


def contact_facts(scene: Scene, contacts: Sequence[Contact]) -> Iterator[Fact]:
    """Yield the contacts as the workers' two phones noted them; they number on their own."""
    occasion = scene.occasion
    for number, contact in enumerate(contacts):
        data = {
            "setting": contact.setting,
            "people": contact.people,
            "by_age_band": contact.by_age_band,
            "together_with": contact.together_with,
        }
        phone, event_id = f"phone:{occasion.venue.slug}-{1 + number % 2}", f"{occasion.prefix}-contact-{number // 2}"
        yield Fact("outreach-contact", phone, event_id, contact.time, data_text(data))


def outreach_truth(contacts: Sequence[Contact]) -> OutreachTruth:
    """Count the contacts of a gathering."""
    if not contacts:
        return OutreachTruth()
    settings = Counter[str]()
    for contact in contacts:
        settings[contact.setting] += contact.people
    return OutreachTruth(
        contacts=len(contacts),
        people=sum(contact.people for contact in contacts),
        by_setting=dict(settings),
        by_age_band=sums(contact.by_age_band for contact in contacts),
        together_with=dict(Counter(agency for contact in contacts for agency in set(contact.together_with or ()))),
    )
