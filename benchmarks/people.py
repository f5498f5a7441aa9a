"""The people who come: who they are and what their check-ins tell of them."""

from random import Random
from typing import NamedTuple

from schemas.places import AGE_BANDS, DISTRICTS, OUTSIDE_HELSINKI

__all__ = ["Person", "populate"]

_WITHOUT_PSEUDONYM, _WITHOUT_AGE_BAND, _WITHOUT_HOME, _FROM_OUTSIDE = 0.10, 0.05, 0.08, 0.07


class Person(NamedTuple):
    """A person and, ready to be put into JSON, what a check-in says of them; nothing where it was not asked."""

    pseudonym: str
    age_band: str
    home_district: str
    said: str
    said_impersonally: str


def populate(people: int, random: Random) -> list[Person]:
    """Make people; homes are spread as Helsinki's population is."""
    districts = list(DISTRICTS.values())
    homes = random.choices(
        [district.id for district in districts], [district.population for district in districts], k=people
    )
    bands = random.choices(AGE_BANDS, (2, 12, 40, 26, 15, 5), k=people)
    return [_person(home, band, random) for home, band in zip(homes, bands, strict=True)]


def _person(home: str, band: str, random: Random) -> Person:
    pseudonym = "" if random.random() < _WITHOUT_PSEUDONYM else f"{random.getrandbits(128):032x}"
    age_band = "" if random.random() < _WITHOUT_AGE_BAND else band
    away = random.random() < _FROM_OUTSIDE
    home_district = "" if random.random() < _WITHOUT_HOME else OUTSIDE_HELSINKI if away else home
    shared = f',"age_band":"{age_band}"' if age_band else ""
    shared += f',"home_district":"{home_district}"' if home_district else ""
    return Person(
        pseudonym=pseudonym,
        age_band=age_band,
        home_district=home_district,
        said=(f',"visitor":"{pseudonym}"' if pseudonym else "")
        + shared
        + f',"method":"{"card" if pseudonym else "tap"}"',
        said_impersonally=shared + ',"method":"clicker"',
    )
