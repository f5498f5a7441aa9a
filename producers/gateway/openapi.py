"""The gateway's contract as OpenAPI 3.1, out of the same contracts that events are judged by."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from producers.gateway.body import MOST_EVENTS
from producers.gateway.cards import CARD
from producers.gateway.flags import Flag
from producers.gateway.parameters import AFTER, AHEAD, DAYS, DEVICE, GATHERING, LIMIT, SECURE
from producers.gateway.problems import Problem
from producers.gateway.refusals import GatewayRefusal
from schemas.contract import contract_of
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["openapi"]

_REFERENCE = "#/components/schemas/"
_TEXT = {"type": "string"}
_NUMBER = {"type": ["integer", "null"], "description": "null: not recorded"}
_INSTANT = {"type": ["string", "null"], "format": "date-time"}
_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "description": "The language of remedies: fi, sv or en",
    "schema": _TEXT,
}


@cache
def openapi() -> Mapping[str, Any]:
    """Return the document. It is made once in a process."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Engagement gateway",
            "version": version("engagement-pipeline"),
            "summary": "Check-ins and counts of gatherings, from organisers' devices and systems.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "security": [{"organiser": []}],
        "paths": {
            "/v1/events": {"post": _post_events()},
            "/v1/enrolment": {"post": _post_enrolment()},
            "/v1/key": {"get": _get("What the key covers", "Key")},
            "/v1/gatherings": {
                "get": _get(
                    "Today's and the open gatherings that the key covers, page by page",
                    "Gatherings",
                    [dict(LIMIT.described()), dict(AFTER.described())],
                    Problem.WRONG_PARAMETER,
                )
            },
            "/v1/gatherings/{programme}/{gathering}": {
                "get": _get(
                    "How a gathering stands, for a key that covers it; rounded for one that counts nothing there",
                    "Gathering",
                    [*_one_gathering(), dict(DEVICE.described())],
                    Problem.OUT_OF_SCOPE,
                    Problem.NOT_FOUND,
                    Problem.WRONG_PARAMETER,
                )
            },
            "/v1/gatherings/{programme}/{gathering}/code": {
                "get": _get(
                    "The code of a gathering's poster, and the link in it",
                    "Code",
                    [*_one_gathering(), dict(SECURE.described())],
                    Problem.OUT_OF_SCOPE,
                    Problem.NOT_FOUND,
                    Problem.WRONG_PARAMETER,
                )
            },
            "/v1/concerns": {
                "get": _get("The concerns of the key's gatherings that nobody answered or solved yet", "Concerns")
            },
            "/v1/plan": {
                "get": _get(
                    "The key's gatherings of the next days", "Plan", [dict(AHEAD.described())], Problem.WRONG_PARAMETER
                )
            },
            "/v1/numbers": {
                "get": _get("The numbers of the key's own gatherings, rounded where their programme's are", "Numbers")
            },
            "/v1/rejections": {
                "get": _get(
                    "What of the key's own was refused after it was received, or is likely wrong, newest first",
                    "Rejections",
                    [dict(DAYS.described())],
                    Problem.WRONG_PARAMETER,
                )
            },
        },
        "components": {
            "securitySchemes": {
                "organiser": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An organiser's API key, as `engage organisers create` shows it",
                }
            },
            "schemas": {**_answers(), **_events()},
        },
    }


def _post_events() -> dict[str, Any]:
    one, many = {"$ref": f"{_REFERENCE}Event"}, {"$ref": f"{_REFERENCE}Events"}
    results = {"application/json": {"schema": {"$ref": f"{_REFERENCE}Results"}}}
    return {
        "operationId": "postEvents",
        "summary": "Send one event or many; the answer comes when Kafka has acknowledged them",
        "description": "Sending the same event (source and id) again changes nothing. In place of a visitor a check-in "
        "may give a card: it becomes a pseudonym here and is kept nowhere.",
        "parameters": [_LANGUAGE],
        "requestBody": {
            "required": True,
            "content": {
                "application/cloudevents+json": {"schema": one},
                "application/cloudevents-batch+json": {"schema": many},
                "application/json": {"schema": {"anyOf": [one, many]}},
            },
        },
        "responses": {
            "200": {"description": "All are accepted", "content": results},
            "207": {"description": "Some are accepted", "content": results},
            "403": {"description": "None is accepted: the key covers none of them", "content": results},
            "422": {"description": "None is accepted", "content": results},
            **_problems(
                Problem.MALFORMED,
                Problem.NO_KEY,
                Problem.TOO_SLOW,
                Problem.TOO_LARGE,
                Problem.WRONG_CONTENT,
                Problem.TOO_MANY,
                Problem.UNAVAILABLE,
            ),
        },
    }


def _post_enrolment() -> dict[str, Any]:
    code = _object({"code": {"type": "string", "description": "What the link has after #enrol="}})
    return {
        "operationId": "postEnrolment",
        "summary": "Exchange the code of a link for a device's key, once and within its time",
        "security": [],
        "parameters": [_LANGUAGE],
        "requestBody": {"required": True, "content": {"application/json": {"schema": code}}},
        "responses": {
            "200": {
                "description": "The key; it is not shown again",
                "content": {"application/json": {"schema": _object({"key": _TEXT})}},
            },
            **_problems(
                Problem.MALFORMED,
                Problem.TOO_SLOW,
                Problem.ENROLMENT_OVER,
                Problem.TOO_LARGE,
                Problem.WRONG_CONTENT,
                Problem.TOO_MANY,
                Problem.UNAVAILABLE,
            ),
        },
    }


def _get(
    summary: str, answer: str, parameters: list[dict[str, Any]] | None = None, *problems: Problem
) -> dict[str, Any]:
    return {
        "operationId": f"get{answer}",
        "summary": summary,
        "parameters": [*(parameters or []), _LANGUAGE],
        "responses": {
            "200": {
                "description": summary,
                "content": {"application/json": {"schema": {"$ref": f"{_REFERENCE}{answer}"}}},
            },
            **_problems(*problems, Problem.NO_KEY, Problem.TOO_MANY, Problem.UNAVAILABLE),
        },
    }


def _one_gathering() -> list[dict[str, Any]]:
    return [
        _path("programme", {"enum": [programme.value for programme in Programme]}),
        _path("gathering", {"type": "string", "pattern": f"^{GATHERING.pattern}$"}),
    ]


def _path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _problems(*problems: Problem) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": f"{_REFERENCE}Problem"}}}
    retry = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "string"}}}
    return {
        str(problem.status): {"description": problem.remedies["en"], "content": content}
        | ({"headers": retry} if problem in {Problem.TOO_MANY, Problem.UNAVAILABLE} else {})
        for problem in problems
    }


def _answers() -> dict[str, Any]:
    reasons = [*(reason.value for reason in Rejection), *(reason.value for reason in GatewayRefusal)]
    plan = {
        "programme": _TEXT,
        "gathering": _TEXT,
        "status": _TEXT,
        "name": {"type": "object", "additionalProperties": _TEXT},
        "venue": {"type": ["string", "null"]},
        "day": {"type": ["string", "null"], "format": "date"},
        "starts": _INSTANT,
        "ends": _INSTANT,
        "capacity": _NUMBER,
        "inside": _NUMBER,
        "rounded_to": {"type": "integer"},
        "fewer_than": {"type": "object", "additionalProperties": {"type": "integer"}},
    }
    arrivals = _list(_object({"quarter": _INSTANT, "entries": {"type": "integer"}}))
    counts = ("entries", "exits", "accompanied", "groups", "people_in_groups", "accompanying_groups")
    whole = {"type": "integer"}
    spans = _list({"type": "array", "items": whole, "minItems": 2, "maxItems": 2})
    live = (
        plan
        | dict.fromkeys(counts, _NUMBER)
        | {
            "balance": {"type": ["integer", "null"]},
            "head_counts": _list(_object({"id": _TEXT, "time": whole, "people": whole, "since": whole})),
            "doors": _list(_object({"id": _TEXT, "time": whole, "event": _TEXT})),
            "contains": spans,
            "taken_back": spans,
            "arrivals": arrivals,
            "computed": _INSTANT,
        }
    )
    refusal = {"reason": {"enum": reasons}, "field": _TEXT, "detail": _TEXT, "remedy": _TEXT, "warning": _TEXT}
    result = {"id": {"type": ["string", "null"]}, "status": {"enum": ["accepted", "refused"]}}
    texts = _list(_TEXT)
    rejection = dict.fromkeys(("source", "type", "gathering", "detail", "remedy"), _TEXT)
    return {
        "Problem": _object({"title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT, "remedy": _TEXT}),
        "Results": _object(
            {
                "accepted": {"type": "integer"},
                "refused": {"type": "integer"},
                "results": _list(_object(result, refusal)),
                "repeated": _TEXT,
            }
        ),
        "Key": _object(
            {"id": _TEXT, "organiser": _TEXT} | dict.fromkeys(("programmes", "gatherings", "events", "sources"), texts)
        ),
        "Gatherings": _object({"gatherings": _list(_object(plan)), "next": {"type": ["string", "null"]}}),
        "Gathering": _object(live),
        **_desk(),
        "Rejections": _object(
            {
                "rejections": _list(
                    _object(
                        rejection
                        | {
                            "id": {"type": ["string", "null"]},
                            "received": _INSTANT,
                            "reason": {"enum": [reason.value for reason in Rejection]},
                        }
                    )
                ),
                "flags": _list(
                    _object(
                        dict.fromkeys(("programme", "gathering", "source", "detail", "remedy"), _TEXT)
                        | {
                            "id": {"type": ["string", "null"]},
                            "noticed": _INSTANT,
                            "flag": {"enum": [flag.value for flag in Flag]},
                        }
                    )
                ),
            }
        ),
    }


def _desk() -> dict[str, Any]:
    maybe, whole = {"type": ["string", "null"]}, {"type": "integer"}
    names = {"type": "object", "additionalProperties": _TEXT}
    people = {"type": "object", "additionalProperties": whole}
    place = {"programme": _TEXT, "gathering": _TEXT}
    concern = (
        place
        | dict.fromkeys(("source", "id", "category"), _TEXT)
        | {"district": maybe, "place_kind": maybe, "raised": _INSTANT, "hours": whole}
        | {"status": {"enum": ["raised", "passed-on"]}, "passed_to": maybe}
    )
    planned = (
        place
        | {"status": _TEXT, "name": names, "venue": maybe, "district": maybe}
        | {"starts": _INSTANT, "ends": _INSTANT, "capacity": _NUMBER}
    )
    counts = ("visits", "visitors", "heads", "groups", "people_in_groups", "participants", "met")
    numbers = (
        {"period": {"enum": ["today", "yesterday", "week", "month", "season", "gathering"]}, "programme": _TEXT}
        | {"gathering": maybe, "name": names, "day": {"type": ["string", "null"], "format": "date"}}
        | dict.fromkeys(("gatherings", "by_door", "by_heads", "unrecorded", "rounded_to"), whole)
        | dict.fromkeys(counts, _NUMBER)
        | {"by_age_band": people, "fewer_than": people}
    )
    return {
        "Concerns": _object({"concerns": _list(_object(concern))}),
        "Plan": _object({"gatherings": _list(_object(planned))}),
        "Numbers": _object({"numbers": _list(_object(numbers))}),
        "Code": _object({"link": _TEXT, "svg": _TEXT}),
    }


def _events() -> dict[str, Any]:
    """Return the contracts of all programmes as schemas, with the card that the gateway takes in place of a visitor."""
    adapters: list[tuple[Programme, Any, TypeAdapter[Any]]] = [
        (programme, "validation", contract_of(programme).one) for programme in Programme
    ]
    tops, definitions = TypeAdapter.json_schemas(adapters, ref_template=_REFERENCE + "{model}")
    schemas: dict[str, Any] = dict(definitions["$defs"])
    for shape in schemas.values():
        properties = shape.get("properties", {})
        if "visitor" in properties:
            properties[CARD] = {"type": "string", "minLength": 1, "maxLength": 120, "writeOnly": True}
    schemas["Event"] = {"anyOf": [tops[(programme, "validation")] for programme in Programme]}
    schemas["Events"] = _list({"$ref": f"{_REFERENCE}Event"}) | {
        "minItems": 1,
        "description": f"At most {MOST_EVENTS} events; more are answered with 413",
    }
    return schemas


def _object(properties: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    more = dict(optional or {})
    return {
        "type": "object",
        "properties": dict(properties) | more,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items)}
