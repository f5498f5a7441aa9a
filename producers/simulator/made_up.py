"""Data that the contracts accept, of what never happened."""

from collections.abc import Mapping, Sequence
from functools import cache

from producers.simulator.happenings.mistakes import MISTAKES
from schemas.contract import contract_of, type_name
from schemas.programmes import Programme

__all__ = ["MADE_UP", "carried", "happenings_carried"]

MADE_UP: Mapping[str, str] = {
    "check-in": '{"direction":"entry","age_band":"13-17","method":"tap"}',
    "head-count": '{"people":12}',
    "gathering-scheduled": '{"name":{"fi":"Avoimet ovet"},"starts":"2026-09-04T14:00:00Z","capacity":40}',
    "gathering-opened": "{}",
    "retraction": '{"retracts":"nothing","event":"check-in"}',
    "group-visit": '{"people":23,"kind":"school-class","age_band":"7-12","accompanied_by":2}',
    "period-count": '{"period":"month","first_day":"2026-09-01","visits":640}',
    "outreach-contact": (
        '{"setting":"station","people":6,"by_age_band":{"13-17":4,"18-29":2},"together_with":["police","security"]}'
    ),
    "dialogue-held": (
        '{"section":"juvenile-delinquency","participants":9,"by_age_band":{"13-17":9},"themes":["gangs","drugs"],'
        '"agencies":["child-protection"],"follow_up":true}'
    ),
    "agency-presence": '{"agency":"child-protection","staff":2,"minutes":180}',
    "referral": '{"from_agency":"police","to_agency":"mental-health","people":1}',
    "pulse": '{"question":"safety","moment":"after","answer":4,"age_band":"13-17"}',
    "concern-raised": '{"category":"lighting","district":"kallio","place_kind":"park"}',
    "concern-handled": '{"concern":"concern-1","status":"passed-on","passed_to":"police"}',
}
"""By event."""


@cache
def carried(programme: Programme, event: str) -> bool:
    """Return whether the programme may carry the event."""
    return type_name(programme, event) in contract_of(programme).types


@cache
def happenings_carried(programme: Programme) -> Sequence[str]:
    """Return the events beside coming and going that the programme may carry."""
    return [event for event in MISTAKES if carried(programme, event)]
