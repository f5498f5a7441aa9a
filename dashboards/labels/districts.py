"""Helsinki's districts, by the names that the city gives them; in English they go by the Finnish ones."""

from dashboards.colours import MUTED
from dashboards.labels.label import Label, Labels
from dashboards.text import Text
from schemas.places import DISTRICTS as PLACES
from schemas.places import OUTSIDE_HELSINKI

__all__ = ["DISTRICTS"]

DISTRICTS: Labels = {
    **{place.id: Label(Text(place.name_fi, place.name_fi, place.name_sv)) for place in PLACES.values()},
    OUTSIDE_HELSINKI: Label(Text("Outside Helsinki", "Helsingin ulkopuolella", "Utanför Helsingfors"), MUTED),
    "other-districts": Label(Text("Other districts", "Muut alueet", "Övriga distrikt"), MUTED),
    "helsinki": Label(Text("All of Helsinki", "Koko Helsinki", "Hela Helsingfors")),
    "": Label(Text("No district", "Ei aluetta", "Inget distrikt"), MUTED),
}
