"""From the name of a place, as a sheet writes it, to its id."""

import re
import unicodedata
from collections.abc import Mapping

from producers.likely_encoding import misread
from producers.sheets.refusal import UnusableCellError

__all__ = ["VenueIds", "folded_name", "plain_name"]

_KIND = "no place"

_LONGEST = 69
"""A gathering's id has 80 characters at most, and a colon and a day follow."""

_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
_UNFIT = re.compile(r"[^a-z0-9]+")


def plain_name(name: object) -> str:
    """Return a name as it is compared: spaces joined, letters composed, without the raised mark of a note."""
    return unicodedata.normalize("NFC", " ".join(str(name).split())).rstrip(_RAISED).rstrip()


def folded_name(name: object) -> str:
    """Return a name as it is compared without case, accents and a sign at its end: `YHTEENSÄ:` is `yhteensa`."""
    letters = unicodedata.normalize("NFKD", plain_name(name).casefold())
    return "".join(c for c in letters if not unicodedata.combining(c)).strip(" .:;,=*_-\u2013\u2014")


class VenueIds:
    """Ids by name: those that are given, and with a prefix also those made of names (`Itä-Pasila`: `yc:ita-pasila`).

    Two different names never get one made id silently: the second is refused until its id is given.
    """

    def __init__(self, given: Mapping[str, str], prefix: str | None) -> None:
        self._given = {plain_name(name): venue for name, venue in given.items()}
        self._prefix = prefix
        self._made: dict[str, str] = {}

    def id_of(self, name: object) -> str:
        """Return the id of the place.

        Raises:
            UnusableCellError: the cell is blank, no id is given for it and none can be made, or another name has it.
        """
        plain = plain_name(name if name is not None else "")
        if not plain:
            raise UnusableCellError("", "name the place", _KIND)
        if self.is_given(plain):
            return self._given[plain]
        wrong = misread(plain)
        if wrong is not None:
            remedy = f"{wrong}; set file.encoding in the mapping. If the name is right, give it an id in [venues.ids]"
            raise UnusableCellError(plain, remedy, "a wrong encoding")
        if self._prefix is None:
            remedy = "give the place an id in [venues.ids] of the mapping, or set venues.prefix"
            raise UnusableCellError(plain, remedy, _KIND)
        made = self._prefix + _slug(plain)
        if made == self._prefix or len(made) > _LONGEST:
            remedy = "no id can be made of this name; give it one in [venues.ids] of the mapping"
            raise UnusableCellError(plain, remedy, _KIND)
        first = self._made.setdefault(made, plain)
        if first != plain:
            remedy = f"{first!r} has the id {made} already; give one of them in [venues.ids]"
            raise UnusableCellError(plain, remedy, _KIND)
        return made

    def is_given(self, name: object) -> bool:
        """Whether the mapping gives the name an id."""
        return plain_name(name) in self._given


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    return _UNFIT.sub("-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")
