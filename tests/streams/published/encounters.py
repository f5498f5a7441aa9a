"""Dialogues and cooperation in plain Python."""

from collections import Counter

from schemas.privacy import PRIVACY
from tests.streams.published.cities import RandomCity
from tests.streams.published.rows import Rows, gatherings_by, shown_as
from tests.streams.published.rule import partly

__all__ = ["agency_presence_rows", "cooperation_rows", "dialogue_sections_rows", "dialogues_rows"]


def dialogue_sections_rows(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        sessions, people = Counter[str](), Counter[str]()
        for one in gatherings:
            sessions.update(one.sessions)
            people.update(one.participants)
        cells = sorted((section, count) for section, count in people.items() if count)
        out = partly([count for _, count in cells], PRIVACY[programme].threshold) or [True] * len(cells)
        hidden = {section for (section, _), is_out in zip(cells, out, strict=True) if is_out}
        for section, held in sessions.items():
            participants, state = shown_as(programme, people[section], out=section in hidden)
            rows.append(
                {"month": month, "programme": programme, "section": section, "sessions": held}
                | {"participants": participants, "state": state}
            )
    return rows


def dialogues_rows(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
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


def cooperation_rows(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        pairs = Counter((agency, other) for one in gatherings for agency in one.agencies for other in one.agencies)
        rows += [
            {"month": month, "programme": programme, "agency": agency, "other": other, "gatherings": count}
            for (agency, other), count in pairs.items()
        ]
    return rows


def agency_presence_rows(city: RandomCity) -> Rows:
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        for agency in sorted({agency for one in gatherings for agency in one.agencies}):
            there = [one.agencies[agency] for one in gatherings if agency in one.agencies]
            given = [minutes for minutes in there if minutes is not None]
            rows.append(
                {"month": month, "programme": programme, "agency": agency, "gatherings": len(there)}
                | {"hours": sum(given) / 60 if given else None}
            )
    return rows
