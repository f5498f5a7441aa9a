"""Visits in plain Python: every view of who came, when and from where."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from statistics import fmean, stdev

from schemas.places import AGE_BANDS, DISTRICTS
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.releases.disclosure import Cell, CellKey, Decision, Sum, Withheld, protect
from tests.streams.published.cities import RandomCity, RandomGathering
from tests.streams.published.rows import (
    Rows,
    Z,
    areas_of,
    gatherings_by,
    grouped,
    is_few,
    known_sum,
    month_of,
    names_of,
    residents_of,
    rounded,
    shown_as,
    sum_of_visits,
)
from tests.streams.published.rule import partly

__all__ = [
    "age_bands_rows",
    "arrivals_rows",
    "days_rows",
    "districts_rows",
    "gatherings_rows",
    "home_districts_rows",
    "inside_rows",
    "mixing_rows",
    "months_rows",
    "reach_rows",
    "theme_nights_rows",
    "visitors_rows",
    "weeks_rows",
]

_RESIDENTS = sum(district.population for district in DISTRICTS.values())

_WIDE = {"under-18": AGE_BANDS[:3], "18-and-over": AGE_BANDS[3:], "": ("",)}

_MONTH: CellKey = ("month", "", "")

_FINE = {band: (band,) for band in (*AGE_BANDS, "")}


def _held(one: RandomGathering) -> bool:
    return one.status not in {"cancelled", "postponed"} or one.visits is not None


def is_expected(one: RandomGathering) -> bool:
    """Whether somebody should have counted at its door: it was planned, and is no meeting outside or dialogue."""
    return one.planned and not one.met and not one.sessions


def _uncounted(held: Sequence[RandomGathering]) -> int:
    return len([one for one in held if one.visits is None and is_expected(one)])


def _counted(gatherings: Iterable[RandomGathering]) -> list[RandomGathering]:
    return [one for one in gatherings if one.visits]


def _decided(gatherings: Sequence[RandomGathering], order: Mapping[str, int]) -> Decision:
    """What disclosure control decides of a month that is released at once, its gatherings in the public order."""
    known = sorted(
        (one for one in gatherings if one.visits is not None), key=lambda one: (order[one.name], one.name.encode())
    )
    districts = sorted({one.district for one in known}, key=lambda name: (residents_of(name), name.encode()))
    parts = {
        district: tuple(("gathering", one.name, "") for one in known if one.district == district)
        for district in districts
    }
    visits: dict[CellKey, int] = {("gathering", one.name, ""): one.visits or 0 for one in known}
    visits |= {("district", district, ""): sum(visits[key] for key in keys) for district, keys in parts.items()}
    visits[_MONTH] = sum(one.visits or 0 for one in known)
    return protect(
        [Cell(key, number, gatherings[0].threshold) for key, number in visits.items()],
        [
            *(Sum(("district", district, ""), keys) for district, keys in parts.items()),
            Sum(_MONTH, tuple(("district", district, "") for district in districts)),
        ],
        {},
        order=list(visits),
    )


def _withheld_districts(
    gatherings: Sequence[RandomGathering], order: Mapping[str, int]
) -> tuple[dict[str, bool], bool]:
    """Which districts of a month are withheld, and whether the whole month is. Few residents first."""
    cells = _decided(gatherings, order).cells
    districts = {key[1]: isinstance(one, Withheld) for key, one in cells.items() if key[0] == "district"}
    return districts, isinstance(cells[_MONTH], Withheld)


def months_rows(city: RandomCity, order: Mapping[str, int]) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        held = [one for one in gatherings if _held(one)]
        missing = _uncounted(held)
        countable = len([one for one in held if one.visits is not None or is_expected(one)])
        total = sum_of_visits(gatherings)
        families = sum(one.families for one in gatherings)
        _, month_out = _withheld_districts(gatherings, order)
        families_out = month_out or _is_divided((total or 0) - families, families, PRIVACY[programme].threshold)
        visits, state = shown_as(programme, total, out=month_out)
        family_visits, families_state = shown_as(programme, None if total is None else families, out=families_out)
        rows.append(
            {
                "month": month,
                "programme": programme,
                "gatherings": len(held),
                "not_recorded": missing,
                "completeness": 1 - missing / countable if countable else None,
                "final": False,
                "visits": visits,
                "state": state,
                "family_visits": family_visits,
                "families_state": families_state,
                "running": 0,
            }
        )
    return rows


def _is_divided(one: int, other: int, k: int) -> bool:
    """Whether two parts of a total are withheld: never one of them alone, and always where the total is k or less."""
    cells = partly([n for n in (one, other) if n], k)
    return one + other <= k or cells is None or any(cells)


def visitors_rows(city: RandomCity, order: Mapping[str, int]) -> Rows:
    rows = []
    seen: dict[tuple[str, Programme], set[int]] = {}
    most: Counter[Programme] = Counter()
    for (_, programme), gatherings in gatherings_by(city):
        most[programme] = max(most[programme], len({person for one in gatherings for person in one.pseudonyms}))
    for (month, programme), gatherings in gatherings_by(city):
        if not any(one.planned for one in gatherings):
            continue
        k = PRIVACY[programme].threshold
        season = f"{month.year}-{'spring' if month.month <= 7 else 'autumn'}"
        before = seen.setdefault((season, programme), set())
        came = {person for one in gatherings for person in one.pseudonyms}
        returning, new = len(came & before), len(came - before)
        before |= came
        out = len(came) < k or _withheld_districts(gatherings, order)[1]
        divided = out or _is_divided(new, returning, k)
        known = None if most[programme] < k else len(came)
        visitors, state = shown_as(programme, known, out=out)
        rows.append(
            {
                "month": month,
                "programme": programme,
                "season": season,
                "visitors": visitors,
                "new_visitors": None if divided else rounded(programme, new),
                "returning_visitors": None if divided else rounded(programme, returning),
                "state": state,
                "parts_state": shown_as(programme, known, out=divided)[1],
            }
        )
    return rows


def districts_rows(city: RandomCity, order: Mapping[str, int]) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        out, _ = _withheld_districts(gatherings, order)
        for district in {one.district for one in gatherings}:
            there = [one for one in gatherings if one.district == district]
            visits, state = shown_as(programme, sum_of_visits(there), out=out.get(district, False))
            place = DISTRICTS.get(district)
            held = [one for one in there if _held(one)]
            rows.append(
                {"month": month, "programme": programme, "district": district, **names_of(district)}
                | {"latitude": place and place.latitude, "longitude": place and place.longitude}
                | {"gatherings": len(held), "not_recorded": _uncounted(held)}
                | {"visits": visits, "state": state, "running": 0}
            )
    return rows


def _disagree(one: RandomGathering) -> bool:
    """Door and sheet are further apart than five, and than a tenth of the higher. No head count here is above them."""
    if one.provenance != "door" or one.visits is None or one.sheet is None:
        return False
    apart = abs(one.visits - one.sheet)
    return apart > 5 and 10 * apart > max(one.visits, one.sheet)


def _withheld_gatherings(city: RandomCity, order: Mapping[str, int]) -> dict[tuple[Programme, str], bool]:
    """Which gatherings are withheld, in the public order of their names."""
    return {
        (programme, key[1]): isinstance(one, Withheld)
        for (_, programme), gatherings in gatherings_by(city)
        for key, one in _decided(gatherings, order).cells.items()
        if key[0] == "gathering"
    }


def _count(one: RandomGathering, visits: int | None, state: str) -> Mapping[str, object]:
    """The one count of a gathering whose sheet, if it has one, is of its own day."""
    return {
        "day": one.day,
        "grain": 2 if one.visits is not None and one.provenance == "sheet" else 1,
        "piece": "",
        "month": one.day.replace(day=1),
        "expected": is_expected(one),
        "visits": visits,
        "state": state,
    }


def gatherings_rows(city: RandomCity, order: Mapping[str, int]) -> Rows:
    out = _withheld_gatherings(city, order)
    rows = []
    for one in city.gatherings:
        visits, state = shown_as(one.programme, one.visits, out=out.get((one.programme, one.name), False))
        rows.append(
            {
                "programme": one.programme,
                "gathering": one.name,
                "day": one.day,
                "district": one.district,
                "status": one.status,
                **dict.fromkeys(("starts", "ends", "capacity")),
                **dict.fromkeys(("name_fi", "name_sv", "name_en", "venue"), ""),
                "visits": visits,
                "state": state,
                "provenance": one.provenance if state == "counted" else "",
                "disagree": state == "counted" and _disagree(one),
                "counts": [_count(one, visits, state)],
                "final": False,
            }
        )
    return rows


def days_rows(gatherings: Rows, city: RandomCity) -> Rows:
    expected = {(one.programme, one.name) for one in city.gatherings if is_expected(one)}
    held = [
        row for row in gatherings if row["status"] not in {"cancelled", "postponed"} or row["state"] != "not recorded"
    ]
    rows = []
    for about, members in grouped(held, "day", "programme"):
        states = Counter(row["state"] for row in members)
        rows.append(
            {**about, "gatherings": len(members), "suppressed": states["suppressed"]}
            | {
                "not_recorded": len(
                    [
                        row
                        for row in members
                        if row["state"] == "not recorded" and (row["programme"], row["gathering"]) in expected
                    ]
                ),
                "visits": known_sum(members, "visits"),
            }
        )
    return rows


def weeks_rows(days: Rows, today: date) -> Rows:
    listed = [{**row, "week": row["day"] - timedelta(days=row["day"].weekday())} for row in days]
    weeks = [
        {**about, **{name: sum(row[name] for row in members) for name in ("gatherings", "suppressed", "not_recorded")}}
        | {"visits": known_sum(members, "visits")}
        for about, members in grouped(listed, "week", "programme")
    ]
    rows = []
    for row in weeks:
        before = [
            other["visits"]
            for other in weeks
            if other["programme"] == row["programme"]
            and timedelta(days=1) <= row["week"] - other["week"] <= timedelta(days=28)
            and any(one["programme"] == row["programme"] and one["week"] < other["week"] for one in weeks)
            and other["visits"] is not None
        ]
        usual = fmean(before) if before else None
        growth = row["visits"] / usual - 1 if usual and row["visits"] is not None else None
        rows.append({**row, "usual": usual, "growth": growth, "whole": row["week"] + timedelta(days=7) <= today})
    return rows


def age_bands_rows(city: RandomCity, order: Mapping[str, int]) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        k = PRIVACY[programme].threshold
        out, month_out = _withheld_districts(gatherings, order)
        visited = {one.district for one in _counted(gatherings)}
        if not visited:
            continue
        for bands in (_FINE, _WIDE):
            cells = []
            for district, is_out in out.items():
                if district not in visited:
                    continue
                people = Counter[str]()
                for one in _counted(gatherings):
                    if one.district == district:
                        people.update(one.by_age_band)
                        people[""] += (one.visits or 0) - sum(one.by_age_band.values())
                vector = [sum(people[band] for band in fine) for fine in bands.values()]
                cells.append((district, vector, is_out or is_few(vector, k)))
            areas, impossible = areas_of(cells, k, whole="helsinki", rest="other-districts")
            if not (impossible or month_out):
                break
        else:  # not even the wide bands: the fine ones are said to be suppressed
            bands, areas = _FINE, [("helsinki", [0] * len(_FINE))]
        for area, vector in areas:
            for band, number in zip(bands, vector, strict=True):
                visits, state = shown_as(programme, number, out=impossible or month_out)
                rows.append(
                    {"month": month, "programme": programme, "area": area, "age_band": band}
                    | {"visits": visits, "state": state}
                )
    return rows


def reach_rows(age_bands: Rows) -> Rows:
    residents = {
        band: sum(district.population_by_age_band[place] for district in DISTRICTS.values())
        for place, band in enumerate(AGE_BANDS)
    }
    counted = [row for row in age_bands if row["state"] == "counted" and row["age_band"] in residents]
    rows = []
    for about, members in grouped(counted, "month", "programme", "age_band"):
        visits = sum(row["visits"] for row in members)
        rows.append({**about, "visits": visits, "per_1000_residents": visits * 1000 / residents[about["age_band"]]})
    return rows


def home_districts_rows(city: RandomCity, order: Mapping[str, int]) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        counted = _counted(gatherings)
        if not counted or _withheld_districts(gatherings, order)[1]:
            continue
        homes = Counter[str]()
        for one in counted:
            homes.update(one.by_home)
            homes[""] += (one.visits or 0) - sum(one.by_home.values())
        cells = sorted(
            (item for item in homes.items() if item[1]),
            key=lambda item: (residents_of(item[0]) if item[0] else -1, item[0].encode()),
        )
        out = partly([count for _, count in cells], PRIVACY[programme].threshold) or []
        for (home, count), is_out in zip(cells, out, strict=bool(out)):
            visits, state = shown_as(programme, count, out=is_out)
            residents = residents_of(home)
            rows.append(
                {"month": month, "programme": programme, "home_district": home, **names_of(home), "visits": visits}
                | {"per_1000_residents": visits * 1000 / residents if visits is not None and residents else None}
                | {"state": state}
            )
    return rows


def mixing_rows(homes: Rows, months: Rows) -> Rows:
    shown = {(row["month"], row["programme"]): row["visits"] for row in months if row["state"] == "counted"}
    known = [row for row in homes if row["state"] == "counted" and row["home_district"]]
    rows = []
    for about, members in grouped(known, "month", "programme"):
        if (visits := shown.get((about["month"], about["programme"]))) is None:
            continue
        with_home = sum(row["visits"] for row in members)
        shares = [row["visits"] / with_home for row in members]
        inside = {row["home_district"]: row["visits"] for row in members if row["home_district"] in DISTRICTS}
        in_city = sum(inside.values())
        apart = [
            abs(inside.get(name, 0) / in_city - district.population / _RESIDENTS)
            for name, district in DISTRICTS.items()
            if in_city
        ]
        rows.append(
            {**about, "visits_with_home": with_home, "coverage": with_home / visits if visits else None}
            | {"evenness": -sum(share * math.log(share) for share in shares) / math.log(35)}
            | {"dissimilarity": sum(apart) / 2 if in_city else None}
        )
    return rows


def theme_nights_rows(gatherings: Rows) -> Rows:
    shown = [row for row in gatherings if row["visits"]]
    ratios: dict[date, list[float]] = {}
    ordinary_nights = Counter[date]()
    for theme in shown:
        if theme["programme"] != Programme.THEME_NIGHT or not theme["district"]:
            continue
        ordinary = [
            row["visits"]
            for row in shown
            if row["programme"] == Programme.YOUTH_CENTRE
            and row["district"] == theme["district"]
            and abs((row["day"] - theme["day"]).days) in {7, 14, 21, 28}
        ]
        if ordinary:
            ratios.setdefault(month_of(theme["day"]), []).append(math.log(theme["visits"] / fmean(ordinary)))
            ordinary_nights[month_of(theme["day"])] += len(ordinary)
    rows = []
    for month, logs in ratios.items():
        margin = Z * stdev(logs) / math.sqrt(len(logs)) if len(logs) >= 5 else None
        rows.append(
            {"month": month, "theme_nights": len(logs), "ordinary_nights": ordinary_nights[month]}
            | {"uplift": math.exp(fmean(logs)) - 1}
            | {"low": None if margin is None else math.exp(fmean(logs) - margin) - 1}
            | {"high": None if margin is None else math.exp(fmean(logs) + margin) - 1}
        )
    return rows


def arrivals_rows(city: RandomCity, order: Mapping[str, int]) -> Rows:
    out = _withheld_gatherings(city, order)
    rows = []
    for one in city.gatherings:
        k = one.threshold
        if not one.by_hour or (one.visits or 0) < 10 * k or out[one.programme, one.name]:
            continue
        untimed = (one.visits or 0) - sum(one.by_hour.values())
        cells = [(None, untimed), *sorted(one.by_hour.items())] if untimed else sorted(one.by_hour.items())
        parts = partly([count for _, count in cells], k) or []
        for (hour, count), is_out in zip(cells, parts, strict=bool(parts)):
            if hour is not None:
                entries, state = shown_as(one.programme, count, out=is_out)
                when = datetime(one.day.year, one.day.month, one.day.day, 15 + hour, tzinfo=UTC)
                rows.append(
                    {"programme": one.programme, "gathering": one.name, "hour": when}
                    | {"entries": entries, "state": state}
                )
    return rows


def inside_rows(city: RandomCity, today: date) -> Rows:
    rows = []
    for one in city.gatherings:
        if one.planned and one.status == "open" and one.day + timedelta(days=1) >= today:
            few = max(one.visits or 0, one.peak or 0) < 10 * one.threshold
            state = "suppressed" if few else "not recorded" if one.inside is None else "counted"
            about = round(Fraction(one.inside or 0, 5)) * 5 if state == "counted" else None
            rows.append(
                {
                    "programme": one.programme,
                    "gathering": one.name,
                    "district": one.district,
                    **dict.fromkeys(("name_fi", "name_sv", "name_en"), ""),
                    **dict.fromkeys(("starts", "capacity")),
                    "about": about,
                    "state": state,
                }
            )
    return rows
