"""Why the gateway refuses an event, and what helps, in three languages."""

from dataclasses import dataclass
from enum import StrEnum

from producers.gateway.languages import Language
from schemas.rejections import Rejection

__all__ = ["GatewayRefusal", "Reason", "Refused", "remedy"]


class GatewayRefusal(StrEnum):
    """Reasons beside `schemas.rejections.Rejection`: what only the gateway can tell."""

    OUT_OF_SCOPE = "out-of-scope"
    """The API key does not cover the programme, the gathering, the event or the source."""

    INVALID_CARD = "invalid-card"
    """The card is no text, nothing is left of its number once spaces and dashes are gone, or it is an identity code, an
    e-mail address, a telephone number or a name."""

    TOO_LARGE = "too-large"
    """The event has more bytes than a message may have."""


Reason = Rejection | GatewayRefusal


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that was not taken: the reason, the field, and what is wrong there; never the field's value."""

    reason: Reason
    field: str
    detail: str


def remedy(reason: Reason, language: Language) -> str:
    """What the sender can do, in one sentence."""
    return _REMEDIES[reason][language]


_REMEDIES: dict[Reason, dict[Language, str]] = {
    Rejection.MALFORMED: {
        "fi": "Lähetä jokainen tapahtuma yhtenä JSON-oliona CloudEvents 1.0:n mukaan.",
        "sv": "Skicka varje händelse som ett JSON-objekt enligt CloudEvents 1.0.",
        "en": "Send each event as one JSON object, as CloudEvents 1.0.",
    },
    Rejection.UNKNOWN_TYPE: {
        "fi": "Käytä jotakin niistä tyypeistä, jotka /docs luettelee.",
        "sv": "Använd någon av de typer som /docs räknar upp.",
        "en": "Use one of the types that /docs lists.",
    },
    Rejection.WRONG_TOPIC: {
        "fi": "Lähetä tapahtuma oman ohjelmansa aiheeseen.",
        "sv": "Skicka händelsen till sitt eget programs ämne.",
        "en": "Send the event to its own programme's topic.",
    },
    Rejection.PERSON_KEY: {
        "fi": "Poista kenttä: poliisin keskustelutilaisuuksista ei kerrota mitään henkilöistä.",
        "sv": "Ta bort fältet: om polisens dialoger uppges ingenting om personer.",
        "en": "Remove the field: events of police dialogue say nothing of persons.",
    },
    Rejection.WRONG_ENVELOPE: {
        "fi": "Korjaa nimetty kenttä ja lähetä uudelleen.",
        "sv": "Rätta det nämnda fältet och skicka på nytt.",
        "en": "Correct the field that is named, and send it again.",
    },
    Rejection.WRONG_DATA: {
        "fi": "Korjaa nimetty kenttä ja lähetä uudelleen.",
        "sv": "Rätta det nämnda fältet och skicka på nytt.",
        "en": "Correct the field that is named, and send it again.",
    },
    Rejection.IN_THE_FUTURE: {
        "fi": "Aseta laitteen kello oikeaan aikaan ja kirjaa uudelleen oikealla ajalla.",
        "sv": "Ställ enhetens klocka rätt och registrera på nytt med rätt tid.",
        "en": "Set the device's clock and record it again with its right time.",
    },
    Rejection.TOO_LATE: {
        "fi": "Näin vanhat tiedot on suljettu; merkitse luku vuosiraporttiin käsin.",
        "sv": "Så gamla uppgifter är stängda; för in siffran i årsrapporten för hand.",
        "en": "Facts of that age are closed; enter the number in the yearly report by hand.",
    },
    GatewayRefusal.OUT_OF_SCOPE: {
        "fi": "Valitse tilaisuus, joka kuuluu avaimellesi, tai pyydä ylläpitäjältä laajempi avain.",
        "sv": "Välj ett tillfälle som din nyckel omfattar, eller be administratören om en vidare nyckel.",
        "en": "Choose a gathering that your key covers, or ask your administrator for a wider key.",
    },
    GatewayRefusal.INVALID_CARD: {
        "fi": "Lue ohjelman oma kortti uudelleen tai kirjaa sisään ilman korttia.",
        "sv": "Läs programmets eget kort på nytt eller checka in utan kort.",
        "en": "Read the programme's own card again, or check in without one.",
    },
    GatewayRefusal.TOO_LARGE: {
        "fi": "Jaa tapahtuma pienempiin osiin.",
        "sv": "Dela upp händelsen i mindre delar.",
        "en": "Part the event into smaller ones.",
    },
}
