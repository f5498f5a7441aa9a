"""Helsinki's 34 districts (peruspiirit) and the age bands that their people are counted in.

Figures: City of Helsinki and Statistics Finland, population at the end of 2010. Centres: WGS84, the median of known places
of the City of Helsinki's service map, for four districts the centre of the polygon.
"""

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = [
    "AGE_BANDS",
    "DISTRICTS",
    "OUTSIDE_HELSINKI",
    "AgeBand",
    "District",
    "DistrictId",
    "HomeDistrict",
    "district_of_ocd_id",
]

AgeBand = Literal["0-6", "7-12", "13-17", "18-29", "30-64", "65+"]
"""Ages in whole years, both ends included: the bands in which the city publishes its population."""

AGE_BANDS: tuple[AgeBand, ...] = get_args(AgeBand)

OUTSIDE_HELSINKI = "outside-helsinki"
"""Where a visitor lives who lives in no district of Helsinki."""

OCD_PREFIX = "ocd-division/country:fi/kunta:helsinki/peruspiiri:"


@dataclass(frozen=True, slots=True)
class District:
    """A peruspiiri: its code, its id (the last part of its OCD division id), names, centre and population by age band."""

    code: int
    id: str
    name_fi: str
    name_sv: str
    major_district: str
    latitude: float
    longitude: float
    population_by_age_band: tuple[int, int, int, int, int, int]

    @property
    def ocd_id(self) -> str:
        """The Open Civic Data division id, as Linked Events gives it."""
        return OCD_PREFIX + self.id

    @property
    def population(self) -> int:
        """All residents."""
        return sum(self.population_by_age_band)


# fmt: off
_DISTRICTS = (
    District(101, "vironniemi", "Vironniemi", "Estnäs", "Eteläinen", 60.1712, 24.9501, (710, 439, 406, 2279, 6023, 1814)),
    District(102, "ullanlinna", "Ullanlinna", "Ulrikasborg", "Eteläinen", 60.1618, 24.9522, (1283, 773, 663, 5465, 11830, 3036)),
    District(103, "kampinmalmi", "Kampinmalmi", "Kampmalmen", "Eteläinen", 60.1696, 24.9291, (1590, 957, 1030, 7796, 14853, 4168)),
    District(104, "taka-töölö", "Taka-Töölö", "Bortre Tölö", "Eteläinen", 60.1844, 24.9256, (683, 341, 294, 3806, 6955, 2423)),
    District(105, "lauttasaari", "Lauttasaari", "Drumsö", "Eteläinen", 60.1582, 24.8733, (1453, 790, 629, 3761, 10017, 3416)),
    District(201, "reijola", "Reijola", "Grejus", "Läntinen", 60.1929, 24.8996, (981, 733, 686, 3674, 7462, 2166)),
    District(202, "munkkiniemi", "Munkkiniemi", "Munksnäs", "Läntinen", 60.1938, 24.8684, (1064, 934, 916, 2947, 7922, 3545)),
    District(203, "haaga", "Haaga", "Haga", "Läntinen", 60.2133, 24.8999, (1355, 823, 908, 6153, 11936, 4733)),
    District(204, "pitäjänmäki", "Pitäjänmäki", "Sockenbacka", "Läntinen", 60.2324, 24.8413, (1155, 817, 732, 2991, 7758, 2012)),
    District(205, "kaarela", "Kaarela", "Kårböle", "Läntinen", 60.2398, 24.8763, (1893, 1564, 1571, 5718, 13242, 2937)),
    District(301, "kallio", "Kallio", "Berghäll", "Keskinen", 60.182, 24.9516, (689, 262, 260, 7997, 13184, 3214)),
    District(302, "alppiharju", "Alppiharju", "Åshöjden", "Keskinen", 60.1881, 24.9402, (275, 74, 104, 3988, 5871, 1419)),
    District(303, "vallila", "Vallila", "Vallgård", "Keskinen", 60.199, 24.9648, (615, 278, 288, 3616, 6081, 1428)),
    District(304, "pasila", "Pasila", "Böle", "Keskinen", 60.1983, 24.9412, (480, 300, 326, 2048, 3947, 1383)),
    District(305, "vanhakaupunki", "Vanhakaupunki", "Gammelstaden", "Keskinen", 60.2106, 24.9602, (1563, 981, 893, 4271, 9732, 2994)),
    District(401, "maunula", "Maunula", "Månsas", "Pohjoinen", 60.2313, 24.9337, (514, 364, 370, 1311, 4179, 1846)),
    District(402, "länsi-pakila", "Länsi-Pakila", "Västra Baggböle", "Pohjoinen", 60.2429, 24.9409, (497, 497, 483, 621, 3248, 1241)),
    District(403, "tuomarinkylä", "Tuomarinkylä", "Domarby", "Pohjoinen", 60.2617, 24.9331, (733, 762, 784, 874, 4573, 859)),
    District(404, "oulunkylä", "Oulunkylä", "Åggelby", "Pohjoinen", 60.2308, 24.9624, (964, 739, 776, 2317, 6613, 2225)),
    District(405, "itä-pakila", "Itä-Pakila", "Östra Baggböle", "Pohjoinen", 60.2519, 24.9627, (329, 331, 285, 360, 1885, 584)),
    District(501, "latokartano", "Latokartano", "Ladugården", "Koillinen", 60.2395, 25.0183, (2118, 1193, 939, 4369, 10046, 2484)),
    District(502, "pukinmäki", "Pukinmäki", "Bocksbacka", "Koillinen", 60.2453, 24.9894, (517, 353, 393, 1638, 4023, 1368)),
    District(503, "malmi", "Malmi", "Malm", "Koillinen", 60.2531, 25.0096, (2221, 1806, 1806, 4664, 14222, 3228)),
    District(504, "suutarila", "Suutarila", "Skomakarböle", "Koillinen", 60.2779, 24.9842, (902, 842, 832, 1847, 5492, 1389)),
    District(505, "puistola", "Puistola", "Parkstad", "Koillinen", 60.2724, 25.0688, (1581, 1371, 1416, 2784, 9282, 1938)),
    District(506, "jakomäki", "Jakomäki", "Jakobacka", "Koillinen", 60.2612, 25.079, (447, 342, 362, 905, 2600, 970)),
    District(601, "kulosaari", "Kulosaari", "Brändö", "Kaakkoinen", 60.1728, 24.9842, (262, 240, 206, 544, 1750, 768)),
    District(602, "herttoniemi", "Herttoniemi", "Hertonäs", "Kaakkoinen", 60.2012, 25.044, (1913, 1516, 1310, 4776, 13122, 3786)),
    District(603, "laajasalo", "Laajasalo", "Degerö", "Kaakkoinen", 60.1595, 25.0538, (1324, 1083, 1059, 2027, 8276, 2704)),
    District(701, "vartiokylä", "Vartiokylä", "Botby", "Itäinen", 60.21, 25.0816, (1501, 1280, 1238, 3327, 10282, 3735)),
    District(702, "myllypuro", "Myllypuro", "Kvarnbäcken", "Itäinen", 60.224, 25.0761, (699, 620, 562, 1176, 4586, 1970)),
    District(703, "mellunkylä", "Mellunkylä", "Mellungsby", "Itäinen", 60.2366, 25.0855, (2663, 2314, 2267, 5972, 17358, 5851)),
    District(704, "vuosaari", "Vuosaari", "Nordsjö", "Itäinen", 60.2031, 25.1455, (3302, 2489, 2168, 5518, 17575, 4774)),
    District(801, "östersundom", "Östersundom", "Östersundom", "Östersundom", 60.2495, 25.1877, (196, 328, 243, 132, 1080, 134)),
)
# fmt: on

DISTRICTS: dict[str, District] = {district.id: district for district in _DISTRICTS}

DistrictId = Literal[
    "vironniemi",
    "ullanlinna",
    "kampinmalmi",
    "taka-töölö",
    "lauttasaari",
    "reijola",
    "munkkiniemi",
    "haaga",
    "pitäjänmäki",
    "kaarela",
    "kallio",
    "alppiharju",
    "vallila",
    "pasila",
    "vanhakaupunki",
    "maunula",
    "länsi-pakila",
    "tuomarinkylä",
    "oulunkylä",
    "itä-pakila",
    "latokartano",
    "pukinmäki",
    "malmi",
    "suutarila",
    "puistola",
    "jakomäki",
    "kulosaari",
    "herttoniemi",
    "laajasalo",
    "vartiokylä",
    "myllypuro",
    "mellunkylä",
    "vuosaari",
    "östersundom",
]
"""A district of Helsinki: the last part of its OCD division id, e.g. `kallio`."""

HomeDistrict = Literal[DistrictId, "outside-helsinki"]
"""Where a visitor lives."""


def district_of_ocd_id(ocd_id: str) -> str | None:
    """Return the district's id for an OCD division id, or None where that names no district of Helsinki."""
    district = ocd_id.removeprefix(OCD_PREFIX)
    return district if district in DISTRICTS and ocd_id.startswith(OCD_PREFIX) else None
