"""Words are complete."""

import pytest

from dashboards.boards import BOARDS
from dashboards.labels import AGE_BANDS, AGENCIES, DISTRICTS, PROGRAMMES, STATES, STATUSES, transform, value_mapping
from dashboards.text import LANGUAGES, Text
from schemas.agencies import AGENCIES as EVERY_AGENCY
from schemas.places import AGE_BANDS as EVERY_BAND
from schemas.places import DISTRICTS as EVERY_DISTRICT
from schemas.programmes import Programme


@pytest.mark.parametrize("missing", LANGUAGES)
def test_a_text_lacks_no_language(missing: str) -> None:
    """One that does is refused where it stands, with the language that it lacks."""
    words = dict.fromkeys(LANGUAGES, "words") | {missing: " "}
    with pytest.raises(ValueError, match=f"lacks {missing}"):
        Text(**words)


def test_every_value_of_the_contracts_has_a_name() -> None:
    """A new programme, band, district or agency needs one before a panel can show it."""
    assert set(PROGRAMMES) == set(Programme)
    assert set(AGENCIES) == set(EVERY_AGENCY)
    assert set(EVERY_BAND) < set(AGE_BANDS)
    assert set(EVERY_DISTRICT) < set(DISTRICTS)
    assert set(STATES) == {"counted", "suppressed", "not recorded"}
    assert set(STATUSES) == {"scheduled", "open", "closed", "cancelled", "postponed", "unplanned", ""}


def test_each_programme_has_a_colour_of_its_own() -> None:
    """One hue each, so that no two series look alike; a programme more than there are hues needs another hue."""
    assert len({PROGRAMMES[programme].colour for programme in Programme}) == len(Programme)


def test_a_table_becomes_value_mappings_and_an_expression() -> None:
    """The first for panels, the second for the options of variables."""
    mapping = value_mapping(STATES, "fi", coloured=True)[0]["options"]["suppressed"]
    assert mapping == {"text": "Peitetty pienten ryhmien suojaksi", "index": 1, "color": "#8e8e8e"}
    assert transform("x", {"a'b": STATES["counted"]}, "en") == "transform(x, ['a\\'b'], ['Counted'], x)"


def test_boards_have_names_of_their_own() -> None:
    """The uid is made from them."""
    assert len({board.name for board in BOARDS}) == len(BOARDS)
