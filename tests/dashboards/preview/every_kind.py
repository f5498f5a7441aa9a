"""A dashboard with a panel of every kind, whose statements need no table."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.build import as_json
from dashboards.colours import BAD, GOOD, NEUTRAL, WARN
from dashboards.columns import Column
from dashboards.labels import ANSWERS, DISTRICTS
from dashboards.panels import bars, district_map, gauge, matrix, note, series, stat, states, table
from dashboards.question import Question
from dashboards.sdk import encoder
from dashboards.text import NOT_SHOWN, Text

__all__ = ["every_kind"]


def _said(words: str) -> Text:
    return Text(words, words, words)


def _asked(title: str, unit: str = "locale") -> Question:
    return Question("city_overview/visits", _said(title), _said(f"{title}, made up for a test."), unit, NOT_SHOWN)


def _columns(*names: str) -> Sequence[Column]:
    return [Column(name, _said(name.capitalize())) for name in names]


STEPS = ((None, GOOD), (5.0, WARN), (10.0, BAD))


def _places() -> str:
    """Three districts' centres, the last one without a number."""
    names = sorted(DISTRICTS)[:3]
    numbers = ("toNullable(3)", "12", "NULL")
    return " UNION ALL ".join(
        f"SELECT '{name}' AS district, {60.17 + place / 50} AS latitude, {24.9 + place / 30} AS longitude, "
        f"{numbers[place]} AS visits"
        for place, name in enumerate(names)
    )


def every_kind() -> dict[str, Any]:
    """The dashboard as plain JSON values."""
    today = f"toDate('{date.today()}')"  # noqa: DTZ011  any of the last days does
    moments = f"SELECT {today} - 60 + number * 5 AS time"
    visits, other = _columns("visits", "other")
    name = Column("district", _said("District"))
    drawn = [
        (stat("en", _asked("A number")), "SELECT 12345", 6, 4),
        (stat("en", _asked("No number")), "SELECT CAST(NULL AS Nullable(Float64)) AS n", 6, 4),
        (gauge("en", _asked("A gauge"), steps=STEPS, greatest=12), "SELECT 7 AS n", 6, 4),
        (
            gauge("en", _asked("Some gauges"), steps=STEPS, greatest=12, each_row=True),
            "SELECT 'one' AS name, toNullable(11) AS n UNION ALL SELECT 'none', NULL",
            6,
            6,
        ),
        (note("en", _said("A note"), _said("What a note is for, in a test."), _said("**Bold** <b>no</b>")), "", 24, 3),
        (
            series("en", _asked("Lines"), (visits, other), axis=_said("Visits")),
            f"{moments}, if(number = 5, NULL, number) AS visits, 10 - number AS other FROM numbers(11) ORDER BY time",
            12,
            8,
        ),
        (
            series(
                "en",
                _asked("Stacked bars", "percentunit"),
                (visits, other),
                axis=_said("Share"),
                bars=True,
                stacked=True,
            ),
            f"{moments}, 0.25 AS visits, 0.5 AS other FROM numbers(11) ORDER BY time",
            12,
            8,
        ),
        (
            bars("en", _asked("Bars"), name, (visits, other), axis=_said("Visits")),
            "SELECT 'kallio' AS district, toNullable(3) AS visits, 7 AS other UNION ALL SELECT 'x<y>', NULL, 2",
            12,
            8,
        ),
        (
            bars("en", _asked("Stacked"), name, (visits, other), axis=_said("Visits"), stacked=True),
            "SELECT 'kallio' AS district, toNullable(3) AS visits, 7 AS other UNION ALL SELECT 'vuosaari', NULL, 2",
            12,
            8,
        ),
        (
            table("en", _asked("A table"), [name, Column("visits", _said("Visits"), steps=STEPS)]),
            "SELECT concat('<i>', toString(number)) AS district, nullIf(number, 3) AS visits FROM numbers(40)",
            12,
            8,
        ),
        (
            matrix("en", _asked("A matrix"), name, (visits, other)),
            "SELECT 'kallio' AS district, 3 AS visits, 9 AS other",
            12,
            8,
        ),
        (
            states("en", _asked("States"), _columns("door", "gate"), ANSWERS),
            (
                f"{moments}, '{next(iter(ANSWERS))}' AS door, if(number = 2, NULL, '{list(ANSWERS)[-1]}') AS gate "
                "FROM numbers(11) ORDER BY time"
            ),
            12,
            8,
        ),
        (
            district_map("en", _asked("A map"), [name, visits], size="visits", steps=((None, NEUTRAL), (5.0, WARN))),
            _places(),
            12,
            8,
        ),
    ]
    whole = as_json(CITY_OVERVIEW, "en")
    panels, x, y, height = [], 0, 0, 0
    for number, (builder, sql, wide, high) in enumerate(drawn, start=1):
        panel: dict[str, Any] = json.loads(json.dumps(builder.build(), cls=encoder.JSONEncoder))
        if x + wide > 24:
            x, y, height = 0, y + height, 0
        panel |= {"id": number, "gridPos": {"x": x, "y": y, "w": wide, "h": high}}
        if sql:
            panel["targets"][0]["rawSql"] = sql
        x, height = x + wide, max(height, high)
        panels.append(panel)
    return whole | {"uid": "engagement-every-kind-en", "title": "Every kind", "panels": panels}
