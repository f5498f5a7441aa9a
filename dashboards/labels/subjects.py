"""What people work with, talk of, are asked and worry about; and why a message is refused."""

from dashboards.colours import HUES
from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = [
    "AGENCIES",
    "CATEGORIES",
    "CONCERN_STATUSES",
    "MOMENTS",
    "OUTREACH_SETTINGS",
    "QUESTIONS",
    "REASONS",
    "SECTIONS",
    "THEMES",
]

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
"""Who works with the city's people."""

SECTIONS: Labels = {
    "exclusion-and-segregation": Label(
        Text("Exclusion and segregation", "Syrjäytyminen ja segregaatio", "Utanförskap och segregation"), HUES[0]
    ),
    "extremism": Label(Text("Extremism", "Ääriliikkeet", "Extremism"), HUES[1]),
    "juvenile-delinquency": Label(Text("Juvenile delinquency", "Nuorisorikollisuus", "Ungdomsbrottslighet"), HUES[2]),
}
"""The sections of the Preventive Policing Unit."""

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
"""What a dialogue is about."""

OUTREACH_SETTINGS: Labels = {
    "shopping-centre": Label(Text("Shopping centre", "Kauppakeskus", "Köpcentrum")),
    "station": Label(Text("Station", "Asema", "Station")),
    "street": Label(Text("Street", "Katu", "Gata")),
    "park": Label(Text("Park", "Puisto", "Park")),
    "school": Label(Text("School", "Koulu", "Skola")),
    "other": Label(Text("Other", "Muu", "Annat")),
}
"""Where people are met outside the door."""

QUESTIONS: Labels = {
    "safety": Label(Text("How safe do you feel?", "Kuinka turvalliseksi tunnet olosi?", "Hur trygg känner du dig?")),
    "trust": Label(Text("How much do you trust?", "Kuinka paljon luotat?", "Hur mycket litar du på oss?")),
}
"""What people are asked."""

MOMENTS: Labels = {
    "before": Label(Text("Before", "Ennen", "Före")),
    "after": Label(Text("After", "Jälkeen", "Efter")),
}
"""When people are asked."""

CATEGORIES: Labels = {
    "lighting": Label(Text("Lighting", "Valaistus", "Belysning")),
    "cleanliness": Label(Text("Cleanliness", "Siisteys", "Renhållning")),
    "drugs": Label(Text("Drugs", "Huumeet", "Droger")),
    "harassment": Label(Text("Harassment", "Häirintä", "Trakasserier")),
    "bullying": Label(Text("Bullying", "Kiusaaminen", "Mobbning")),
    "violence": Label(Text("Violence", "Väkivalta", "Våld")),
    "extremism": Label(Text("Extremism", "Ääriliikkeet", "Extremism")),
    "traffic": Label(Text("Traffic", "Liikenne", "Trafik")),
    "other": Label(Text("Other", "Muu", "Annat")),
}
"""What a concern is about."""

CONCERN_STATUSES: Labels = {
    "raised": Label(Text("Raised", "Kerrottu", "Framförd")),
    "passed-on": Label(Text("Passed on", "Välitetty", "Förmedlad")),
    "answered": Label(Text("Answered", "Vastattu", "Besvarad")),
    "solved": Label(Text("Solved", "Ratkaistu", "Löst")),
}
"""How far a concern has come."""

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
"""Why a message became a dead letter."""
