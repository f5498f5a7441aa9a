"""The page's files that are made out of the product's own values."""

import json
import re
from collections.abc import Mapping

from producers.gateway.languages import LANGUAGES
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


def words_of(language: str) -> Mapping[str, str]:
    """Return the texts of a catalogue by name, each as it is written."""
    script = page_files()[f"door-{language}.js"].content.decode()
    lines = re.findall(r'^  (?:(\w+)|"([\w-]+)"): (.+),$', script, re.MULTILINE)
    assert len(lines) == len(script.splitlines()) - 4, "one line a text"
    return {plain or quoted: words for plain, quoted, words in lines}


def test_each_catalogue_has_every_text_and_no_other() -> None:
    """In each language with the same values in it; a text that goes by a count has a form for one and one for more."""
    catalogues = {language: words_of(language) for language in LANGUAGES}
    english = catalogues["en"]
    for language, words in catalogues.items():
        assert words.keys() == english.keys(), language
        for name, written in words.items():
            values = set(re.findall(r"\{(\w+)\}", written))
            assert values == set(re.findall(r"\{(\w+)\}", english[name])), (language, name)
            if written.startswith("{"):
                assert re.match(r'\{ one: ".+", other: ".+" \}$', written), (language, name)


def test_each_text_that_the_page_asks_for_is_there() -> None:
    """By its name in the page or its scripts, where that is written out."""
    asked: set[str] = set()
    known = set(words_of("en"))
    for name, file in page_files().items():
        content = file.content.decode(errors="replace")
        if name == "index.html":
            asked |= set(re.findall(r'data-(?:text|label)="(\w+)"', content))
        elif name.endswith("-texts.js"):  # of another page, beside the door's
            known |= set(re.findall(r"^  ([\w-]+): ", content, re.MULTILINE))
        elif name.endswith(".js"):
            asked |= set(re.findall(r'\btext\("([\w-]+)"', content))
    assert asked - known == set()
