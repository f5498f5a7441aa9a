"""Each rule finds what breaks it, and nothing in the dashboards as they are."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.boards.gatherings import GATHERINGS
from dashboards.build import as_json, built_dashboards
from dashboards.queries import panels_of
from dashboards.rules import RULES, RULES_OF_ALL, findings
from dashboards.text import SUPPRESSED

Dashboard = dict[str, Any]
Break = Callable[[Dashboard], Any]


def panel(dashboard: Dashboard, kind: str, which: int = 0) -> Any:
    return [one for one in panels_of(dashboard) if one["type"] == kind][which]


def sql(dashboard: Dashboard, kind: str, old: str, new: str) -> None:
    target = panel(dashboard, kind)["targets"][0]
    assert old in target["rawSql"]
    target["rawSql"] = target["rawSql"].replace(old, new)


def defaults(dashboard: Dashboard, kind: str, **changed: Any) -> None:
    panel(dashboard, kind)["fieldConfig"]["defaults"].update(changed)


def panel_row(dashboard: Dashboard) -> Any:
    return next(one for one in dashboard["panels"] if one["type"] == "row")


def variable(dashboard: Dashboard, name: str) -> Any:
    return next(one for one in dashboard["templating"]["list"] if one["name"] == name)


def flatten(dashboard: Dashboard) -> None:
    dashboard["panels"] = list(panels_of(dashboard))


def steps(*colours: str, values: tuple[float | None, ...] = (None, 1, 2)) -> dict[str, Any]:
    found = [{"value": value, "color": colour} for value, colour in zip(values, colours, strict=False)]
    return {"mode": "absolute", "steps": found}


def sql_of_months(dashboard: Dashboard) -> None:
    target = panel(dashboard, "table", 1)["targets"][0]
    target["rawSql"] = target["rawSql"].replace("state, ", "").replace("families_", "")


PERIOD = "BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')"


def green_fall(dashboard: Dashboard) -> None:
    defaults(dashboard, "stat", min=-1, thresholds=steps("red", "green", values=(None, -0.2)))


def unordered(dashboard: Dashboard) -> None:
    found = variable(dashboard, "programme")
    found.update(sort=0, query=found["query"].replace("ORDER BY name", ""))


CONDITION = "$__conditionalAll(programme IN (${programme:singlequote}), $programme)"

BREAKS: list[tuple[str, str, Break]] = [
    ("R01", "no variable", lambda d: variable(d, "datasource").update(query="prometheus")),
    ("R01", "a panel's own", lambda d: panel(d, "stat").update(datasource={"type": "x", "uid": "y"})),
    ("R01", "a query's own", lambda d: panel(d, "stat")["targets"][0].pop("datasource")),
    ("R01", "a variable's own", lambda d: variable(d, "programme").pop("datasource")),
    ("R01", "an annotation's own", lambda d: d["annotations"]["list"][0]["target"].pop("datasource")),
    ("R02", "no description", lambda d: d.update(description="")),
    ("R02", "no tags", lambda d: d.update(tags=[])),
    ("R02", "a long uid", lambda d: d.update(uid="a" * 41)),
    ("R02", "a uid with a space", lambda d: d.update(uid="a b")),
    ("R03", "a number of the server", lambda d: d.update(id=7)),
    ("R03", "a version", lambda d: d.update(version=1)),
    ("R04", "no crosshair", lambda d: d.update(graphTooltip=0)),
    ("R05", "every 5 s", lambda d: d.update(refresh="5s")),
    ("R05", "faster than the data", lambda d: d.update(refresh="1m")),
    ("R06", "no list", lambda d: d.update(links=[])),
    ("R06", "it forgets the period", lambda d: d["links"][0].update(keepTime=False)),
    ("R07", "no rows", flatten),
    ("R07", "details open", lambda d: d["panels"][-1].update(collapsed=False)),
    ("R07", "no answer first", lambda d: d["panels"][0].update(type="table")),
    ("R08", "twice", lambda d: panel(d, "stat").update(id=2)),
    ("R08", "zero", lambda d: panel(d, "stat").update(id=0)),
    ("R09", "over the edge", lambda d: panel(d, "stat")["gridPos"].update(x=22)),
    ("R10", "on another", lambda d: panel(d, "stat", 1)["gridPos"].update(x=2)),
    ("R10", "on another, collapsed", lambda d: panel(d, "table", 1).update(gridPos=panel(d, "table")["gridPos"])),
    ("R11", "too small", lambda d: panel(d, "timeseries")["gridPos"].update(w=5)),
    ("R12", "no title", lambda d: panel(d, "stat").update(title="")),
    ("R12", "a long title", lambda d: panel(d, "stat").update(title="x" * 49)),
    ("R12", "one title twice", lambda d: panel(d, "stat").update(title=panel(d, "stat", 1)["title"])),
    ("R13", "short", lambda d: panel(d, "stat").update(description="Visits. Bad: few")),
    ("R13", "nothing is bad", lambda d: panel(d, "stat").update(description="How many people came in this period")),
    ("R14", "no unit", lambda d: panel(d, "stat")["fieldConfig"]["defaults"].pop("unit")),
    ("R14", "a unit that is none", lambda d: defaults(d, "stat", unit="pieces")),
    ("R15", "nothing", lambda d: panel(d, "stat")["fieldConfig"]["defaults"].pop("noValue")),
    ("R15", "a bare 0", lambda d: defaults(d, "stat", noValue="0")),
    ("R17", "no null first", lambda d: defaults(d, "stat", thresholds=steps("green", values=(1,)))),
    ("R17", "falling", lambda d: defaults(d, "stat", thresholds=steps("green", "orange", "red", values=(None, 2, 1)))),
    ("R17", "red in the middle", lambda d: defaults(d, "stat", thresholds=steps("green", "red", "orange"))),
    ("R17", "a colour of no meaning", lambda d: defaults(d, "stat", color={"mode": "fixed", "fixedColor": "pink"})),
    ("R17", "a fall in green", green_fall),
    ("R18", "percent", lambda d: defaults(d, "stat", unit="percent")),
    ("R18", "no end", lambda d: panel(d, "stat", 5)["fieldConfig"]["defaults"].pop("max")),
    ("R19", "stacked averages", lambda d: panel(d, "barchart")["options"].update(stacking="normal")),
    ("R20", "no legend", lambda d: panel(d, "timeseries")["options"]["legend"].update(showLegend=False)),
    ("R21", "of the builder", lambda d: panel(d, "stat")["targets"][0].update(editorType="builder")),
    ("R21", "a series as a table", lambda d: panel(d, "timeseries")["targets"][0].update(format=1)),
    ("R21", "one name twice", lambda d: panel(d, "stat")["targets"].append(panel(d, "stat")["targets"][0])),
    ("R21", "no query", lambda d: panel(d, "stat").update(targets=[])),
    ("R22", "no period", lambda d: sql(d, "table", f"week {PERIOD}", "1")),
    ("R22", "no end of the period", lambda d: sql(d, "table", "$__toTime", "today()")),
    ("R22", "the period in a comment", lambda d: sql(d, "table", f"week {PERIOD}", f"1 -- week {PERIOD}\n")),
    ("R22", "everything", lambda d: sql(d, "table", "SELECT programme,", "SELECT *,")),
    ("R22", "no order", lambda d: sql(d, "timeseries", "ORDER BY time", "ORDER BY programme")),
    ("R22", "backwards", lambda d: sql(d, "timeseries", "ORDER BY time", "ORDER BY time DESC")),
    ("R22", "of no period", lambda d: sql(d, "timeseries", "week AS time", "now() AS time")),
    ("R22", "no end", lambda d: sql(d, "table", "LIMIT 500", "")),
    ("R23", "nobody's variable", lambda d: sql(d, "stat", "whole", "x = ${nobody:singlequote}")),
    ("R23", "bare", lambda d: sql(d, "stat", "${programme:singlequote}", "$programme")),
    ("R23", "All outside a condition", lambda d: sql(d, "stat", CONDITION, "programme IN (${programme:singlequote})")),
    ("R23", "a comma in a string", lambda d: sql(d, "stat", CONDITION, "$__conditionalAll(x = 'a,b', $programme)")),
    ("R23", "a dollar before a quote", lambda d: sql(d, "stat", "programme IN", "match(x, 'a$') AND programme IN")),
    ("R23", "another variable", lambda d: sql(d, "stat", ", $programme)", ", $age_band)")),
    ("R24", "no label", lambda d: variable(d, "programme").pop("label")),
    ("R24", "asked once only", lambda d: variable(d, "programme").update(refresh=1)),
    ("R24", "in no order", unordered),
    ("R26", "a key that the SDK does not know", lambda d: d.update(panelsAsCode=True)),
    ("R28", "the worker's database", lambda d: sql(d, "stat", "published.weeks", "engagement.participation")),
    ("R28", "the default database", lambda d: sql(d, "stat", "published.weeks", "weeks")),
    ("R28", "a function over files", lambda d: sql(d, "stat", "published.weeks", "file('x')")),
    ("R28", "in a joined part", lambda d: sql(d, "stat", "WHERE", "INNER JOIN system.users AS u ON 1 WHERE")),
    ("R30", "no state", sql_of_months),
    ("R31", "a long heading", lambda d: panel_row(d).update(title="one two three four five")),
    ("R34", "days of the process", lambda d: sql(d, "table", f"week {PERIOD}", "$__dateFilter(week)")),
    ("R34", "and times", lambda d: sql(d, "table", f"week {PERIOD}", "$__dateTimeFilter(week, week)")),
    ("R34", "by the short name", lambda d: sql(d, "table", f"week {PERIOD}", "$__dt(week, week)")),
    ("R35", "no switch", lambda d: d["annotations"]["list"][0].update(hide=True)),
    ("R35", "a year of lines", lambda d: d["annotations"]["list"][0].update(enable=True)),
    ("R15", "an empty table as suppressed", lambda d: defaults(d, "table", noValue=str(SUPPRESSED.en))),
    ("R32", "nobody heeds it", lambda d: d["templating"]["list"].append({**variable(d, "programme"), "name": "idle"})),
]  # fmt: skip


@pytest.fixture(scope="module")
def good() -> Dashboard:
    return as_json(CITY_OVERVIEW, "en")


def test_the_dashboards_keep_every_rule() -> None:
    """All boards in all languages."""
    assert [str(finding) for finding in findings([dashboard for _, dashboard in built_dashboards()])] == []


@pytest.mark.parametrize(("rule", "how", "broken"), BREAKS, ids=[f"{rule} {how}" for rule, how, _ in BREAKS])
def test_a_rule_finds_what_breaks_it(good: Dashboard, rule: str, how: str, broken: Break) -> None:
    """The rule that is broken says so, and names the dashboard."""
    assert list(RULES[rule](good)) == []
    dashboard = deepcopy(good)
    broken(dashboard)
    found = list(RULES[rule](dashboard))
    assert found, how
    assert all(fault.wrong and fault.remedy for fault in found)


def test_a_gauge_without_ends_is_found() -> None:
    """R16."""
    dashboard = as_json(GATHERINGS, "en")
    assert list(RULES["R16"](dashboard)) == []
    panel(dashboard, "gauge")["fieldConfig"]["defaults"].pop("max")
    assert list(RULES["R16"](dashboard))


def test_a_second_text_is_found(good: Dashboard) -> None:
    """R31: one text panel, 3 or 4 high."""
    dashboard = deepcopy(good)
    dashboard["panels"].append(deepcopy(panel(dashboard, "text")))
    assert len(list(RULES["R31"](dashboard))) == 1
    dashboard["panels"].pop()
    panel(dashboard, "text")["gridPos"]["h"] = 9
    assert len(list(RULES["R31"](dashboard))) == 1


def test_words_that_are_not_translated_are_found(good: Dashboard) -> None:
    """R29: a title or a description that is the same in two languages."""
    swedish = as_json(CITY_OVERVIEW, "sv")
    assert list(RULES_OF_ALL["R29"]([good, swedish])) == []
    panel(swedish, "stat")["description"] = panel(good, "stat")["description"]
    ((uid, fault),) = RULES_OF_ALL["R29"]([good, swedish])
    assert (uid, "description" in fault.wrong) == (swedish["uid"], True)
    swedish["panels"].pop()
    assert any("panels" in fault.wrong for _, fault in RULES_OF_ALL["R29"]([good, swedish]))


def test_a_link_to_nowhere_is_found(good: Dashboard) -> None:
    """R33: the board and its variable have to be there."""
    assert list(RULES_OF_ALL["R33"]([good, as_json(GATHERINGS, "en")])) != list(RULES_OF_ALL["R33"]([good])) != []


def test_every_rule_is_broken_once() -> None:
    """No rule goes untried."""
    tried = {rule for rule, _, _ in BREAKS} | {"R16", "R29", "R33"}
    assert tried == set(RULES) | set(RULES_OF_ALL)


def test_what_a_rule_finds_reads_as_a_sentence(good: Dashboard) -> None:
    """Rule, dashboard, panel, what is wrong, what to do."""
    dashboard = deepcopy(good)
    defaults(dashboard, "stat", unit="pieces")
    (finding,) = (one for one in findings([dashboard]) if one.rule == "R14")
    assert str(finding) == (
        "R14 engagement-city-overview-en / Visits in the last whole week: its unit is 'pieces'; "
        "give Question a unit of Grafana, e.g. locale"
    )
