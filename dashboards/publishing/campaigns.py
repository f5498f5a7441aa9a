"""Campaigns and theme nights that are marked on every dashboard, out of a small TOML file."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dashboards.errors import CampaignError
from dashboards.publishing.difference import value_differences
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.step import Step
from dashboards.tags import CAMPAIGN_TAG as TAG
from dashboards.text import LANGUAGES, Language, Text

__all__ = ["Campaign", "campaign_steps", "read_campaigns"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_KEYS = {"id", "starts", "ends", *LANGUAGES}
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Campaign:
    """Something that ran from one day to another, both included, in Helsinki's time."""

    id: str
    starts: date
    ends: date
    text: Text

    def annotation(self, language: Language) -> dict[str, Any]:
        """Return the annotation that Grafana keeps of it in a language."""
        until = datetime.combine(self.ends + timedelta(days=1), time(), _HELSINKI)
        return {
            "text": self.text.in_(language),
            "tags": [TAG, f"engagement-{language}", f"{TAG}:{self.id}"],
            "time": _milliseconds(datetime.combine(self.starts, time(), _HELSINKI)),
            "timeEnd": _milliseconds(until) - 1,
        }


def read_campaigns(path: Path) -> list[Campaign]:
    """Read the file: tables `[[campaign]]` with `id`, `starts`, perhaps `ends`, and a name in `en`, `fi`, `sv`.

    Raises:
        CampaignError: it cannot be read, or one of them lacks something; the message names which and what.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CampaignError(f"{path} cannot be read: {error.strerror}; --campaigns names the file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CampaignError(f"{path} is no TOML: {error}; correct that place") from error
    if unknown := sorted(set(told) - {"campaign"}):
        raise CampaignError(f"{path} has {unknown[0]!r}; it may have nothing but tables [[campaign]]")
    entries = told.get("campaign", [])
    if not isinstance(entries, list):
        raise CampaignError(f"{path} has [campaign]; write [[campaign]], which may stand several times")
    found = [_campaign(path, number, entry) for number, entry in enumerate(entries, 1)]
    for number, campaign in enumerate(found, 1):
        if any(campaign.id == other.id for other in found[: number - 1]):
            raise CampaignError(f"{path}, campaign {number}: the id {campaign.id!r} is taken; each needs its own")
    return found


def _campaign(path: Path, number: int, entry: Mapping[str, Any]) -> Campaign:
    where = f"{path}, campaign {number}"
    if unknown := sorted(set(entry) - _KEYS):
        raise CampaignError(f"{where}: there is no {unknown[0]!r}; it may have {', '.join(sorted(_KEYS))}")
    name = entry.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise CampaignError(f"{where}: id is {name!r}; give it small letters, digits and -, up to 60")
    days = {key: entry.get(key, entry.get("starts")) for key in ("starts", "ends")}
    for key, day in days.items():
        if not isinstance(day, date) or isinstance(day, datetime):
            raise CampaignError(f"{where}, {name!r}: {key} is {day!r}; give a day without quotes: {key} = 2026-11-24")
    if days["ends"] < days["starts"]:
        raise CampaignError(f"{where}, {name!r}: ends {days['ends']} before it starts, {days['starts']}; exchange them")
    texts = [entry.get(language, "") for language in ("en", "fi", "sv")]
    if not all(isinstance(text, str) for text in texts):
        raise CampaignError(f"{where}, {name!r}: en, fi and sv are its name, in quotes")
    try:
        return Campaign(name, days["starts"], days["ends"], Text(*texts))
    except ValueError as error:
        raise CampaignError(f"{where}, {name!r}: {error}") from error


def campaign_steps(grafana: Grafana, campaigns: Sequence[Campaign], languages: Collection[Language]) -> list[Step]:
    """Plan what makes Grafana's annotations those of the campaigns, each in each of the languages."""
    read = grafana.call(
        "read annotations", query={"tags": TAG, "limit": _MOST, "type": "annotation"}, subject="annotations"
    )
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for annotation in read or ():
        if annotation.get("dashboardUID"):
            continue
        found.setdefault(_key(annotation), []).append(annotation)
    steps = []
    wanted = [campaign.annotation(language) for campaign in campaigns for language in languages]
    for annotation in wanted:
        there = found.pop(_key(annotation), [])
        steps += [_made(annotation)] if not there else _changed(there[0], annotation)
        steps += [_deleted(one) for one in there[1:]]
    kept = {f"engagement-{language}" for language in languages}
    for key, left in found.items():
        if kept & set(key):
            steps += [_deleted(one) for one in left]
    return steps


def _key(annotation: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(annotation.get("tags") or ()))


def _subject(annotation: Mapping[str, Any]) -> str:
    return f"annotation {annotation['text']!r}"


def _kept(annotation: Mapping[str, Any]) -> dict[str, Any]:
    return {key: annotation[key] for key in ("text", "tags", "time", "timeEnd") if key in annotation}


def _made(annotation: Mapping[str, Any]) -> Step:
    made: list[int] = []

    def write(grafana: Grafana) -> None:
        answer = grafana.call("make annotation", body=annotation, subject=_subject(annotation))
        made.append(int(answer["id"]))

    def take_back(grafana: Grafana) -> None:
        # Where the answer was lost, its id is too: what is there now under its tags was not there before.
        for one in made or _ids_of(grafana, annotation):
            _delete(grafana, one, annotation)
        made.clear()

    days = _days(annotation)
    return Step(_subject(annotation), "create", (days,), write, take_back, place=annotation["tags"][-1])


def _changed(stored: Mapping[str, Any], annotation: Mapping[str, Any]) -> list[Step]:
    was = _kept(stored) | {"tags": annotation["tags"]}
    told = value_differences(was, dict(annotation))
    if not told:
        return []
    return [
        Step(
            subject=_subject(annotation),
            action="change",
            differences=tuple(told),
            write=lambda grafana: _put(grafana, int(stored["id"]), annotation),
            take_back=lambda grafana: _put(grafana, int(stored["id"]), _kept(stored)),
            place=annotation["tags"][-1],
        )
    ]


def _deleted(stored: Mapping[str, Any]) -> Step:
    def take_back(grafana: Grafana) -> None:
        if not _ids_of(grafana, stored):
            grafana.call("make annotation", body=_kept(stored), subject=_subject(stored))

    return Step(
        subject=_subject(stored),
        action="delete",
        differences=(f"{_days(stored)}: no campaign makes it",),
        write=lambda grafana: _delete(grafana, int(stored["id"]), stored),
        take_back=take_back,
        place=str(stored["id"]),
    )


def _ids_of(grafana: Grafana, annotation: Mapping[str, Any]) -> list[int]:
    read = grafana.call(
        "read annotations", query={"tags": TAG, "limit": _MOST, "type": "annotation"}, subject="annotations"
    )
    return [int(one["id"]) for one in read or () if _key(one) == _key(annotation)]


def _put(grafana: Grafana, number: int, annotation: Mapping[str, Any]) -> None:
    grafana.call(
        "change annotation",
        path={"annotation_id": str(number)},
        body=_kept(annotation),
        subject=_subject(annotation),
    )


def _delete(grafana: Grafana, number: int, annotation: Mapping[str, Any]) -> None:
    grafana.call("delete annotation", path={"annotation_id": str(number)}, subject=_subject(annotation))


def _days(annotation: Mapping[str, Any]) -> str:
    begins, ends = (
        datetime.fromtimestamp(int(annotation[key]) / 1000, _HELSINKI).date() for key in ("time", "timeEnd")
    )
    return f"{begins} to {ends}"


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
