"""Papers for a door: posters of a gathering or a venue, codes that enrol devices, and cards for regulars."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

import segno

from producers.gateway.languages import LANGUAGES, Language
from producers.personal_details import personal_detail

__all__ = [
    "HELP",
    "TITLE",
    "Poster",
    "card_sheet",
    "code_of",
    "enrolment_sheet",
    "gathering_poster",
    "link_of",
    "poster_html",
    "venue_poster",
]

TITLE: Mapping[Language, str] = {"fi": "Kirjaa kävijät", "sv": "Registrera besökare", "en": "Check people in"}
HELP: Mapping[Language, str] = {
    "fi": "Henkilökunta: lue koodi ovilaitteella, niin tilaisuus on valittuna.",
    "sv": "Personalen: läs koden med enheten vid dörren, så är tillfället valt.",
    "en": "Staff: scan the code with the device at the door, and the gathering is chosen.",
}
_ENROLMENT: Mapping[Language, str] = {
    "fi": "Lue koodi ovilaitteen kameralla ja avaa linkki. Se toimii yhdessä laitteessa, klo {time} asti.",
    "sv": "Läs koden med dörrenhetens kamera och öppna länken. Den fungerar på en enhet, till kl. {time}.",
    "en": "Scan the code with the door device's camera and open the link. It works on one device, until {time}.",
}
_CARD_DIGITS = 12


def code_of(text: str) -> str:
    """Return a QR code as SVG, with the quiet zone that readers need; error correction Q, for paper that gets worn."""
    drawn: str = segno.make(text, error="q", micro=False).svg_inline(scale=8, border=4, omitsize=True)
    return drawn


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on a poster: its code's link, the names from the largest down, day and place, and an id."""

    link: str
    names: Sequence[str]
    about: str
    id: str


def gathering_poster(
    address: str,
    programme: str,
    gathering: str,
    name: Mapping[str, str],
    *,
    day: date | None = None,
    place: str | None = None,
) -> Poster:
    """Return the poster of one gathering: its code opens the check-in page at `address` with the gathering chosen."""
    written = f"{day.day}.{day.month}.{day.year}" if day else ""
    return Poster(
        link_of(address, programme, gathering),
        _names(name, gathering),
        " · ".join(filter(None, (written, place))),
        gathering,
    )


def venue_poster(address: str, programme: str, venue: str, name: Mapping[str, str]) -> Poster:
    """Return the poster of a venue, which stays on its wall: its code opens the page with today's gathering there.

    `venue` is what its gatherings' ids begin with, up to a colon, or the venue of their plans.
    """
    return Poster(_link(address, "venue", f"{programme}/{venue}"), _names(name, venue), "", venue)


def poster_html(poster: Poster) -> str:
    """Return a poster of one page as HTML."""
    lines = "".join(
        f"<p lang='{language}'><strong>{escape(TITLE[language])}</strong> {escape(HELP[language])}</p>"
        for language in LANGUAGES
    )
    heading = "".join(f"<span>{escape(one)}</span>" for one in poster.names)
    about = f"<p>{escape(poster.about)}</p>" if poster.about else ""
    body = f"<h1>{heading}</h1>{about}{code_of(poster.link)}{lines}<p><code>{escape(poster.id)}</code></p>"
    return _paper(poster.id, f"<main class='poster'>{body}</main>")


def enrolment_sheet(organiser: str, links: Sequence[str], until: datetime) -> str:
    """Return a sheet of the links that enrol devices as HTML, one a page."""
    time = until.astimezone(ZoneInfo("Europe/Helsinki")).strftime("%H.%M")
    lines = "".join(f"<p lang='{one}'>{escape(_ENROLMENT[one].format(time=time))}</p>" for one in LANGUAGES)
    pages = "".join(f"<section class='poster'>{code_of(link)}{lines}</section>" for link in links)
    return _paper(organiser, f"<main><h1>{escape(organiser)}</h1>{pages}</main>")


def link_of(address: str, programme: str, gathering: str) -> str:
    """Return the address that opens the check-in page with the gathering chosen."""
    return _link(address, "gathering", f"{programme}/{gathering}")


def _link(address: str, what: str, which: str) -> str:
    return f"{address.rstrip('/')}/?{what}={quote(which, safe='')}"


def _names(name: Mapping[str, str], otherwise: str) -> list[str]:
    return list(dict.fromkeys(name[language] for language in LANGUAGES if name.get(language))) or [otherwise]


def card_sheet(count: int, *, chance: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a sheet of cards for regulars as HTML: random numbers, each as a code and in digits. None is kept."""
    cards = []
    for _ in range(count):
        digits = _digits(chance)
        shown = " ".join(digits[place : place + 4] for place in range(0, _CARD_DIGITS, 4))
        cards.append(f"<li>{code_of(digits)}<p>{shown}</p></li>")
    return _paper("Cards", f"<main><h1 class='screen-only'>Cards</h1><ul class='cards'>{''.join(cards)}</ul></main>")


def _digits(chance: Callable[[int], int]) -> str:
    """Return random digits that are taken as a card's: not those that happen to make an identity code."""
    while True:
        digits = f"{chance(10**_CARD_DIGITS):0{_CARD_DIGITS}d}"
        if personal_detail(digits) is None:
            return digits


def _paper(title: str, body: str) -> str:
    """Return a page that stands alone: it is printed from a file as well."""
    return (
        "<!doctype html><html lang='fi'><head><meta charset='utf-8'>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'><title>{escape(title)}</title>"
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )


_STYLE = """
@page { size: A4; margin: 15mm }
body { margin: 0; font: 14pt/1.4 system-ui, sans-serif; color: #1a1a1a; background: #fff }
main { max-width: 180mm; margin: 0 auto; padding: 5mm }
svg { width: 100%; height: auto; max-width: 120mm }
.poster { text-align: center }
.poster h1 span { display: block; overflow-wrap: anywhere }
.cards { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(3, 1fr); gap: 5mm }
.cards li { border: .3mm solid #767f8c; border-radius: 3mm; padding: 3mm; text-align: center; break-inside: avoid }
.cards p { margin: 0; font-variant-numeric: tabular-nums }
section.poster { break-after: page }
@media print { .screen-only { display: none } }
"""
