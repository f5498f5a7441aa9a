"""What a dialogue is about."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["THEMES"]

THEMES: Labels = {
    "safety-in-public-places": Label(
        Text("Safety in public places", "Turvallisuus julkisilla paikoilla", "Trygghet på allmänna platser")
    ),
    "bullying": Label(Text("Bullying", "Kiusaaminen", "Mobbning")),
    "drugs": Label(Text("Drugs", "Huumeet", "Droger")),
    "gangs": Label(Text("Gangs", "Jengit", "Gäng")),
    "violence-at-home": Label(Text("Violence at home", "Väkivalta kotona", "Våld i hemmet")),
    "hate-speech": Label(Text("Hate speech", "Vihapuhe", "Hatretorik")),
    "online-safety": Label(Text("Safety online", "Turvallisuus verkossa", "Trygghet på nätet")),
    "school-absence": Label(Text("Absence from school", "Koulupoissaolot", "Skolfrånvaro")),
    "family-support": Label(Text("Support of families", "Perheiden tuki", "Stöd till familjer")),
    "trust-in-police": Label(Text("Trust in the police", "Luottamus poliisiin", "Förtroende för polisen")),
    "traffic": Label(Text("Traffic", "Liikenne", "Trafik")),
    "other": Label(Text("Other", "Muu", "Annat")),
}
