"""What was accepted and is likely wrong: in plain words, with what helps, in three languages."""

from enum import StrEnum

from producers.gateway.languages import Language

__all__ = ["Flag", "flag_remedy"]


class Flag(StrEnum):
    """The kinds of `engagement.flags`."""

    UNKNOWN_EVENT = "unknown-event"
    """A correction or retraction of an event that nobody sent."""

    EQUAL_REVISIONS = "equal-revisions"
    """Two contents of one revision of an event."""

    UNKNOWN_CONCERN = "unknown-concern"
    """A concern was handled that was never raised."""

    OTHER_DAY = "other-day"
    """Check-ins that lie more than two days from their gathering."""

    CLOSES_SOON = "closes-soon"
    """A gathering that goes on for so long that check-ins are refused soon, or are already."""

    PULSE_BURST = "pulse-burst"
    """Answers that came faster than people come one after another."""

    SHEETS_DIFFER = "sheets-differ"
    """Sheets of one place that say different numbers."""


def flag_remedy(flag: Flag, language: Language) -> str:
    """Return what is likely wrong and what to do, in one or two sentences."""
    return _REMEDIES[flag][language]


_REMEDIES: dict[Flag, dict[Language, str]] = {
    Flag.UNKNOWN_EVENT: {
        "fi": "Korjattua tai peruttua kirjausta ei ole saapunut. Tarkista lähde ja alkuperäisen tunnus.",
        "sv": "Det som rättades eller togs tillbaka har inte kommit. Kontrollera källa och ursprungligt id.",
        "en": "What was corrected or taken back never arrived. Check its source and its first id, or send it.",
    },
    Flag.EQUAL_REVISIONS: {
        "fi": "Samasta kirjauksesta on kaksi eri korjausta samalla versionumerolla. Korjaa se kerran uudelleen.",
        "sv": "Det finns två olika rättelser av samma registrering med samma versionsnummer. Rätta den en gång till.",
        "en": "There are two different corrections of one entry with the same revision. Correct it once more.",
    },
    Flag.UNKNOWN_CONCERN: {
        "fi": "Käsiteltyä huolta ei ole kirjattu tässä tilaisuudessa. Tarkista tunnus tai kirjaa huoli.",
        "sv": "Oron som hanterades har inte registrerats här. Kontrollera id eller registrera oron.",
        "en": "The concern that was handled was never raised here. Check its id, or record the concern.",
    },
    Flag.OTHER_DAY: {
        "fi": "Osa kirjauksista on yli kahden päivän päässä tilaisuudesta. Tarkista laitteen kello ja korjaa ajat.",
        "sv": "En del ligger över två dagar från tillfället. Kontrollera enhetens klocka och rätta tiderna.",
        "en": "Some check-ins lie over two days from the gathering. Check the device's clock, and correct their times.",
    },
    Flag.CLOSES_SOON: {
        "fi": "Samaa tunnusta on käytetty viikkoja, ja kirjaukset hylätään pian. Käytä joka päivälle omaa tunnusta.",
        "sv": "Samma id har använts i veckor, och registreringar avvisas snart. Använd ett eget id för varje dag.",
        "en": "One id has been used for weeks, and check-ins are soon refused. Use an id of its own for each day.",
    },
    Flag.PULSE_BURST: {
        "fi": "Vastauksia tuli nopeammin kuin ihmiset ehtivät vastata. Jos joku vain napautteli, ohita ne luvuissa.",
        "sv": "Svaren kom snabbare än människor hinner svara. Om någon bara tryckte, bortse från dem.",
        "en": "Answers came faster than people can give them. If somebody only tapped, do not rely on them.",
    },
    Flag.SHEETS_DIFFER: {
        "fi": "Päivien, viikkojen ja kuukauden luvut eroavat toisistaan. Tarkista lomakkeet; tarkin luku lasketaan.",
        "sv": "Dagarnas, veckornas och månadens siffror skiljer sig. Kontrollera dem; den finaste siffran räknas.",
        "en": "The totals of days, weeks and month differ. Check the sheets; the finest count is what counts.",
    },
}
