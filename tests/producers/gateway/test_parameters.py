"""Whatever stands in a parameter is answered, and never by an error of the gateway's own."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from starlette.requests import Request

from producers.gateway.openapi import openapi
from producers.gateway.parameters import AFTER, DAYS, LIMIT, IntegerParameter, PageStart, PageStartParameter
from producers.gateway.problems import Problem, ProblemError
from tests.pipeline import Pipeline
from tests.producers.gateway.gateway_process import GatewayProcess

GATHERINGS = 10_000

VALUES = (
    *("0", "1", "-1", "-0", "+1", "01", "0001000000", "1000000000000", "9" * 19, "9" * 400, "-" + "9" * 400),
    *("18446744073709551616", "9223372036854775807", "-9223372036854775808", "1e9", "1.5", "0x10", "1_000", "٣", "²"),
    *("", " ", "null", "NaN", "Infinity", "true", "[]", "{}", "%", "%00", "\0", "\n", "\\", "'", '"', "\ud800"),
    *("' OR 1=1 --", "{x:String}", "../../etc/passwd", "..", "é" * 300, "🎉" * 100, "a" * 1_500),
    *("1.1.youth-centre.x", "0.-999999999999999999.a.a", "0.0..", "0.0.youth-centre." + "x" * 81, "2.0.youth-centre.x"),
)


def escaped(value: str) -> str:
    return quote(value, safe="", errors="surrogatepass")


def addresses() -> Iterator[tuple[str, dict[str, str]]]:
    """Each operation of the document without a body, with each parameter at each value, and some repeated.

    A header is read in one place for all operations: the first is asked with every value, the others with some.
    """
    headers: set[str] = set()
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            if method != "get":
                continue
            parameters = operation["parameters"]
            good = path.replace("{programme}", "youth-centre").replace("{gathering}", "kallio:1")
            for parameter in parameters:
                name, place = parameter["name"], parameter["in"]
                for value in VALUES[::8] if name in headers else VALUES:
                    if place == "path":
                        other = path.replace(f"{{{name}}}", escaped(value))
                        yield other.replace("{programme}", "youth-centre").replace("{gathering}", "kallio:1"), {}
                    elif place == "query":
                        yield f"{good}?{name}={escaped(value)}", {}
                    elif value.isascii() and value.isprintable():
                        yield good, {name: value}
                # What is repeated or has another name is refused or left before it is read: a few values show it.
                for value in VALUES[:3] if place == "query" else ():
                    yield f"{good}?{name}={escaped(value)}&{name}={escaped(value)}", {}
                    yield f"{good}?{name}[]={escaped(value)}&{name.upper()}={escaped(value)}", {}
                headers |= {name} if place == "header" else set()


@pytest.mark.engines
def test_no_value_of_any_parameter_of_the_document_breaks_the_gateway(gateway: GatewayProcess) -> None:
    """Huge, negative, zero, leading zeros, no number, empty, repeated: answered, with a status that it documents."""
    key = gateway.new_key()
    asked: dict[int, int] = {}
    for address, headers in addresses():
        answer = gateway.ask("GET", address, key, headers=headers)
        asked[answer.status] = asked.get(answer.status, 0) + 1
        assert answer.status in {200, 400, 403, 404, 414, 422}, (address, headers, answer.status, answer.content)
    assert "broken" not in gateway.log.read_text()
    assert asked[200]
    assert asked[422] > 100


def test_every_integer_of_the_document_has_both_limits() -> None:
    """In addresses; a parameter that is new has them, too."""
    found = [
        parameter
        for operations in openapi()["paths"].values()
        for operation in operations.values()
        for parameter in operation["parameters"]
        if parameter["schema"].get("type") == "integer"
    ]
    assert {parameter["name"] for parameter in found} == {"days", "limit", "secure"}
    assert all({"minimum", "maximum", "default"} <= set(parameter["schema"]) for parameter in found)


@pytest.mark.engines
@pytest.mark.parametrize(("path", "parameter"), [("/v1/rejections", DAYS), ("/v1/gatherings", LIMIT)])
def test_a_number_out_of_its_limits_is_told_with_name_value_and_limit(
    gateway: GatewayProcess, path: str, parameter: IntegerParameter
) -> None:
    """422; the limits themselves are taken."""
    key, name = gateway.new_key(), parameter.name
    for value in ("0001000000", "0", str(parameter.maximum + 1), "-1", "07", "many", ""):
        answer = gateway.get(f"{path}?{name}={value}", key)
        wanted = f"{name}='{value}' is not a whole number from {parameter.minimum} to {parameter.maximum}"
        assert (answer.status, answer.content["title"], answer.content["detail"]) == (422, "wrong-parameter", wanted)
    for limit in (parameter.minimum, parameter.maximum):
        assert gateway.get(f"{path}?{name}={limit}", key).status == 200
    assert "give it once" in gateway.get(f"{path}?{name}=1&{name}=2", key).content["detail"]


def request(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


def test_a_value_is_shown_cut_and_escaped() -> None:
    """No more of it comes back than helps."""
    with pytest.raises(ProblemError) as refused:
        DAYS.read(request("days=" + "%0A" * 1_000))
    assert refused.value.problem is Problem.WRONG_PARAMETER
    assert len(refused.value.detail) < 200
    assert "\n" not in refused.value.detail


@pytest.mark.parametrize("start", [PageStart(1, 10**18 - 1, "a.b:c", "youth-centre"), PageStart(0, -5, "1", "x")])
def test_the_place_of_a_page_reads_back(start: PageStart) -> None:
    """As the client got it."""
    assert AFTER.read(request(f"after={escaped(PageStartParameter.text(start))}")) == start


def walked(gateway: GatewayProcess, key: str, limit: int) -> list[list[Any]]:
    pages, after = [], ""
    while True:
        answer = gateway.get(f"/v1/gatherings?limit={limit}{after and f'&after={escaped(after)}'}", key)
        assert answer.status == 200, answer.content
        pages.append(answer.content["gatherings"])
        after = answer.content["next"]
        if after is None:
            return pages


@pytest.mark.engines
def test_ten_thousand_gatherings_come_page_by_page_each_once(gateway: GatewayProcess, pipeline: Pipeline) -> None:
    """Open ones first, then by their start, those without one last; a page holds no more than was asked for."""
    mark = uuid4().hex[:8]
    with pipeline.store() as store:
        store.run_text(
            "INSERT INTO engagement.participation (programme, gathering, status, day, starts, ends) "  # noqa: S608
            f"SELECT 'youth-centre', concat('{mark}:', toString(number)), "
            "if(number % 10 = 0, 'open', 'scheduled'), toDate(now('Europe/Helsinki')), "
            "if(number % 7 = 0, NULL, now64(3) + number % 100), NULL "
            f"FROM numbers({GATHERINGS})"
        )
    key = gateway.new_key(f"{mark}:*")
    pages = walked(gateway, key, 500)
    assert [len(page) for page in pages] == [500] * 20
    found = [one for page in pages for one in page]
    assert len({one["gathering"] for one in found}) == GATHERINGS
    assert [one["status"] for one in found] == ["open"] * 1_000 + ["scheduled"] * 9_000
    scheduled = [one["starts"] for one in found[1_000:]]
    planned = [starts for starts in scheduled if starts is not None]
    assert planned == sorted(planned)
    assert scheduled == planned + [None] * (len(scheduled) - len(planned))
    assert len(gateway.get("/v1/gatherings", key).content["gatherings"]) == 100
    nothing = gateway.get("/v1/gatherings", gateway.new_key(f"{mark}-other:*")).content
    assert nothing == {"gatherings": [], "next": None}
