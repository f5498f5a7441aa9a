"""What stands on a page for a value."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dashboards.preview.fields import Field, field_of
from dashboards.preview.markdown import as_html
from dashboards.preview.values import shown
from dashboards.text import Language


@pytest.mark.parametrize(
    ("config", "value", "language", "text"),
    [
        ({"unit": "locale"}, 12345, "en", "12,345"),
        ({"unit": "locale"}, 12345.5, "fi", "12\u00a0346"),
        ({"unit": "percentunit"}, 0.125, "en", "12.5\u00a0%"),
        ({"unit": "percentunit", "decimals": 0}, -0.32, "sv", "\u221232\u00a0%"),
        ({"unit": "s"}, 90, "en", "1.5\u00a0min"),
        ({"unit": "s"}, 0, "en", "0\u00a0s"),
        ({"unit": "ms"}, 250, "en", "250\u00a0ms"),
        ({"unit": "bytes"}, 2048, "en", "2\u00a0KiB"),
        ({"unit": "suffix: visits"}, 3, "en", "3\u00a0visits"),
        ({"unit": "time:YYYY-MM"}, date(2026, 5, 1), "en", "2026-05"),
        ({"unit": "dateTimeAsIso"}, datetime(2026, 7, 1, 21, 30, tzinfo=UTC), "en", "2026-07-02 00:30"),
        ({"noValue": "Not recorded"}, None, "en", "Not recorded"),
        ({"noValue": "Not recorded"}, float("nan"), "en", "Not recorded"),
    ],
)
def test_a_value_is_written_with_its_unit_in_its_language(
    config: dict[str, Any], value: Any, language: Language, text: str
) -> None:
    """Thousands, decimals, shares, durations, days in Helsinki, and the words for no value."""
    assert shown(Field("x", config), value, language).text == text


def test_no_value_is_said_to_be_missing_and_a_zero_is_not() -> None:
    """0 is a number; nothing is none."""
    field = Field("x", {"noValue": "Not recorded"})
    assert shown(field, None, "en").missing
    assert not shown(field, 0, "en").missing


def test_thresholds_colour_from_their_number_on() -> None:
    """The last step that is reached counts."""
    steps = [{"value": None, "color": "green"}, {"value": 0.8, "color": "orange"}, {"value": 1, "color": "red"}]
    field = Field("x", {"color": {"mode": "thresholds"}, "thresholds": {"steps": steps}})
    assert [shown(field, value, "en").colour for value in (0.79, 0.8, 1)] == ["green", "orange", "red"]


def test_an_override_matches_its_column_or_its_series() -> None:
    """By name, or by an expression; the later one counts."""
    overrides = [
        {"matcher": {"id": "byName", "options": "visits"}, "properties": [{"id": "unit", "value": "locale"}]},
        {
            "matcher": {"id": "byRegexp", "options": '/(^|[\\s"])youth\\-centre($|[\\s"])/'},
            "properties": [{"id": "displayName", "value": "Youth centres"}],
        },
    ]
    panel = {"fieldConfig": {"defaults": {"unit": "percentunit"}, "overrides": overrides}}
    assert field_of(panel, "visits").unit == "locale"
    assert field_of(panel, "visits youth-centre").label == "Youth centres"
    assert field_of(panel, "youth-centres").label == "youth-centres"


def test_a_note_shows_markup_of_others_as_text() -> None:
    """Only the little Markdown that notes use becomes HTML."""
    assert as_html("**a** <b>") == "<p><strong>a</strong> &lt;b&gt;</p>"
    assert as_html("- a\n- b") == "<ul><li>a</li><li>b</li></ul>"
