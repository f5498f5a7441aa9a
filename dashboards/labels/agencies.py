"""Who works with the city's people."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["AGENCIES"]

AGENCIES: Labels = {
    "police": Label(Text("Police", "Poliisi", "Polisen")),
    "social-services": Label(Text("Social services", "Sosiaalipalvelut", "Socialtjänsten")),
    "mental-health": Label(Text("Mental health", "Mielenterveyspalvelut", "Mentalvården")),
    "child-protection": Label(Text("Child protection", "Lastensuojelu", "Barnskyddet")),
    "youth-work": Label(Text("Youth work", "Nuorisotyö", "Ungdomsarbetet")),
    "security": Label(Text("Security guards", "Vartiointi", "Väktarna")),
    "civil-society": Label(Text("Civil society", "Järjestöt", "Civilsamhället")),
    "family-services": Label(Text("Family services", "Perhepalvelut", "Familjetjänsterna")),
    "education": Label(Text("Education", "Koulutus", "Utbildningen")),
}
