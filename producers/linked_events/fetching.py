"""Fetch a JSON page over HTTP: patiently, politely, and within limits."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError, MaxRetryError

from producers.errors import InvalidPageError, PageUnavailableError

__all__ = ["USER_AGENT", "Fetcher", "Patience"]

USER_AGENT = "engagement-pipeline (City of Helsinki; engage import linked-events)"

_MOST_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_CONNECT_SECONDS = 10
_READ_SECONDS = 30
_WHOLE_SECONDS = 120
_LATER = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a page is asked for, and for how long it is waited in between.

    The pause doubles from `first` with each attempt; where the other side says how long to wait, that is waited, but
    never longer than `longest`.
    """

    attempts: int = 5
    first: float = 1.0
    longest: float = 120.0

    def pause(self, attempt: int) -> float:
        """Return the seconds after the attempt of that number, from 1."""
        return float(min(self.first * 2 ** (attempt - 1), self.longest))


class Fetcher:
    """Fetches pages one after the other; a context manager.

    Guarantees: no more than 32 MiB are read of a page, unpacked; redirects are not followed; nothing is sent but the
    address, the program's name and what can be taken.

    Args:
        patience: When to ask again.
        pause: Waits that many seconds.
        clock: The instant now, for a `Retry-After` that is a date.
    """

    def __init__(
        self,
        patience: Patience | None = None,
        *,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._patience = patience or Patience()
        self._pause = pause
        self._clock = clock
        self._pool = urllib3.PoolManager(
            num_pools=1,
            retries=False,
            timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
            headers={"user-agent": USER_AGENT, "accept": "application/json", "accept-encoding": "gzip"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.clear()

    def page(self, url: str) -> Any:
        """Return the JSON at an address; ask again after 429, 500, 502, 503, 504, a broken connection or silence.

        Raises:
            PageUnavailableError: it is not to be had now: asked as often as patience goes, or told to wait too long.
            InvalidPageError: what it gives never does: another status, a redirect, too many bytes, no JSON.
        """
        for attempt in range(1, self._patience.attempts + 1):
            try:
                response = self._pool.request("GET", url, preload_content=False, redirect=False)
                try:
                    if response.status == 200:
                        return _parsed(_body(response, url), url)
                    trouble = f"it answers {response.status}"
                    if response.status not in _LATER:
                        raise InvalidPageError(f"{url}: {trouble}{_elsewhere(response, url)}")
                    wait = self._asked_to_wait(response.headers.get("retry-after"))
                finally:
                    response.close()  # does nothing to a page that was read to its end
            except LocationParseError as error:
                raise InvalidPageError(f"{url[:200]!r} is no address") from error
            except (HTTPError, OSError) as error:
                trouble, wait = f"no answer ({_reason(error)})", None
            if attempt == self._patience.attempts:
                break
            if wait is not None and wait > self._patience.longest:
                trouble = f"{trouble} and asks to wait {wait:.0f} s"
                break
            self._pause(self._patience.pause(attempt) if wait is None else wait)
        raise PageUnavailableError(f"{url}: {trouble}; it was asked {attempt} times. Try again later")

    def _asked_to_wait(self, retry_after: str | None) -> float | None:
        """Read `Retry-After`, which is a number of seconds or a date (RFC 9110, section 10.2.3)."""
        text = (retry_after or "").strip()
        if text.isascii() and text.isdecimal():
            return float(text[:9])
        try:
            return max(0.0, (parsedate_to_datetime(text) - self._clock()).total_seconds())
        except (ValueError, TypeError):
            return None


def _body(response: urllib3.BaseHTTPResponse, url: str) -> bytes:
    parts, size, deadline = [], 0, time.monotonic() + _WHOLE_SECONDS
    for part in response.stream(_CHUNK, decode_content=True):
        size += len(part)
        if size > _MOST_BYTES:
            raise InvalidPageError(f"{url}: the page has more than {_MOST_BYTES // 1024**2} MiB; ask for fewer records")
        if time.monotonic() > deadline:
            raise urllib3.exceptions.ReadTimeoutError(None, url, "the page was not here in time")  # type: ignore[arg-type]
        parts.append(part)
    return b"".join(parts)


def _parsed(body: bytes, url: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidPageError(f"{url}: the page is not JSON; is it the address of an API?") from error


def _elsewhere(response: urllib3.BaseHTTPResponse, url: str) -> str:
    location = response.headers.get("location")
    return f" and leads to {urljoin(url, location)[:200]}; use that address" if location else ""


def _reason(error: BaseException) -> str:
    inner = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    return type(inner).__name__
