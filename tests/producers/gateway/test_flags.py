"""What was accepted and is likely wrong is shown to whose it is, in plain words."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest

from producers.gateway.flags import Flag, flag_remedy
from producers.gateway.languages import Language
from streams.store import statement
from tests.pipeline import eventually
from tests.producers.gateway.gateway_process import GatewayProcess, check_in


def test_every_flag_has_words_in_every_language() -> None:
    """The kinds are those of the view, no more and no less."""
    literals = re.findall(r"^SELECT\n    '([a-z-]+)'", statement("views/flags"), re.MULTILINE)
    assert set(literals) == {flag.value for flag in Flag}
    for language in get_args(Language):
        assert len({flag_remedy(flag, language) for flag in Flag}) == len(Flag)


@pytest.mark.engines
def test_a_key_sees_the_flags_of_its_own_gatherings_and_sources(gateway: GatewayProcess) -> None:
    """A retraction of nothing, and a check-in of a slow device; those of others are not shown."""
    mark = uuid4().hex[:8]
    gathering = f"{mark}:{datetime.now(UTC):%Y-%m-%d}"
    key = gateway.new_key(f"{mark}:*", source=f"door:{mark}-*")
    other_source = gateway.new_key(f"{mark}:*", source="door:other-*")
    elsewhere = gateway.new_key("elsewhere:*", source=f"door:{mark}-*")
    slow = check_in(gathering) | {"time": (datetime.now(UTC) - timedelta(days=10)).isoformat()}
    back = check_in(gathering) | {
        "type": "fi.hel.engagement.youth-centre.retraction.v1",
        "data": {"retracts": "never-sent", "event": "check-in"},
    }
    events = [*(check_in(gathering) for _ in range(8)), slow, back]
    answer = gateway.post(key, [event | {"source": f"door:{mark}-1"} for event in events])
    warned = [result.get("warning", "") for result in answer.content["results"]]
    assert answer.content["accepted"] == len(events)
    assert ["if the device's clock is wrong" in warning for warning in warned] == [False] * 8 + [True, False]

    def flags(one: str, language: str = "fi") -> Any:
        return gateway.get("/v1/rejections", one, accept_language=language).content["flags"]

    found = {one["flag"]: one for one in eventually(lambda: flags(key), lambda found: len(found) == 2)}
    assert set(found) == {"unknown-event", "other-day"}
    assert found["unknown-event"]["id"] == "never-sent"
    assert found["other-day"]["remedy"] == flag_remedy(Flag.OTHER_DAY, "fi")
    assert found["other-day"]["gathering"] == gathering
    assert {one["flag"] for one in flags(other_source, "sv")} == {"other-day"}
    assert flags(elsewhere) == []
    assert "direction" not in json.dumps(found)
