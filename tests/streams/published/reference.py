"""Every published view in plain Python, written from what it says it is: what the views must come to."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from statistics import fmean, median, stdev
from typing import Any

from schemas.places import AGE_BANDS, DISTRICTS
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from tests.streams.published.cities import RandomCity, RandomGathering
from tests.streams.published.rule import Cell, Vector, joined, partly, sound, withheld

__all__ = ["KEYS", "MEANS_FROM", "reference"]

Row = dict[str, Any]
Rows = list[Row]
Month = tuple[date, Programme]

MEANS_FROM = 21
"""From how many answers on a mean is shown."""

_Z = 1.959964
_RESIDENTS = sum(district.population for district in DISTRICTS.values())
_WIDE = {"under-18": AGE_BANDS[:3], "18-and-over": AGE_BANDS[3:], "": ("",)}
_FINE = {band: (band,) for band in (*AGE_BANDS, "")}

KEYS: Mapping[str, tuple[str, ...]] = {
    "months": ("month", "programme"),
    "visitors": ("month", "programme"),
    "districts": ("month", "programme", "district"),
    "gatherings": ("programme", "gathering"),
    "days": ("day", "programme"),
    "weeks": ("week", "programme"),
    "age_bands": ("month", "programme", "area", "age_band"),
    "reach": ("month", "programme", "age_band"),
    "home_districts": ("month", "programme", "home_district"),
    "mixing": ("month", "programme"),
    "theme_nights": ("month",),
    "arrivals": ("programme", "gathering", "hour"),
    "inside": ("programme", "gathering"),
    "outreach_settings": ("month", "programme", "setting"),
    "outreach_age_bands": ("month", "programme", "age_band"),
    "dialogue_sections": ("month", "programme", "section"),
    "dialogues": ("month", "programme"),
    "cooperation": ("month", "programme", "agency", "other"),
    "agency_presence": ("month", "programme", "agency"),
    "referrals": ("quarter", "programme", "from_agency", "to_agency"),
    "pulse": ("month", "programme", "question", "moment", "area"),
    "pulse_age_bands": ("month", "programme", "question", "moment", "age_band"),
    "pulse_change": ("month", "programme", "question"),
    "concerns": ("quarter", "programme"),
    "concerns_by_category": ("quarter", "programme", "category"),
    "concerns_by_district": ("quarter", "programme", "district"),
    "concerns_by_status": ("quarter", "programme", "status"),
}
"""The columns that say what a row of a view is about."""


def reference(city: RandomCity, today: date, order: Mapping[str, int]) -> dict[str, Rows]:
    """Give the rows of every published view of a city on a day; `order` is the public one of gatherings."""
    over = RandomCity([one for one in city.gatherings if one.day < today])
    shown: dict[str, Rows] = {"inside": _inside(city)}
    shown["months"] = _months(over, today)
    shown["visitors"] = _visitors(over)
    shown["districts"] = _districts(over)
    shown["gatherings"] = _gatherings(over, today, order)
    shown["days"] = _days(shown["gatherings"])
    shown["weeks"] = _weeks(shown["days"], today)
    shown["age_bands"] = _age_bands(over)
    shown["reach"] = _reach(shown["age_bands"])
    shown["home_districts"] = _home_districts(over)
    shown["mixing"] = _mixing(shown["home_districts"], shown["months"])
    shown["theme_nights"] = _theme_nights(shown["gatherings"])
    shown["arrivals"] = _arrivals(over, order)
    shown["dialogue_sections"], shown["dialogues"] = _dialogue_sections(over), _dialogues(over)
    shown["cooperation"], shown["agency_presence"] = _cooperation(over), _agency_presence(over)
    shown["pulse"], shown["pulse_age_bands"] = _pulse(over), _pulse_age_bands(over)
    shown["pulse_change"] = _pulse_change(shown["pulse"])
    shown["concerns"] = _concerns(over)
    shown["outreach_settings"] = _parts(over, _month, "setting", "people", lambda one: one.met)
    shown["outreach_age_bands"] = _parts(
        over, _month, "age_band", "people", lambda one: one.met_bands, rest=lambda one: sum(one.met.values())
    )
    shown["referrals"] = [
        {**dict(zip(("from_agency", "to_agency"), row.pop("flow").split(">"), strict=True)), **row}
        for row in _parts(over, _quarter, "flow", "people", lambda one: one.flows)
    ]
    shown["concerns_by_category"] = _parts(over, _quarter, "category", "concerns", lambda one: one.concerns)
    shown["concerns_by_status"] = _parts(over, _quarter, "status", "concerns", lambda one: one.concern_statuses)
    shown["concerns_by_district"] = _parts(
        over,
        _quarter,
        "district",
        "concerns",
        lambda one: one.concern_districts,
        rest=lambda one: sum(one.concerns.values()),
    )
    return shown


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _by(
    city: RandomCity, period: Callable[[date], date] = _month
) -> Iterable[tuple[tuple[date, Programme], list[RandomGathering]]]:
    """The gatherings of each programme's month, or other period."""

    def key(one: RandomGathering) -> tuple[date, Programme]:
        return period(one.day), one.programme

    for about, gatherings in groupby(sorted(city.gatherings, key=key), key):
        yield about, list(gatherings)


def _rounded(programme: Programme, number: int) -> int:
    rounding = PRIVACY[programme].rounding
    return round(Fraction(number, rounding)) * rounding


def _shown(programme: Programme, number: int | None, *, out: bool) -> tuple[int | None, str]:
    """A number as it is shown, and its state."""
    if number is None:
        return None, "not recorded"
    return (None, "suppressed") if out else (_rounded(programme, number), "counted")


def _parts(
    city: RandomCity,
    period: Callable[[date], date],
    part: str,
    number: str,
    of: Callable[[RandomGathering], Mapping[str, int]],
    rest: Callable[[RandomGathering], int] | None = None,
) -> Rows:
    """A row a part of a total; what the parts leave of it is the part ''. None where the parts could be told."""
    rows = []
    for (first, programme), gatherings in _by(city, period):
        counts = Counter[str]()
        for one in gatherings:
            counts.update(of(one))
        if rest:
            counts[""] = sum(rest(one) for one in gatherings) - sum(counts.values())
        cells = sorted((name, count) for name, count in counts.items() if count > 0)
        out = partly([count for _, count in cells], PRIVACY[programme].threshold) or []
        for (name, count), is_out in zip(cells, out, strict=bool(out)):
            shown, state = _shown(programme, count, out=is_out)
            rows.append(
                {"quarter" if period is _quarter else "month": first, "programme": programme, part: name}
                | {number: shown, "state": state}
            )
    return rows


def _held(one: RandomGathering) -> bool:
    return one.status not in {"cancelled", "postponed"} or one.visits is not None


def _counted(gatherings: Iterable[RandomGathering]) -> list[RandomGathering]:
    return [one for one in gatherings if one.visits]


def _sum(gatherings: Sequence[RandomGathering]) -> int | None:
    known = [one.visits for one in gatherings if one.visits is not None]
    return sum(known) if known else None


def _residents(district: str) -> int:
    return DISTRICTS[district].population if district in DISTRICTS else 0


def _name(district: str) -> Row:
    known = DISTRICTS.get(district)
    return {"name_fi": known.name_fi if known else "", "name_sv": known.name_sv if known else ""}


def _withheld_districts(gatherings: Sequence[RandomGathering]) -> tuple[dict[str, bool], bool]:
    """Which districts of a month are withheld, and whether the whole month is. Few residents first."""
    k = gatherings[0].threshold
    cells: dict[str, Cell] = {}
    for district in sorted({one.district for one in gatherings}, key=lambda name: (_residents(name), name.encode())):
        own = [one.visits or 0 for one in _counted(gatherings) if one.district == district]
        if own:
            cells[district] = Cell(sum(own), marked=not sound([Cell(n) for n in own], k), least=len(own))
    listed = list(cells.values())
    return dict(zip(cells, withheld(listed, k), strict=True)), bool(listed) and not sound(listed, k)


def _months(city: RandomCity, today: date) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        held = [one for one in gatherings if _held(one)]
        missing = len([one for one in held if one.visits is None])
        total = _sum(gatherings)
        families = sum(one.families for one in gatherings)
        _, month_out = _withheld_districts(gatherings)
        both = [n for n in ((total or 0) - families, families) if n]
        cells = partly(both, PRIVACY[programme].threshold)
        families_out = month_out or (bool(both) and (cells is None or any(cells)))
        visits, state = _shown(programme, total, out=month_out)
        family_visits, families_state = _shown(programme, None if total is None else families, out=families_out)
        rows.append(
            {
                "month": month,
                "programme": programme,
                "gatherings": len(held),
                "not_recorded": missing,
                "completeness": 1 - missing / len(held) if held else None,
                "final": (month + timedelta(days=31)).replace(day=1) + timedelta(days=6) < today,
                "visits": visits,
                "state": state,
                "family_visits": family_visits,
                "families_state": families_state,
            }
        )
    return rows


def _visitors(city: RandomCity) -> Rows:
    rows = []
    seen: dict[tuple[str, Programme], set[int]] = {}
    for (month, programme), gatherings in _by(city):
        if not any(one.planned for one in gatherings):
            continue
        k = PRIVACY[programme].threshold
        season = f"{month.year}-{'spring' if month.month <= 7 else 'autumn'}"
        before = seen.setdefault((season, programme), set())
        came = {person for one in gatherings for person in one.pseudonyms}
        returning, new = len(came & before), len(came - before)
        before |= came
        cells = partly([n for n in (returning, new) if n], k)
        out = len(came) < k
        divided = out or cells is None or any(cells)
        visitors, state = _shown(programme, len(came) or None, out=out)
        rows.append(
            {
                "month": month,
                "programme": programme,
                "season": season,
                "visitors": visitors,
                "new_visitors": None if divided else _rounded(programme, new),
                "returning_visitors": None if divided else _rounded(programme, returning),
                "state": state,
                "parts_state": _shown(programme, len(came) or None, out=divided)[1],
            }
        )
    return rows


def _districts(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        out, _ = _withheld_districts(gatherings)
        for district in {one.district for one in gatherings}:
            there = [one for one in gatherings if one.district == district]
            visits, state = _shown(programme, _sum(there), out=out.get(district, False))
            place = DISTRICTS.get(district)
            held = [one for one in there if _held(one)]
            rows.append(
                {"month": month, "programme": programme, "district": district, **_name(district)}
                | {"latitude": place and place.latitude, "longitude": place and place.longitude}
                | {"gatherings": len(held), "not_recorded": len([one for one in held if one.visits is None])}
                | {"visits": visits, "state": state}
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
    found: dict[tuple[Programme, str], bool] = {}
    for (_, programme), gatherings in _by(city):
        districts, _ = _withheld_districts(gatherings)
        for district in {one.district for one in gatherings}:
            there = sorted(
                _counted(one for one in gatherings if one.district == district), key=lambda one: order[one.name]
            )
            out = withheld([Cell(one.visits or 0) for one in there], PRIVACY[programme].threshold)
            for one, is_out in zip(there, out, strict=True):
                found[programme, one.name] = is_out or districts[district]
    return found


def _gatherings(city: RandomCity, today: date, order: Mapping[str, int]) -> Rows:
    out = _withheld_gatherings(city, order)
    rows = []
    for one in city.gatherings:
        visits, state = _shown(one.programme, one.visits, out=out.get((one.programme, one.name), False))
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
                "final": one.day + timedelta(days=7) < today,
            }
        )
    return rows


def _days(gatherings: Rows) -> Rows:
    held = [
        row for row in gatherings if row["status"] not in {"cancelled", "postponed"} or row["state"] != "not recorded"
    ]
    rows = []
    for about, members in _grouped(held, "day", "programme"):
        states = Counter(row["state"] for row in members)
        rows.append(
            {**about, "gatherings": len(members), "suppressed": states["suppressed"]}
            | {"not_recorded": states["not recorded"], "visits": _known_sum(members, "visits")}
        )
    return rows


def _weeks(days: Rows, today: date) -> Rows:
    listed = [{**row, "week": row["day"] - timedelta(days=row["day"].weekday())} for row in days]
    weeks = [
        {**about, **{name: sum(row[name] for row in members) for name in ("gatherings", "suppressed", "not_recorded")}}
        | {"visits": _known_sum(members, "visits")}
        for about, members in _grouped(listed, "week", "programme")
    ]
    rows = []
    for row in weeks:
        before = [
            other["visits"]
            for other in weeks
            if other["programme"] == row["programme"]
            and timedelta(days=1) <= row["week"] - other["week"] <= timedelta(days=28)
            and other["visits"] is not None
        ]
        usual = fmean(before) if before else None
        growth = row["visits"] / usual - 1 if usual and row["visits"] is not None else None
        rows.append({**row, "usual": usual, "growth": growth, "whole": row["week"] + timedelta(days=7) <= today})
    return rows


def _areas(
    cells: Sequence[tuple[str, Vector, bool]], k: int, *, whole: str, rest: str
) -> tuple[list[tuple[str, list[int]]], bool]:
    """Areas with their sums, and whether even all of them together cannot be shown; `cells` are in public order."""
    unsound = [vector for _, vector, bad in cells if bad]
    fine = [(name, vector) for name, vector, bad in cells if not bad]
    many = joined(unsound, [vector for _, vector in fine], k)
    taken = len(fine) if many is None else many
    areas = [(name, list(vector)) for name, vector in fine[taken:]]
    if unsound:
        together = [sum(numbers) for numbers in zip(*unsound, *(vector for _, vector in fine[:taken]), strict=True)]
        areas.insert(0, (whole if taken == len(fine) else rest, together))
    return areas, many is None


def _few(vector: Vector, k: int) -> bool:
    return any(0 < number < k for number in vector)


def _age_bands(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        k = PRIVACY[programme].threshold
        out, month_out = _withheld_districts(gatherings)
        for bands in (_FINE, _WIDE):
            cells = []
            for district, is_out in out.items():
                people = Counter[str]()
                for one in _counted(gatherings):
                    if one.district == district:
                        people.update(one.by_age_band)
                        people[""] += (one.visits or 0) - sum(one.by_age_band.values())
                vector = [sum(people[band] for band in fine) for fine in bands.values()]
                cells.append((district, vector, is_out or _few(vector, k)))
            areas, impossible = _areas(cells, k, whole="helsinki", rest="other-districts")
            if not (impossible or month_out):
                break
        else:  # not even the wide bands: the fine ones are said to be suppressed
            bands, areas = _FINE, [("helsinki", [0] * len(_FINE))]
        for area, vector in areas:
            for band, number in zip(bands, vector, strict=True):
                visits, state = _shown(programme, number, out=impossible or month_out)
                rows.append(
                    {"month": month, "programme": programme, "area": area, "age_band": band}
                    | {"visits": visits, "state": state}
                )
    return rows


def _reach(age_bands: Rows) -> Rows:
    residents = {
        band: sum(district.population_by_age_band[place] for district in DISTRICTS.values())
        for place, band in enumerate(AGE_BANDS)
    }
    counted = [row for row in age_bands if row["state"] == "counted" and row["age_band"] in residents]
    rows = []
    for about, members in _grouped(counted, "month", "programme", "age_band"):
        visits = sum(row["visits"] for row in members)
        rows.append({**about, "visits": visits, "per_1000_residents": visits * 1000 / residents[about["age_band"]]})
    return rows


def _home_districts(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        counted = _counted(gatherings)
        if not counted or _withheld_districts(gatherings)[1]:
            continue
        homes = Counter[str]()
        for one in counted:
            homes.update(one.by_home)
            homes[""] += (one.visits or 0) - sum(one.by_home.values())
        cells = sorted(
            (item for item in homes.items() if item[1]),
            key=lambda item: (_residents(item[0]) if item[0] else -1, item[0].encode()),
        )
        out = partly([count for _, count in cells], PRIVACY[programme].threshold) or []
        for (home, count), is_out in zip(cells, out, strict=bool(out)):
            visits, state = _shown(programme, count, out=is_out)
            residents = _residents(home)
            rows.append(
                {"month": month, "programme": programme, "home_district": home, **_name(home), "visits": visits}
                | {"per_1000_residents": visits * 1000 / residents if visits is not None and residents else None}
                | {"state": state}
            )
    return rows


def _mixing(homes: Rows, months: Rows) -> Rows:
    shown = {(row["month"], row["programme"]): row["visits"] for row in months if row["state"] == "counted"}
    known = [row for row in homes if row["state"] == "counted" and row["home_district"]]
    rows = []
    for about, members in _grouped(known, "month", "programme"):
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


def _theme_nights(gatherings: Rows) -> Rows:
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
            ratios.setdefault(_month(theme["day"]), []).append(math.log(theme["visits"] / fmean(ordinary)))
            ordinary_nights[_month(theme["day"])] += len(ordinary)
    rows = []
    for month, logs in ratios.items():
        margin = _Z * stdev(logs) / math.sqrt(len(logs)) if len(logs) >= 5 else None
        rows.append(
            {"month": month, "theme_nights": len(logs), "ordinary_nights": ordinary_nights[month]}
            | {"uplift": math.exp(fmean(logs)) - 1}
            | {"low": None if margin is None else math.exp(fmean(logs) - margin) - 1}
            | {"high": None if margin is None else math.exp(fmean(logs) + margin) - 1}
        )
    return rows


def _arrivals(city: RandomCity, order: Mapping[str, int]) -> Rows:
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
                entries, state = _shown(one.programme, count, out=is_out)
                when = datetime(one.day.year, one.day.month, one.day.day, 15 + hour, tzinfo=UTC)
                rows.append(
                    {"programme": one.programme, "gathering": one.name, "hour": when}
                    | {"entries": entries, "state": state}
                )
    return rows


def _inside(city: RandomCity) -> Rows:
    rows = []
    for one in city.gatherings:
        if one.planned and one.status == "open":
            few = max(one.visits or 0, one.peak or 0) < 10 * one.threshold
            state = "not recorded" if one.inside is None else "suppressed" if few else "counted"
            about = round(Fraction(one.inside or 0, 10)) * 10 if state == "counted" else None
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


def _dialogue_sections(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        sessions, people = Counter[str](), Counter[str]()
        for one in gatherings:
            sessions.update(one.sessions)
            people.update(one.participants)
        cells = sorted((section, count) for section, count in people.items() if count)
        out = partly([count for _, count in cells], PRIVACY[programme].threshold) or [True] * len(cells)
        hidden = {section for (section, _), is_out in zip(cells, out, strict=True) if is_out}
        for section, held in sessions.items():
            participants, state = _shown(programme, people[section], out=section in hidden)
            rows.append(
                {"month": month, "programme": programme, "section": section, "sessions": held}
                | {"participants": participants, "state": state}
            )
    return rows


def _dialogues(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        held = [one for one in gatherings if one.sessions]
        if held:
            themes = Counter[str]()
            for one in held:
                themes.update(one.themes)
            rows.append(
                {"month": month, "programme": programme, "sessions": sum(len(one.sessions) for one in held)}
                | {"multi_professional": sum(one.multi_professional for one in held)}
                | {"follow_ups": sum(one.follow_ups for one in held)}
                | {"follow_ups_known": sum(one.follow_ups_known for one in held)}
                | {"themes": {theme: count for theme, count in themes.items() if count >= 3}}
            )
    return rows


def _cooperation(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        pairs = Counter((agency, other) for one in gatherings for agency in one.agencies for other in one.agencies)
        rows += [
            {"month": month, "programme": programme, "agency": agency, "other": other, "gatherings": count}
            for (agency, other), count in pairs.items()
        ]
    return rows


def _agency_presence(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in _by(city):
        for agency in sorted({agency for one in gatherings for agency in one.agencies}):
            there = [one.agencies[agency] for one in gatherings if agency in one.agencies]
            given = [minutes for minutes in there if minutes is not None]
            rows.append(
                {"month": month, "programme": programme, "agency": agency, "gatherings": len(there)}
                | {"hours": sum(given) / 60 if given else None}
            )
    return rows


def _feelings(counts: Vector, *, out: bool) -> Row:
    """What is shown of how many gave 1, 2, 3, 4 and 5; the interval is that of Wilson, from its quadratic equation."""
    answers = sum(counts)
    if out or answers < 10:
        names = ("answers", "mean", "share_positive", "share_low", "share_high")
        return {**dict.fromkeys(names), "state": "suppressed"}
    share = Fraction(sum(counts[3:]), answers)
    mean = Fraction(sum(count * grade for grade, count in enumerate(counts, start=1)), answers)
    # The shares p at which (share - p)² = z² p (1 - p) / n.
    square = _Z * _Z / answers
    linear = 2 * float(share) + square
    root = math.sqrt(max(0.0, linear * linear - 4 * (1 + square) * float(share) ** 2))
    return {
        "answers": answers,
        "mean": float(Fraction(round(mean * 10), 10)) if answers >= MEANS_FROM else None,
        "share_positive": float(share),
        "share_low": (linear - root) / (2 * (1 + square)),
        "share_high": (linear + root) / (2 * (1 + square)),
        "state": "counted",
    }


def _pulse_parts(
    city: RandomCity,
    part: str,
    of: Callable[[RandomGathering], Mapping[tuple[str, str], int]],
    order: Callable[[str], Any],
    names: tuple[str, str],
) -> Rows:
    """Feelings by a part; `of` gives how often each answer ('question/moment/grade') was given in each part."""
    rows = []
    for (month, programme), gatherings in _by(city):
        k = PRIVACY[programme].threshold
        found = Counter[tuple[str, str]]()
        for one in gatherings:
            found.update(of(one))
        for kind in sorted({answer.rpartition("/")[0] for _, answer in found}):
            question, moment = kind.split("/")
            cells = []
            for name in sorted({name for name, answer in found if answer.rpartition("/")[0] == kind}, key=order):
                counts = [found[name, f"{kind}/{grade}"] for grade in range(1, 6)]
                if any(counts):
                    cells.append((name, counts, _few((sum(counts[:3]), sum(counts[3:])), k)))
            # To be shown or not goes by two numbers; what is summed up are all five.
            grouped, impossible = _pulse_areas(cells, k, names)
            rows += [
                {"month": month, "programme": programme, "question": question, "moment": moment, part: name}
                | _feelings(counts, out=impossible)
                for name, counts in grouped
            ]
    return rows


def _pulse_areas(
    cells: Sequence[tuple[str, Vector, bool]], k: int, names: tuple[str, str]
) -> tuple[list[tuple[str, list[int]]], bool]:
    two = [(name, (sum(counts[:3]), sum(counts[3:])), bad) for name, counts, bad in cells]
    areas, impossible = _areas(two, k, whole=names[0], rest=names[1])
    own = {name: list(counts) for name, counts, _ in cells}
    alone = {name for name, _ in areas if name in own}
    together = [counts for name, counts in own.items() if name not in alone]
    summed = [sum(numbers) for numbers in zip(*together, strict=True)]
    return [(name, own[name] if name in alone else summed) for name, _ in areas], impossible


def _pulse(city: RandomCity) -> Rows:
    return _pulse_parts(
        city,
        "area",
        lambda one: {(one.district, answer): count for answer, count in one.answers.items()},
        lambda district: (_residents(district), district.encode()),
        ("helsinki", "other-districts"),
    )


def _pulse_age_bands(city: RandomCity) -> Rows:
    def by_band(one: RandomGathering) -> Mapping[tuple[str, str], int]:
        found = Counter({("", answer): count for answer, count in one.answers.items()})
        for key, count in one.answers_by_band.items():
            kind, band, grade = key.rsplit("/", 2)
            found[band, f"{kind}/{grade}"] += count
            found["", f"{kind}/{grade}"] -= count
        return found

    return _pulse_parts(city, "age_band", by_band, lambda band: band, ("all-ages", "other-ages"))


def _pulse_change(pulse: Rows) -> Rows:
    rows = []
    counted = [row for row in pulse if row["mean"] is not None]
    for about, members in _grouped(counted, "month", "programme", "question"):
        row = dict(about)
        for moment in ("before", "after"):
            own = [member for member in members if member["moment"] == moment]
            many = sum(member["answers"] for member in own)
            row[f"answers_{moment}"] = many or None
            row[f"mean_{moment}"] = sum(member["mean"] * member["answers"] for member in own) / many if many else None
        both = row["mean_before"] is not None and row["mean_after"] is not None
        rows.append({**row, "change": row["mean_after"] - row["mean_before"] if both else None})
    return rows


def _concerns(city: RandomCity) -> Rows:
    rows = []
    for (quarter, programme), gatherings in _by(city, _quarter):
        k = PRIVACY[programme].threshold
        raised = sum(sum(one.concerns.values()) for one in gatherings)
        if raised:
            hours = [hour for one in gatherings for hour in one.hours_to_answer]
            concerns, state = _shown(programme, raised, out=raised < k)
            few = raised < k or len(hours) < k
            rows.append(
                {"quarter": quarter, "programme": programme, "concerns": concerns, "state": state}
                | {"median_hours_to_answer": None if few else round(median(hours))}
                | {"answers_state": "not recorded" if not hours else "suppressed" if few else "counted"}
            )
    return rows


def _grouped(rows: Rows, *names: str) -> Iterable[tuple[Row, Rows]]:
    """Rows by what they have in the columns of these names."""

    def key(row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in names)

    for values, members in groupby(sorted(rows, key=key), key):
        yield dict(zip(names, values, strict=True)), list(members)


def _known_sum(rows: Rows, name: str) -> int | None:
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known) if known else None
