"""Why a message became a dead letter."""

from dashboards.colours import HUES
from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["REASONS"]

REASONS: Labels = {
    "malformed": Label(Text("Not readable", "Lukukelvoton", "Oläsbart"), HUES[0]),
    "unknown-type": Label(Text("Unknown type of event", "Tuntematon tapahtumalaji", "Okänd händelsetyp"), HUES[1]),
    "wrong-topic": Label(Text("Sent to the wrong topic", "Lähetetty väärään aiheeseen", "Sänt till fel ämne"), HUES[2]),
    "person-key": Label(
        Text("Says something of a person", "Kertoo jotain henkilöstä", "Säger något om en person"), HUES[3]
    ),
    "wrong-envelope": Label(Text("Wrong envelope", "Väärä kehys", "Fel kuvert"), HUES[4]),
    "wrong-data": Label(Text("Wrong data", "Väärät tiedot", "Fel uppgifter"), HUES[5]),
    "in-the-future": Label(Text("Dated in the future", "Päivätty tulevaisuuteen", "Daterat i framtiden"), HUES[6]),
    "too-late": Label(Text("Too late", "Liian myöhään", "För sent"), HUES[7]),
}
