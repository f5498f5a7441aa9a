"""The page's files that are made out of the product's own values."""

import json

from producers.gateway.page_files import page_files
from schemas.programmes import Programme


def test_the_page_knows_every_programme() -> None:
    """By its name in the page's three languages, and whether it takes cards; the service worker keeps the file."""
    text = page_files()["programmes.js"].content.decode()
    known = json.loads(text.partition("PROGRAMMES = ")[2].removesuffix(";\n"))
    assert list(known) == [programme.value for programme in Programme]
    assert known["youth-centre"] == {"names": ["Nuorisotalo", "Ungdomsgård", "Youth centre"], "cards": True}
    assert [name for name, one in known.items() if not one["cards"]] == ["police-dialogue"]
    assert b'"/programmes.js"' in page_files()["service-worker.js"].content
