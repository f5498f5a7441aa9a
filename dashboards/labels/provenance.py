"""Where an estimate comes from."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["PROVENANCE"]

PROVENANCE: Labels = {
    "door": Label(Text("Check-ins at the door", "Kirjaukset ovella", "Incheckningar vid dörren")),
    "sheet": Label(Text("Paper sheet", "Paperilista", "Papperslista")),
    "head-count": Label(Text("Head count", "Päälaskenta", "Huvudräkning")),
    "": Label(Text("No number shown", "Lukua ei näytetä", "Inget tal visas")),
}
