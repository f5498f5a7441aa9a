"""What comes out is what was meant: R26, R27 and R33."""

import json
import re
from collections.abc import Iterator, Sequence

from dashboards.errors import QueryShapeError
from dashboards.queries import panels_of
from dashboards.round_trip import read_dashboard
from dashboards.rules.fault import Dashboard, Fault
from dashboards.sdk import encoder

__all__ = ["links", "round_trip"]


def round_trip(dashboard: Dashboard) -> Iterator[Fault]:
    """R26: read by the SDK and written again, it is the same."""
    try:
        again = json.loads(json.dumps(read_dashboard(dict(dashboard)), cls=encoder.JSONEncoder))
    except (QueryShapeError, KeyError, TypeError, ValueError) as error:
        yield Fault("", f"the SDK cannot read it: {error}", "build it with the SDK's own parts")
        return
    for key in sorted({*again, *dashboard}):
        if again.get(key) != dashboard.get(key):
            yield Fault("", f"`{key}` is not the same once the SDK has read it", "use what the SDK knows")


def links(dashboards: Sequence[Dashboard]) -> Iterator[tuple[str, Fault]]:
    """R33: a link of a cell leads to a dashboard that there is, and to a variable that it has.

    Gives each fault with the uid of the dashboard that has it.
    """
    known = {one["uid"]: {v["name"] for v in one.get("templating", {}).get("list", [])} for one in dashboards}
    for dashboard in dashboards:
        for panel in panels_of(dashboard):
            for uid, variable in re.findall(r'"/d/([\w-]+)\?var-(\w+)=', json.dumps(panel.get("fieldConfig", {}))):
                if variable not in known.get(uid, set()):
                    wrong = f"a cell leads to {uid} and its variable {variable}, which are not there"
                    yield dashboard["uid"], Fault(panel["title"], wrong, "correct the DataLink")
