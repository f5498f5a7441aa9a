"""What is published, written by hand, for tests of a report's rules that need no engine."""

from datetime import date
from pathlib import Path

import dashboards.reports
from dashboards.reports.published import Published, Row

__all__ = ["concerns", "everything", "month", "nothing", "published"]

STATEMENTS = sorted(path.stem for path in (Path(str(dashboards.reports.__file__)).parent / "sql").glob("*.sql"))


def nothing() -> Published:
    """No row of anything."""
    return published()


def published(**rows: list[Row]) -> Published:
    """These rows by their statements' names, and no others."""
    quarters = sorted({row["quarter"] for row in rows.get("concerns", ())})
    return Published({name: rows.get(name, []) for name in STATEMENTS}, tuple(quarters), 1)


def month(day: date, programme: str, visits: int | None, state: str = "counted", **its: object) -> Row:
    """A programme's month."""
    return {
        "month": day,
        "programme": programme,
        "gatherings": 10,
        "not_recorded": 1,
        "completeness": 0.9,
        "visits": visits,
        "state": state,
        "family_visits": visits,
        "families_state": state,
        "final": 0,
        "running": 0,
        "edition": 1,
        **its,
    }


def concerns(quarter: date, programme: str, count: int | None, hours: float | None, state: str = "counted") -> Row:
    """A programme's quarter."""
    return {
        "quarter": quarter,
        "programme": programme,
        "concerns": count,
        "state": state,
        "median_hours_to_answer": hours,
        "answers_state": state,
    }


def everything() -> Published:
    """Two rows of each kind, the second with a suppressed number, where the kind has such."""
    october, third = date(2026, 10, 1), date(2026, 7, 1)
    of_month = {"month": october, "programme": "theme-night"}
    hidden = {"state": "suppressed"}
    counted = {"state": "counted"}
    answers = {**of_month, "question": "safety", "area": "kallio", "share_low": 0.4, "share_high": 0.7}
    gathering = {
        "day": date(2026, 10, 9),
        "programme": "theme-night",
        "gathering": "theme-night:kallio:2026-10-09",
        "venue": "theme-night:kallio",
        "district": "kallio",
        "status": "closed",
        "name_fi": '=Ilta, <Kallio> & "muut"',
        "name_sv": "",
        "name_en": "",
        "grain": 1,
        "planned_hours": 4.5,
        "visits": 120,
        "state": "counted",
        "expected": True,
        "provenance": "door",
        "disagree": False,
        "edition": 1,
    }
    return published(
        months=[month(october, "theme-night", 1234), month(october, "youth-centre", None, "suppressed")],
        gatherings=[gathering, {**gathering, "gathering": "b", "visits": None, "district": "", "venue": "", **hidden}],
        weeks=[
            {
                "week": date(2026, 10, 5),
                "programme": "theme-night",
                "gatherings": 3,
                "suppressed": 1,
                "not_recorded": 0,
                "visits": visits,
                "usual": 90.5,
                "growth": growth,
            }
            for visits, growth in ((120, 0.325), (None, None))
        ],
        theme_nights=[
            {"month": october, "theme_nights": 4, "ordinary_nights": 9, "uplift": 0.4, "low": None, "high": None}
        ],
        districts=[
            {**of_month, "district": district, "gatherings": 5, "not_recorded": 0, "visits": visits, "state": state}
            for district, visits, state in (("kallio", 900, "counted"), ("pasila", None, "suppressed"))
        ],
        age_bands=[
            {**of_month, "area": "helsinki", "age_band": band, "visits": visits, "state": state}
            for band, visits, state in (("13-17", 300, "counted"), ("65+", None, "suppressed"))
        ],
        reach=[{**of_month, "age_band": "13-17", "per_1000_residents": 12.25}],
        visitors=[
            {**of_month, "visitors": 80, "new_visitors": None, "returning_visitors": None, **counted}
            | {"parts_state": "suppressed"}
        ],
        home_districts=[
            {**of_month, "home_district": home, "visits": 40, "per_1000_residents": its, **counted}
            for home, its in (("kallio", 1.5), ("", None))
        ],
        mixing=[{**of_month, "visits_with_home": 80, "coverage": 0.5, "evenness": 0.7, "dissimilarity": None}],
        outreach=[
            {**of_month, "setting": "street", "people": 12, **counted},
            {**of_month, "setting": "park", "people": None, **hidden},
        ],
        pulse=[
            {**answers, "moment": moment, "answers": 30, "share_positive": 0.55, "mean": mean, **counted}
            for moment, mean in (("before", 3.4), ("after", 3.9))
        ],
        concerns=[concerns(third, "theme-night", 14, 48.5)],
        concerns_by_category=[
            {"quarter": third, "programme": "theme-night", "category": "lighting", "concerns": 14, **counted}
        ],
        concerns_by_district=[
            {"quarter": third, "programme": "theme-night", "district": "kallio", "concerns": None, **hidden}
        ],
        concerns_by_status=[
            {"quarter": third, "programme": "theme-night", "status": "solved", "concerns": 14, **counted}
        ],
        agencies=[{**of_month, "agency": "youth-work", "gatherings": 5, "hours": None}],
        dialogue_sections=[
            {"month": october, "programme": "police-dialogue", "section": "extremism", "sessions": 4}
            | {"participants": 40, **counted}
        ],
        dialogues=[{"month": october, "programme": "police-dialogue", "sessions": 4, "themes": {"gangs": 3}}],
        referrals=[
            {"quarter": third, "programme": "theme-night", "from_agency": "police", "to_agency": "youth-work"}
            | {"people": 9, **counted}
        ],
        releases=[
            {"kind": "month", "period": october, "programme": "theme-night", "stage": "CLOSED", "edition": 1}
            | {"made": date(2026, 11, 8), "rules": "2"}
        ],
    )
