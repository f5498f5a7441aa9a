"""Papers for a door: a poster with a gathering's code, and cards for regulars."""

import secrets
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote

import segno

from producers.gateway.languages import LANGUAGES, Language
from producers.personal_details import personal_detail

__all__ = ["HELP", "TITLE", "card_sheet", "code_of", "link_of", "poster"]

TITLE: Mapping[Language, str] = {"fi": "Kirjaa kävijät", "sv": "Registrera besökare", "en": "Check people in"}
HELP: Mapping[Language, str] = {
    "fi": "Lue koodi ovilaitteella: tilaisuus on valittuna.",
    "sv": "Läs koden med enheten vid dörren: tillfället är valt.",
    "en": "Scan the code with the device at the door: the gathering is chosen.",
}
_CARD_DIGITS = 12


def code_of(text: str) -> str:
    """Give a QR code as SVG, with the quiet zone that readers need; error correction Q, for paper that gets worn."""
    drawn: str = segno.make(text, error="q", micro=False).svg_inline(scale=8, border=4, omitsize=True)
    return drawn


def link_of(address: str, programme: str, gathering: str) -> str:
    """Give the address that opens the check-in page with the gathering chosen."""
    return f"{address.rstrip('/')}/?gathering={quote(f'{programme}/{gathering}', safe='')}"


def poster(address: str, programme: str, gathering: str, name: Mapping[str, str]) -> str:
    """Give a poster of one page as HTML. Its code opens the check-in page at `address` with the gathering chosen."""
    names = [name[language] for language in LANGUAGES if name.get(language)] or [gathering]
    lines = "".join(
        f"<p lang='{language}'><strong>{escape(TITLE[language])}</strong> {escape(HELP[language])}</p>"
        for language in LANGUAGES
    )
    heading = "".join(f"<span>{escape(one)}</span>" for one in dict.fromkeys(names))
    code = code_of(link_of(address, programme, gathering))
    body = f"<main class='poster'><h1>{heading}</h1>{code}{lines}<p><code>{escape(gathering)}</code></p></main>"
    return _paper(gathering, body)


def card_sheet(count: int, *, chance: Callable[[int], int] = secrets.randbelow) -> str:
    """Give a sheet of cards for regulars as HTML: random numbers, each as a code and in digits. None is kept."""
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
    """Give a page that stands alone: it is printed from a file as well."""
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
@media print { .screen-only { display: none } }
"""
