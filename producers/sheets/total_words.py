"""Names of rows that are no place: sums, and what is computed or wished for, in Finnish, Swedish and English."""

import re

from producers.sheets.venues import folded_name

__all__ = ["names_a_total", "names_nowhere", "why_no_place"]

_SUMS = frozenset(
    {
        *(
            "yhteensa",
            "yht",
            "summa",
            "summat",
            "kaikkiaan",
            "valisumma",
            "loppusumma",
            "kokonaissumma",
            "kokonaismaara",
        ),
        *("totalt", "sammanlagt", "tillsammans", "summor", "delsumma", "slutsumma", "totalsumma", "totala", "totalen"),
        *("total", "totals", "sum", "subtotal", "subtotals", "grandtotal", "overall"),
    }
)
_WHOLE_SUMS = frozenset(
    {
        *("kaikki", "alla", "all", "koko kaupunki", "hela staden", "summa summarum", "koko alue", "whole city"),
        *("koko helsinki", "hela helsingfors", "sub total", "sub-total", "cumulative", "kumulatiivinen", "kertyma"),
    }
)
_ALL_OF = re.compile(
    r"(?:kaikki|alla|all|koko)\s(?:\w*(?:kavijat|talot|paikat|toimipisteet|kirjastot|ryhmat|osallistujat|vuosi)|"
    r"\w*(?:besokare|bibliotek|hus|platser|grupper|deltagare|aret)|"
    r"(?:visitors|visits|libraries|sites|venues|branches|locations|centres|centers|ages|groups|participants))"
)
_OTHERS = frozenset(
    {
        *("keskiarvo", "keskimaarin", "mediaani", "tavoite", "tavoitteet", "muutos", "erotus", "budjetti", "ennuste"),
        *("toteuma-%", "maksimi", "minimi", "indeksi", "osuus", "poikkeama", "vertailu", "keskihajonta"),
        *("medelvarde", "medeltal", "genomsnitt", "genomsnittlig", "malsattning", "forandring", "skillnad", "ifjol"),
        *("fjolaret", "andel", "prognos", "avvikelse", "jamforelse"),
        *("average", "avg", "mean", "median", "target", "variance", "maximum", "minimum", "forecast", "budget"),
    }
)
_WHOLE_OTHERS = frozenset(
    {
        *("ka", "k.a", "ero", "kasvu", "max", "min", "huiput", "ka/pv", "ka/kk", "ed.v", "ed. v", "arvio"),
        *("medel", "mal", "andring", "okning", "snitt", "change", "difference", "growth", "goal", "goals", "share"),
        *("diff", "yoy", "estimate", "trend", "trendi"),
    }
)
_MEASURES = re.compile(
    r"(?:aukiolo|avoinna|aukio)\w*|(?:vaki|asukas)luku|lain(?:at|aukset)|henkilo(?:kunta|sto)|oppet(?:dagar|tider|timmar)"
    r"|invanare|(?:ut)?lan|personal|(?:opening|open)\s(?:days|hours)|days\sopen|population|loans|staff"
)
_UNKNOWN = frozenset(
    {
        *("tyhja", "blank", "empty", "tom", "tomt", "puuttuu", "#puuttuu!", "n/a", "na", "#n/a", "null", "none", "nan"),
        *("ei tiedossa", "ei paikkaa", "tuntematon", "okand", "unknown", "not known"),
    }
)
_MEASURES = re.compile(
    r"(?:aukiolo|avoinna|aukio)\w*|(?:vaki|asukas)luku|lain(?:at|aukset)|henkilo(?:kunta|sto)|oppet(?:dagar|tider|timmar)"
    r"|invanare|(?:ut)?lan|personal|(?:opening|open)\s(?:days|hours)|days\sopen|population|loans|staff"
)
_UNKNOWN = frozenset(
    {
        *("tyhja", "blank", "empty", "tom", "tomt", "puuttuu", "#puuttuu!", "n/a", "na", "#n/a", "null", "none", "nan"),
        *("ei tiedossa", "ei paikkaa", "tuntematon", "okand", "unknown", "not known"),
    }
)
_EARLIER = re.compile(
    r"\b(?:(?:edellinen|edellisen|edellisena|ed\.?|viime|vastaava)\s?(?:vuosi|vuoden|vuonna|vuoteen|vuotena|v\b|kausi|kauden|kuukausi|kk)"
    r"|(?:foregaende|forra|i\sfjol)\s?(?:ar|aret|sasong\w*|manad\w*)?|fjol(?:aret|arets)?"
    r"|(?:previous|prior|last|preceding)\s(?:year|season|month|period)s?)\b"
)


def names_a_total(name: object) -> bool:
    """Whether a name says that it is a sum: a word of it does, wherever it stands, or the whole name."""
    folded = folded_name(name)
    return folded in _WHOLE_SUMS or _ALL_OF.fullmatch(folded) is not None or not _SUMS.isdisjoint(_words(folded))


def why_no_place(name: object) -> str | None:
    """Return what a row's name says that it is in place of a place, or None: a sum, an average, a target, a change."""
    if names_a_total(name):
        return "its name says that it is a total"
    folded = folded_name(name)
    if (
        "%" in folded
        or folded in _WHOLE_OTHERS
        or not _OTHERS.isdisjoint(_words(folded))
        or _EARLIER.search(folded) is not None
    ):
        return "its name says that it is an average, a target or a comparison"
    if _MEASURES.fullmatch(folded) is not None:
        return "its name says that it is another number than visits"
    return "its name says that the place is not known" if names_nowhere(name) else None


def names_nowhere(name: object) -> bool:
    """Whether a name says that there is none, as a pivot table writes it: `(tyhjä)`, `(blank)`."""
    return folded_name(name).strip("()[]<> ") in _UNKNOWN


def _words(folded: str) -> frozenset[str]:
    return frozenset(word.strip(".:,-") for word in re.split(r"[\s/()\[\]+&,;:]+", folded))
