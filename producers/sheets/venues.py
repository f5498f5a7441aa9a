"""From the name of a place, as a sheet writes it, to its id."""

import re
import unicodedata
from collections.abc import Mapping

from producers.sheets.refusal import UnusableCellError

__all__ = ["VenueIds", "plain_name"]

_LONGEST = 69
"""A gathering's id has 80 characters at most, and a colon and a day follow."""

_UNFIT = re.compile(r"[^a-z0-9]+")


def plain_name(name: object) -> str:
    """Give a name as it is compared: spaces joined, letters composed."""
    return unicodedata.normalize("NFC", " ".join(str(name).split()))


class VenueIds:
    """Ids by name: those that are given, and with a prefix also those made of names (`Itä-Pasila`: `yc:ita-pasila`).

    Two different names never get one made id silently: the second is refused until its id is given.
    """

    def __init__(self, given: Mapping[str, str], prefix: str | None) -> None:
        self._given = {plain_name(name): venue for name, venue in given.items()}
        self._prefix = prefix
        self._made: dict[str, str] = {}

    def id_of(self, name: object) -> str:
        """Give the id of the place.

        Raises:
            UnusableCellError: the cell is blank, no id is given for it and none can be made, or another name has it.
        """
        plain = plain_name(name if name is not None else "")
        if not plain:
            raise UnusableCellError("", "name the place")
        if plain in self._given:
            return self._given[plain]
        if self._prefix is None:
            raise UnusableCellError(plain, "give the place an id in [venues.ids] of the mapping, or set venues.prefix")
        made = self._prefix + _slug(plain)
        if made == self._prefix or len(made) > _LONGEST:
            raise UnusableCellError(plain, "no id can be made of this name; give it one in [venues.ids] of the mapping")
        first = self._made.setdefault(made, plain)
        if first != plain:
            raise UnusableCellError(plain, f"{first!r} has the id {made} already; give one of them in [venues.ids]")
        return made


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    return _UNFIT.sub("-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")
