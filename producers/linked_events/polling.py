"""Go through the pages of an API that speaks as Linked Events does, from a first address to the last page."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from producers.errors import InvalidPageError, PageUnavailableError, ProducerError
from producers.linked_events.fetching import Fetcher

__all__ = ["Poll", "first_address", "is_address"]

_ASKED = {"include": "location", "sort": "last_modified_time", "page_size": "100", "show_deleted": "true"}
"""Asked for unless the address says otherwise: places within their events; what changed first, first; what was deleted,
which the API leaves out otherwise."""


def is_address(text: str) -> bool:
    """Whether a text is an address rather than the name of a file."""
    return "://" in text


def first_address(url: str, since: str | None) -> str:
    """Return the address of the first page.

    Raises:
        InvalidPageError: it is not http or https, has no host, or holds a user and password.
    """
    try:
        parts = urlsplit(url)
        fitting = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fitting = False
    if not fitting:
        raise InvalidPageError(f"{url[:200]!r} is no address; write e.g. https://api.hel.fi/linkedevents/v1/event/")
    if parts.username is not None or parts.password is not None:
        raise InvalidPageError("an address holds no user and password here; the API is open")
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    asked = _ASKED | asked | ({"last_modified_since": since} if since is not None else {})
    return parts._replace(query=urlencode(asked), fragment="").geturl()


@dataclass(slots=True)
class Poll:
    """One going through the pages; it remembers how far it came.

    Iterating gives each page's records. It ends at the last page, or early, and then `stopped` says why. Only links to
    the first address's own scheme, host and port are followed, none of them twice, and at most `most_pages`; between
    two pages it pauses.
    """

    fetcher: Fetcher
    url: str
    most_pages: int = 500
    seconds_between: float = 0.5
    pause: Callable[[float], None] = time.sleep
    pages: int = 0
    newest: datetime | None = None
    """The latest `last_modified_time` of the records read."""
    stopped: ProducerError | None = None
    _in_order: bool = True
    _seen: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[list[Any]]:
        url: str | None = self.url
        try:
            while url is not None:
                if url in self._seen:
                    raise InvalidPageError(f"{url[:300]}: the pages lead round in circles; tell the API's keepers")
                if self.pages >= self.most_pages:
                    raise PageUnavailableError(f"there is more after {self.most_pages} pages")
                self._seen.add(url)
                if self.pages:
                    self.pause(self.seconds_between)
                records, link = _parted(self.fetcher.page(url), url)
                self._note(records)
                self.pages += 1
                yield records
                url = None if link is None else self._followed(link, url)
        except ProducerError as error:
            self.stopped = error

    @property
    def next_since(self) -> datetime | None:
        """From when on to ask next time, so that nothing is missed; None: from where this one began.

        After an early end that is the newest instant only where records came oldest first, as they are asked for.
        """
        return self.newest if self.stopped is None or self._in_order else None

    def _note(self, records: list[Any]) -> None:
        for record in records:
            modified = _instant(record.get("last_modified_time")) if isinstance(record, Mapping) else None
            if modified is None:
                continue
            self._in_order &= self.newest is None or modified >= self.newest
            self.newest = modified if self.newest is None else max(modified, self.newest)

    def _followed(self, link: Any, page: str) -> str:
        if not isinstance(link, str):
            raise InvalidPageError(f"{page}: meta.next is no address")
        url = urljoin(page, link)
        if _origin(url) != _origin(self.url):
            raise InvalidPageError(f"{page}: meta.next leads away to {url[:200]!r}; it was not followed")
        return url


def _parted(page: Any, url: str) -> tuple[list[Any], Any]:
    meta = page.get("meta") if isinstance(page, Mapping) else None
    records = page.get("data") if isinstance(page, Mapping) else None
    if not isinstance(records, list) or not isinstance(meta, Mapping):
        raise InvalidPageError(f'{url}: it is no page of Linked Events ({{"meta": …, "data": […]}})')
    return records, meta.get("next")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port


def _instant(value: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant is not None and instant.tzinfo is not None else None
