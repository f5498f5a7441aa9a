"""What is said of gatherings and of those who come: programmes, places, ages, and whether a number is shown."""

from dashboards.colours import AGE_BANDS as AGE_BAND_COLOURS
from dashboards.colours import GOOD, MUTED, NEUTRAL, WARN
from dashboards.colours import PROGRAMMES as PROGRAMME_COLOURS
from dashboards.labels.label import Label, Labels
from dashboards.text import NOT_RECORDED, SUPPRESSED, Text
from schemas.places import AGE_BANDS as BANDS
from schemas.places import DISTRICTS as PLACES
from schemas.places import OUTSIDE_HELSINKI
from schemas.programmes import Programme

__all__ = ["AGE_BANDS", "ANSWERS", "DISTRICTS", "PROGRAMMES", "PROVENANCE", "STATES", "STATUSES"]

PROGRAMMES: Labels = {
    programme.value: Label(programme.profile.plural, PROGRAMME_COLOURS[programme]) for programme in Programme
}
"""The programmes."""

STATUSES: Labels = {
    "scheduled": Label(Text("Scheduled", "Tulossa", "Planerad"), NEUTRAL),
    "open": Label(Text("Open", "Auki", "Öppen"), GOOD),
    "closed": Label(Text("Closed", "Päättynyt", "Avslutad"), MUTED),
    "cancelled": Label(Text("Cancelled", "Peruttu", "Inställd"), WARN),
    "postponed": Label(Text("Postponed", "Siirretty", "Uppskjuten"), WARN),
    **dict.fromkeys(("unplanned", ""), Label(Text("Unplanned", "Ennalta suunnittelematon", "Oplanerad"), NEUTRAL)),
}
"""What became of a gathering. Empty: nothing is known of it but what was done there, e.g. whom an outreach team met."""

STATES: Labels = {
    "counted": Label(Text("Counted", "Laskettu", "Räknat"), GOOD),
    "suppressed": Label(SUPPRESSED, MUTED),
    "not recorded": Label(NOT_RECORDED, WARN),
}
"""Whether a number is shown, and why not.

To protect small groups is right, so it is grey; that nobody counted is a gap, so it warns.
"""

ANSWERS: Labels = {
    **dict.fromkeys(("1", "true"), Label(Text("Yes", "Kyllä", "Ja"))),
    **dict.fromkeys(("0", "false"), Label(Text("No", "Ei", "Nej"))),
}
"""Yes and no. Both as ClickHouse's UInt8 and as its Bool come to Grafana."""

PROVENANCE: Labels = {
    "door": Label(Text("Check-ins at the door", "Kirjaukset ovella", "Incheckningar vid dörren")),
    "sheet": Label(Text("Paper sheet", "Paperilista", "Papperslista")),
    "head-count": Label(Text("Head count", "Päälaskenta", "Huvudräkning")),
    "": Label(Text("No number shown", "Lukua ei näytetä", "Inget tal visas")),
}
"""Where an estimate comes from."""

DISTRICTS: Labels = {
    **{place.id: Label(Text(place.name_fi, place.name_fi, place.name_sv)) for place in PLACES.values()},
    OUTSIDE_HELSINKI: Label(Text("Outside Helsinki", "Helsingin ulkopuolella", "Utanför Helsingfors"), MUTED),
    "other-districts": Label(Text("Other districts", "Muut alueet", "Övriga distrikt"), MUTED),
    "helsinki": Label(Text("All of Helsinki", "Koko Helsinki", "Hela Helsingfors")),
    "": Label(Text("No district", "Ei aluetta", "Inget distrikt"), MUTED),
}
"""Helsinki's districts, by the names that the city gives them; in English they go by the Finnish ones."""

AGE_BANDS: Labels = {
    **{
        band: Label(Text(f"{band} years", f"{band} vuotta", f"{band} år"), colour)
        for band, colour in zip(BANDS, AGE_BAND_COLOURS, strict=True)
    },
    "under-18": Label(Text("Under 18", "Alle 18", "Under 18"), AGE_BAND_COLOURS[2]),
    "18-and-over": Label(Text("18 and over", "18 ja yli", "18 och över"), AGE_BAND_COLOURS[4]),
    "other-ages": Label(Text("Other ages", "Muut iät", "Övriga åldrar"), MUTED),
    "all-ages": Label(Text("All ages", "Kaiken ikäiset", "Alla åldrar"), AGE_BAND_COLOURS[5]),
    "": Label(Text("Age not given", "Ikää ei kerrottu", "Ålder inte angiven"), MUTED),
}
"""Age bands, and the wider ones that the published views use where a band is too small."""
