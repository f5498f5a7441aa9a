"""Age bands, and the wider ones that the published views use where a band is too small."""

from dashboards.colours import AGE_BANDS as COLOURS
from dashboards.colours import MUTED
from dashboards.labels.label import Label, Labels
from dashboards.text import Text
from schemas.places import AGE_BANDS as BANDS

__all__ = ["AGE_BANDS"]

AGE_BANDS: Labels = {
    **{
        band: Label(Text(f"{band} years", f"{band} vuotta", f"{band} år"), colour)
        for band, colour in zip(BANDS, COLOURS, strict=True)
    },
    "under-18": Label(Text("Under 18", "Alle 18", "Under 18"), COLOURS[2]),
    "18-and-over": Label(Text("18 and over", "18 ja yli", "18 och över"), COLOURS[4]),
    "other-ages": Label(Text("Other ages", "Muut iät", "Övriga åldrar"), MUTED),
    "all-ages": Label(Text("All ages", "Kaiken ikäiset", "Alla åldrar"), COLOURS[5]),
    "": Label(Text("Age not given", "Ikää ei kerrottu", "Ålder inte angiven"), MUTED),
}
