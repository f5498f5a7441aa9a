"""Where people meet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from producers.simulator.city import City
from schemas.places import DISTRICTS, District
from schemas.programmes import Programme

__all__ = ["Venue", "venues_of"]

_ASCII = str.maketrans("äöå", "aoa")


@dataclass(frozen=True, slots=True)
class Venue:
    """A place of one programme. `tablets` is how many devices stand at its doors; `capacity` is people."""

    slug: str
    id: str
    programme: Programme
    district: District
    name_fi: str
    name_sv: str
    latitude: float
    longitude: float
    capacity: int
    tablets: int


@dataclass(frozen=True, slots=True)
class _Kind:
    venues: int
    capacity: tuple[int, int]
    tablets: tuple[int, int]
    names: tuple[tuple[str, str], ...]


_KINDS = {
    Programme.YOUTH_CENTRE: _Kind(22, (40, 150), (1, 2), (("nuorisotalo", "ungdomsgård"),)),
    Programme.POLICE_DIALOGUE: _Kind(16, (10, 60), (1, 1), (("ostoskeskus", "köpcentrum"),)),
    Programme.REGIONAL_EVENT: _Kind(12, (500, 5000), (2, 4), (("puisto", "park"), ("tori", "torg"))),
    Programme.THEME_NIGHT: _Kind(12, (80, 300), (1, 3), (("koulu", "skola"), ("kirjasto", "bibliotek"))),
}


def venues_of(city: City) -> Mapping[Programme, Sequence[Venue]]:
    """Place each programme's venues in the 34 districts, more where more people live."""
    random = Random(f"{city.seed}:venues")  # noqa: S311  a simulation, not a secret
    return {programme: _places(random, programme, kind, city.scale) for programme, kind in _KINDS.items()}


def _places(random: Random, programme: Programme, kind: _Kind, scale: float) -> list[Venue]:
    districts = list(DISTRICTS.values())
    weights = [district.population for district in districts]
    seen: Counter[str] = Counter()
    venues = []
    for district in random.choices(districts, weights, k=max(2, round(kind.venues * scale))):
        seen[district.id] += 1
        slug = f"{district.id.translate(_ASCII)}-{seen[district.id]}"
        fi, sv = random.choice(kind.names)
        venues.append(
            Venue(
                slug=slug,
                id=f"{programme.value}:{slug}",
                programme=programme,
                district=district,
                name_fi=f"{district.name_fi} {seen[district.id]}, {fi}",
                name_sv=f"{district.name_sv} {seen[district.id]}, {sv}",
                latitude=round(district.latitude + random.uniform(-0.005, 0.005), 4),
                longitude=round(district.longitude + random.uniform(-0.008, 0.008), 4),
                capacity=round(random.randint(*kind.capacity) * max(1.0, scale)),
                tablets=random.randint(*kind.tablets),
            )
        )
    return venues
