"""Words in the three languages in which the dashboards are built, and those that say why there is no number."""

from schemas.text import LANGUAGES, Language, Text

__all__ = ["LANGUAGES", "NOT_RECORDED", "NOT_SHOWN", "NO_GATHERINGS", "SUPPRESSED", "Language", "Text"]

NO_GATHERINGS = Text("No gatherings in the period", "Ei tilaisuuksia jaksolla", "Inga tillfällen under perioden")

NOT_RECORDED = Text("Not recorded", "Ei kirjattu", "Inte antecknat")

SUPPRESSED = Text(
    "Suppressed to protect small groups", "Peitetty pienten ryhmien suojaksi", "Dolt för att skydda små grupper"
)

NOT_SHOWN = Text(
    "Not recorded, or suppressed to protect small groups",
    "Ei kirjattu, tai peitetty pienten ryhmien suojaksi",
    "Inte antecknat, eller dolt för att skydda små grupper",
)
"""For a number that may be missing for either reason."""
