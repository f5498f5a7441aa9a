"""Grafana, as publishing speaks with it: grafana-api behind the table of operations, with errors of our own."""

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit

import requests
from grafana_api.grafana_api import GrafanaException
from grafana_api.grafana_face import GrafanaFace

from dashboards.errors import (
    ConflictError,
    GrafanaRefusedError,
    GrafanaRightsError,
    GrafanaTokenError,
    GrafanaUnavailableError,
)
from dashboards.publishing.operations import OPERATIONS, Operation
from dashboards.publishing.settings import PublishingSettings

__all__ = ["Grafana"]


class Grafana:
    """A connection to Grafana; a context manager. For one thread at a time.

    grafana-api 1.0.3 raises on an empty answer, lets errors of its HTTP library through, follows redirects that turn a
    POST into a GET, and knows no file of certificates. Its raw calls are used here, and nothing of that gets out.
    """

    def __init__(self, settings: PublishingSettings) -> None:
        address = urlsplit(settings.grafana_url)
        login = settings.login()
        host = address.hostname or ""
        self.url = settings.grafana_url.rstrip("/")
        self._timeout = settings.grafana_timeout
        self._face = GrafanaFace(
            auth=login if len(login) == 2 else "".join(login),
            host=f"[{host}]" if ":" in host else host,
            port=address.port,
            url_path_prefix=f"{address.path.strip('/')}/" if address.path.strip("/") else "",
            protocol=address.scheme,
            verify=str(settings.grafana_ca_file.expanduser()) if settings.grafana_ca_file else True,
            timeout=settings.grafana_timeout,
        )
        self._last: requests.Response | None = None
        self._face.api.s.hooks["response"].append(self._hear)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._face.api.s.close()

    def __repr__(self) -> str:
        return f"Grafana({self.url!r})"

    def call(
        self,
        name: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        subject: str = "",
    ) -> Any:
        """Do an operation of the table, and give its answer; None where there is no such thing, or no answer's body.

        Args:
            name: The operation's name in the table.
            path: The parts of its path, as they are.
            query: Parameters of the address.
            body: What is sent.
            subject: What it is about, for messages, e.g. `the dashboard 'city-overview'`.

        Raises:
            GrafanaUnavailableError: no answer in time, or none of Grafana's. A write may have been done.
            GrafanaTokenError, GrafanaRightsError: 401, 403.
            ConflictError: it was changed since it was read, or is provisioned from files.
            GrafanaRefusedError: anything else; nothing was written.
        """
        operation = OPERATIONS[name]
        where = operation.path.format(**{part: quote(value, safe="") for part, value in (path or {}).items()})
        if query:
            where = f"{where}?{urlencode(query, doseq=True)}"
        about = subject or name
        self._last = None
        send = getattr(self._face.api, operation.method)
        try:
            answer = send(where, json=body, headers=dict(operation.headers) or None)
        except GrafanaException as error:
            return self._judge(operation, about, error)
        except requests.Timeout as error:
            raise GrafanaUnavailableError(
                f"Grafana at {self.url} did not answer within {self._timeout:g} s, asked about {about}; try again, or "
                "give it longer with ENGAGE_GRAFANA_TIMEOUT"
            ) from error
        except requests.exceptions.SSLError as error:
            raise GrafanaUnavailableError(
                f"the certificate of Grafana at {self.url} is not to be trusted; set ENGAGE_GRAFANA_CA_FILE to its "
                "authority's, and use the name that it was made for"
            ) from error
        except requests.exceptions.JSONDecodeError as error:
            if self._is_done_without_a_word(operation):
                return None
            raise self._no_grafana(about) from error
        except requests.RequestException as error:
            raise GrafanaUnavailableError(
                f"Grafana at {self.url} did not answer about {about}: {type(error).__name__}; is it running, and is "
                "ENGAGE_GRAFANA_URL right?"
            ) from error
        return answer

    def _is_done_without_a_word(self, operation: Operation) -> bool:
        heard = self._last
        return heard is not None and heard.status_code in operation.answers and not heard.content

    def _hear(self, response: requests.Response, *_: object, **__: object) -> None:
        """Remember the answer, and go where no redirect leads: it would turn what is written into a question."""
        self._last = response
        if response.is_redirect:
            response.close()
            to = urlsplit(response.headers.get("location", ""))
            raise GrafanaUnavailableError(
                f"Grafana at {self.url} sends elsewhere, to {to.scheme}://{to.netloc}{to.path}; set ENGAGE_GRAFANA_URL "
                "to the address that is meant"
            )

    def _judge(self, operation: Operation, about: str, error: GrafanaException) -> None:
        """Return None where the table says that there is no such thing; raise what anything else means."""
        status, said = error.status_code, _said(error.response)
        meaning = operation.answers.get(status)
        if meaning == "none":
            return
        if status >= 500:
            raise GrafanaUnavailableError(
                f"Grafana at {self.url} failed with {status}{said}, asked about {about}; look at its log, try again"
            ) from error
        if status == 401:
            raise GrafanaTokenError(
                f"Grafana at {self.url} does not know who asks (401); make a token of a service account in Grafana, "
                "and set ENGAGE_GRAFANA_TOKEN or ENGAGE_GRAFANA_TOKEN_FILE"
            ) from error
        if status == 403 and "read-only" not in said and "readonly" not in said.lower():
            raise GrafanaRightsError(
                f"Grafana at {self.url} does not allow {about} (403{said}); give the service account the role Admin, "
                "or rights to folders, dashboards, data sources, alert rules and annotations"
            ) from error
        if meaning == "changed":
            raise ConflictError(
                f"{about} was changed in Grafana meanwhile ({status}{said}); run it again, and look at the difference"
            ) from error
        if status == 403 or "provisioned" in said:
            raise ConflictError(
                f"{about} is provisioned from a file of Grafana's server ({status}{said}); change it there, or take "
                "the file away to publish it from here"
            ) from error
        if not isinstance(error.response, Mapping):
            raise self._no_grafana(about) from error
        raise GrafanaRefusedError(
            f"Grafana at {self.url} refuses {about} ({status}{said}); correct it, then run it again"
        ) from error

    def _no_grafana(self, about: str) -> GrafanaUnavailableError:
        kind = self._last.headers.get("content-type", "nothing that is named") if self._last is not None else "nothing"
        return GrafanaUnavailableError(
            f"{self.url} did not answer as Grafana does, asked about {about}: it sent {kind}; is ENGAGE_GRAFANA_URL "
            "right, with its path if there is one, and is no proxy's page in between?"
        )


def _said(response: object) -> str:
    """Return what Grafana says of an error, shortened, to be put into a sentence; '' where it says nothing."""
    if not isinstance(response, Mapping):
        return ""
    told = [str(response[key]) for key in ("status", "message") if response.get(key)]
    if isinstance(response.get("body"), Mapping):
        told.append(json.dumps(response["body"]))
    return f": {'; '.join(told)}"[:300] if told else ""
