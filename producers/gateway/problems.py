"""Why a request as a whole is not done, and what helps: RFC 9457, in three languages."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from producers.gateway.languages import Language, language_of

__all__ = ["Problem", "ProblemError", "answer_problem"]


class Problem(Enum):
    """A request that is not done: the HTTP status, a name, and in each language what helps."""

    MALFORMED = (
        400,
        "malformed",
        "Lähetä kelvollista JSON-tekstiä: yksi tapahtuma tai lista tapahtumia.",
        "Skicka giltig JSON: en händelse eller en lista av händelser.",
        "Send valid JSON: one event or a list of events.",
    )
    NO_KEY = (
        401,
        "no-valid-key",
        "Anna laitteen avain uudelleen; jos se ei kelpaa, pyydä ylläpitäjältä uusi.",
        "Ange enhetens nyckel på nytt; om den inte duger, be administratören om en ny.",
        "Enter the device's key again; if it does not work, ask your administrator for a new one.",
    )
    OUT_OF_SCOPE = (
        403,
        "out-of-scope",
        "Tämä kuuluu toiselle järjestäjälle; pyydä ylläpitäjältä laajempi avain.",
        "Detta hör till en annan arrangör; be administratören om en vidare nyckel.",
        "This belongs to another organiser; ask your administrator for a wider key.",
    )
    NOT_FOUND = (
        404,
        "not-found",
        "Tarkista osoite; tilaisuus näkyy, kun siitä on kirjattu jotakin.",
        "Kontrollera adressen; ett tillfälle syns när något har registrerats om det.",
        "Check the address; a gathering is seen once something of it was recorded.",
    )
    WRONG_METHOD = (
        405,
        "wrong-method",
        "Käytä menetelmää, jonka Allow-otsake nimeää.",
        "Använd en metod som Allow-huvudet nämner.",
        "Use a method that the Allow header names.",
    )
    TOO_SLOW = (
        408,
        "too-slow",
        "Lähetä uudelleen, vähemmän kerralla; tapahtumat säilyttävät tunnuksensa.",
        "Skicka på nytt, mindre åt gången; händelserna behåller sina id.",
        "Send again, less at a time; events keep their ids.",
    )
    ENROLMENT_OVER = (
        403,
        "enrolment-over",
        "Linkki toimii yhdessä laitteessa ja vain hetken; pyydä ylläpitäjältä uusi.",
        "Länken fungerar på en enhet och bara en stund; be administratören om en ny.",
        "The link works on one device and for a short while; ask your administrator for a new one.",
    )
    TOO_LARGE = (
        413,
        "too-large",
        "Lähetä enintään 1 000 tapahtumaa ja 1 MiB kerralla.",
        "Skicka högst 1 000 händelser och 1 MiB åt gången.",
        "Send at most 1,000 events and 1 MiB at a time.",
    )
    ADDRESS_TOO_LONG = (
        414,
        "address-too-long",
        "Lyhennä osoitetta.",
        "Förkorta adressen.",
        "Shorten the address.",
    )
    WRONG_CONTENT = (
        415,
        "wrong-content-type",
        "Lähetä pakkaamaton JSON tyypillä application/cloudevents+json tai application/cloudevents-batch+json.",
        "Skicka okomprimerad JSON som application/cloudevents+json eller application/cloudevents-batch+json.",
        "Send JSON, not compressed, as application/cloudevents+json or application/cloudevents-batch+json.",
    )
    WRONG_HOST = (
        421,
        "wrong-host",
        "Käytä osoitetta, jonka ylläpitäjä on nimennyt (ENGAGE_GATEWAY_NAMES).",
        "Använd den adress som administratören har angett (ENGAGE_GATEWAY_NAMES).",
        "Use the address that your administrator named (ENGAGE_GATEWAY_NAMES).",
    )
    WRONG_PARAMETER = (
        422,
        "wrong-parameter",
        "Anna osoitteessa arvo, jonka vastaus nimeää.",
        "Ange i adressen ett värde som svaret nämner.",
        "Give a value in the address as the answer says.",
    )
    TOO_MANY = (
        429,
        "too-many",
        "Odota hetki ja lähetä uudelleen; tapahtumat säilyttävät tunnuksensa.",
        "Vänta en stund och skicka på nytt; händelserna behåller sina id.",
        "Wait a moment and send again; events keep their ids.",
    )
    HEADERS_TOO_LARGE = (
        431,
        "headers-too-large",
        "Lähetä vähemmän otsakkeita.",
        "Skicka färre huvuden.",
        "Send fewer headers.",
    )
    BROKEN = (
        500,
        "broken",
        "Lähetä uudelleen; jos virhe toistuu, kerro ylläpitäjälle.",
        "Skicka på nytt; om felet upprepas, meddela administratören.",
        "Send again; if it happens again, tell your administrator.",
    )
    UNAVAILABLE = (
        503,
        "unavailable",
        "Lähetä hetken kuluttua kaikki uudelleen; mitään ei lasketa kahteen kertaan.",
        "Skicka allt på nytt om en stund; ingenting räknas två gånger.",
        "Send all of it again in a moment; nothing is counted twice.",
    )

    def __init__(self, status: int, title: str, fi: str, sv: str, en: str) -> None:
        self.status = status
        self.title = title
        self.remedies: Mapping[Language, str] = {"fi": fi, "sv": sv, "en": en}


class ProblemError(Exception):
    """A request is not done. `more` are further members of the answer, `headers` its further headers."""

    def __init__(
        self,
        problem: Problem,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{problem.title}: {detail}")
        self.problem = problem
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def answer_problem(request: Request, error: ProblemError) -> Response:
    """Return the answer, with the remedy in the language that the request asks for."""
    problem = error.problem
    language = language_of(request.headers.get("accept-language"))
    content = {
        "title": problem.title,
        "status": problem.status,
        "detail": error.detail,
        "remedy": problem.remedies[language],
        **error.more,
    }
    return JSONResponse(content, problem.status, headers=error.headers, media_type="application/problem+json")
