"""Their places as venues of ours, with the district of Helsinki that each lies in."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from producers.linked_events.links import Record, fit, last_of_chain, link_of
from producers.linked_events.text import name_of
from schemas.places import OUTSIDE_HELSINKI, district_of_ocd_id

__all__ = ["INTERNET", "venue_of"]

INTERNET = "helsinki:internet"
"""The place of what happens online; the API lists it nowhere near a district."""

_LONGEST_ID = 80
_HELSINKI = "helsinki"
_MUNICIPALITY = "kunta:"


def venue_of(location: object, places: Mapping[str, Record], cut: list[str] | None = None) -> dict[str, Any] | None:
    """Return the venue that an event's `location` names, or None where it names none.

    A link is looked up among the places; a place that is embedded in the event is taken as it stands. A replaced place
    is followed to its successor. A place that nobody described keeps its id, without name and district. `cut` gets the
    fields that contacts were cut from.

    Raises:
        UnusableError: the location is no link, or replacements run in a circle.
    """
    place_id = link_of(location, "location")
    if place_id is None:
        return None
    embedded = isinstance(location, Mapping) and "name" in location
    place = location if embedded and isinstance(location, Mapping) else places.get(place_id)
    if place is None:
        return {
            "id": _id(place_id),
            "name": dict.fromkeys(("fi", "sv", "en"), "Internet") if place_id == INTERNET else {},
        }
    place = last_of_chain(place, places, "location")
    venue: dict[str, Any] = {
        "id": _id(str(place.get("id") or place_id)),
        "name": name_of(place.get("name"), "location.name", cut),
    }
    district = _district_of(place.get("divisions"))
    if district is not None:
        venue["district"] = district
    position = _position_of(place.get("position"))
    if position is not None:
        venue["longitude"], venue["latitude"] = position
    return venue


def _id(place_id: str) -> str:
    return fit(place_id, _LONGEST_ID)


def _district_of(divisions: object) -> str | None:
    """Find the district; where there is none, tell a place outside Helsinki from one whose place is not known."""
    municipalities: set[str] = set()
    for ocd_id in _ocd_ids(divisions):
        district = district_of_ocd_id(ocd_id)
        if district is not None:
            return district
        municipalities.update(part.removeprefix(_MUNICIPALITY) for part in ocd_id.split("/") if _MUNICIPALITY in part)
    return OUTSIDE_HELSINKI if municipalities and _HELSINKI not in municipalities else None


def _ocd_ids(divisions: object) -> Iterable[str]:
    if isinstance(divisions, list):
        for division in divisions:
            ocd_id = division.get("ocd_id") if isinstance(division, Mapping) else None
            if isinstance(ocd_id, str):
                yield unicodedata.normalize("NFC", ocd_id)


def _position_of(position: object) -> tuple[float, float] | None:
    """Return longitude and latitude (WGS84) of a GeoJSON point, or None where it is not one on Earth."""
    coordinates = position.get("coordinates") if isinstance(position, Mapping) else None
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        return None
    longitude, latitude = coordinates[:2]
    if not all(isinstance(degree, int | float) for degree in (longitude, latitude)):
        return None
    on_earth = -180 <= longitude <= 180 and -90 <= latitude <= 90
    return (float(longitude), float(latitude)) if on_earth else None
