"""What statements say: R21 to R24, R28, R30, R32 and R34."""

import re
from collections.abc import Iterator
from typing import Any

from dashboards.errors import QueryShapeError
from dashboards.queries import panels_of, queries_of
from dashboards.query import ClickHouseQuery, Format
from dashboards.rules.fault import Dashboard, Fault
from dashboards.rules.sql_text import TIMELESS_VIEWS, conditions_of, plain, sources_of, views_of

__all__ = [
    "days_of_helsinki",
    "published_only",
    "sql",
    "states_shown",
    "targets",
    "unused_variables",
    "variables",
    "variables_quoted",
]

_FROM = re.compile(r"\$__(timeFilter|timeFilter_ms|timeFrom)\(|\$__fromTime(_ms)?\b")
_TO = re.compile(r"\$__(timeFilter|timeFilter_ms|timeTo)\(|\$__toTime(_ms)?\b")
_PROCESS_DAYS = re.compile(r"\$__(dateFilter|dateTimeFilter|dt)\b")
_DAYS = "DAY BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')"
_BUCKET = re.compile(
    r"\$__(timeInterval|timeInterval_ms|timeGroup)\(|\b(minute|hour|day|week|month|quarter)\s+AS\s+time\b"
)
_LISTS = {"table", "barchart", "geomap"}
_WITH_STATE = {
    "months", "visitors", "districts", "gatherings", "age_bands", "home_districts", "arrivals", "inside",
    "outreach_settings", "outreach_age_bands", "dialogue_sections", "referrals", "pulse", "pulse_age_bands", "concerns",
    "concerns_by_category", "concerns_by_district", "concerns_by_status",
}  # fmt: skip


def targets(dashboard: Dashboard) -> Iterator[Fault]:
    """R21: each query is of the plugin's shape, and of the format that its panel draws."""
    for panel in panels_of(dashboard):
        names = []
        for target in panel.get("targets") or ():
            try:
                query = ClickHouseQuery.from_json(target)
            except QueryShapeError as error:
                yield Fault(panel["title"], str(error), "make it with dashboards.query.query")
                continue
            names.append(query.ref_id)
            wanted = Format.SERIES if panel["type"] == "timeseries" else Format.TABLE
            if query.format is not wanted:
                yield Fault(panel["title"], f"a {panel['type']} asks for {query.format.name}", f"ask for {wanted.name}")
        if len(names) != len(set(names)) or (not names and panel["type"] != "text"):
            yield Fault(panel["title"], f"its queries are called {names}", "one query or more, each by its own name")


def sql(dashboard: Dashboard) -> Iterator[Fault]:
    """R22: the period is in WHERE; series are by period, in order of time; lists end; columns are named."""
    kinds = {panel["id"]: panel["type"] for panel in panels_of(dashboard)}
    for query in queries_of(dashboard):
        text, kind = plain(query.sql), kinds.get(query.panel, query.kind)
        where = text.partition("WHERE")[2]
        heeded = _FROM.search(where) and _TO.search(where)
        if not heeded and not views_of(query.sql) <= TIMELESS_VIEWS:
            yield Fault(query.name, "its statement does not heed the period", f"put {_DAYS} into WHERE")
        if re.search(r"\bSELECT\s+(\w+\.)?\*", text):
            yield Fault(query.name, "its statement selects *", "name the columns")
        if query.format is Format.SERIES:
            if not _BUCKET.search(text):
                yield Fault(query.name, "its series are of no period", "give `month AS time`, or $__timeInterval(…)")
            if not re.search(r"ORDER BY time\b(?! DESC)", text):
                yield Fault(query.name, "its series are not in order of time", "end with ORDER BY time")
        if (kind in _LISTS or query.kind == "annotation") and not re.search(r"\bLIMIT \d+\s*$", text):
            yield Fault(query.name, "its list has no end", "end with LIMIT")


def variables_quoted(dashboard: Dashboard) -> Iterator[Fault]:
    """R23: each variable exists and is quoted; one that may be All stands within $__conditionalAll."""
    listed = {one["name"]: one for one in dashboard.get("templating", {}).get("list", [])}
    for query in queries_of(dashboard):
        outside, conditions = conditions_of(query.sql)
        for arguments in conditions:
            names = re.findall(r"\$\{?(\w+)", arguments[1]) if len(arguments) == 2 else []
            if len(names) != 1 or not re.fullmatch(r"\$\w+|\$\{\w+\}", arguments[1]):
                wrong = f"the plugin leaves $__conditionalAll({', '.join(arguments)}) in the SQL"
                yield Fault(query.name, wrong, "two arguments, the second a bare $variable, and no comma in a string")
            elif f"${{{names[0]}:" not in arguments[0]:
                yield Fault(query.name, f"the condition does not ask for ${names[0]}", "name one variable in both")
            if re.search(r"\$['&`$]", arguments[0]):
                yield Fault(query.name, "the browser mangles $' $& $` and $$ in a condition", "write it otherwise")
        for name in re.findall(r"\$\{?(?!__)([A-Za-z]\w*)", query.sql):
            if name not in listed:
                yield Fault(query.name, f"there is no variable {name}", "add it to the board, or correct the name")
        inside = " ".join(arguments[0] for arguments in conditions if arguments)
        for text, is_outside in ((outside, True), (inside, False)):
            for name, form in re.findall(r"\$\{?(?!__)([A-Za-z]\w*)(?::(\w+))?", text):
                if form not in {"singlequote", "sqlstring"}:
                    yield Fault(query.name, f"${name} is not quoted", f"write ${{{name}:singlequote}}")
                if is_outside and listed.get(name, {}).get("includeAll"):
                    yield Fault(query.name, f"${name} may be All, which lists every value", "use $__conditionalAll")


def variables(dashboard: Dashboard) -> Iterator[Fault]:
    """R24: a variable has a label and an order, and is asked anew when the period changes."""
    for one in dashboard.get("templating", {}).get("list", []):
        if not one.get("label"):
            yield Fault(one["name"], "the variable has no label", "give one")
        if one["type"] != "query":
            continue
        if (_FROM.search(_asked(one)) or _TO.search(_asked(one))) and one.get("refresh") != 2:
            yield Fault(one["name"], "the variable stays when the period changes", "use dashboards.variables.choice")
        if not one.get("sort") and "ORDER BY" not in plain(_asked(one)):
            yield Fault(one["name"], "the variable's options are in no order", "end its statement with ORDER BY")


def days_of_helsinki(dashboard: Dashboard) -> Iterator[Fault]:
    """R34: the days of the period are Helsinki's, not those of the zone that the plugin's process happens to be in."""
    for query in queries_of(dashboard):
        for name in sorted(set(_PROCESS_DAYS.findall(plain(query.sql)))):
            wrong = f"$__{name} cuts days in the time zone of the plugin's process, in a container usually UTC"
            yield Fault(query.name, wrong, f"write {_DAYS}")


def published_only(dashboard: Dashboard) -> Iterator[Fault]:
    """R28: statements read views of `published` and nothing else."""
    for query in queries_of(dashboard):
        found = sources_of(query.sql)
        for name in sorted(found):
            if not re.fullmatch(r"published\.\w+", name):
                yield Fault(query.name, f"its statement reads {name}", "read a view of the database published")
        if not found:
            yield Fault(query.name, "its statement reads nothing", "read a view of the database published")


def states_shown(dashboard: Dashboard) -> Iterator[Fault]:
    """R30: a table of numbers that may be suppressed shows beside them whether they are."""
    for panel in panels_of(dashboard):
        if panel["type"] != "table":
            continue
        for target in panel.get("targets") or ():
            text = plain(target["rawSql"])
            if views_of(text) & _WITH_STATE and not re.search(r"\b(\w+_)?state\b", text.partition("ORDER BY")[0]):
                yield Fault(panel["title"], "it does not show which numbers are suppressed", "select `state` too")


def unused_variables(dashboard: Dashboard) -> Iterator[Fault]:
    """R32: what can be chosen changes something."""
    text = " ".join(query.sql for query in queries_of(dashboard) if query.kind == "panel")
    for one in dashboard.get("templating", {}).get("list", []):
        if one["type"] == "query" and not re.search(rf"\${{?{one['name']}\b", text):
            yield Fault(one["name"], "no panel heeds the variable", "take it off the board, or use it")


def _asked(variable: Any) -> str:
    asked = variable["query"]
    return str(asked if isinstance(asked, str) else asked["rawSql"])
