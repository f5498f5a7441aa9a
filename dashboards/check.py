"""Dashboards held to their rules, and every statement of theirs run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dashboards.errors import MacroError, QueryRefusedError
from dashboards.macros import Context, Selection, expand, left_over
from dashboards.periods import instant
from dashboards.queries import BoardQuery, panels_of, queries_of
from dashboards.reader import Answer, Reader
from dashboards.rules import Dashboard, Fault, Finding
from dashboards.shape import misfits

__all__ = ["Checked", "as_dict", "check_queries", "counted"]

_ROUNDS = 3
_NOISE = 3


@dataclass(slots=True)
class Checked:
    """What was looked at and what came out.

    Attributes:
        dashboards: How many dashboards.
        panels: How many panels they have.
        queries: How many statements were run, each of them once with all chosen and once with one of each variable.
        rows: How many rows came back.
        slowest_ms: How long the slowest took.
        slowest: Which one it was.
        findings: What is wrong.
    """

    dashboards: int = 0
    panels: int = 0
    queries: int = 0
    rows: int = 0
    slowest_ms: float = 0.0
    slowest: str = ""
    findings: list[Finding] = field(default_factory=list)


def counted(dashboards: Sequence[Dashboard]) -> Checked:
    """Count dashboards and panels; nothing is run yet."""
    return Checked(dashboards=len(dashboards), panels=sum(len(list(panels_of(one))) for one in dashboards))


def check_queries(
    checked: Checked,
    dashboards: Sequence[Dashboard],
    reader: Reader,
    now: datetime,
    *,
    limit_ms: float | None = None,
    narrowed: bool = True,
) -> None:
    """Run every statement as Grafana would, and add to `checked` what came of it, as rule R25.

    A statement is run for the dashboard's own period, with All of each variable, then, where `narrowed`, with the first
    option of each.
    One that takes up to three times the limit is run again twice, and the shortest time counts; beyond that it is no
    noise of the machine. The same text is run once.

    Raises:
        ReaderUnavailableError: ClickHouse did not answer.
    """
    seen: dict[str, Answer] = {}
    for dashboard in dashboards:
        panels = {panel["id"]: panel for panel in panels_of(dashboard)}
        options: dict[str, tuple[str, ...]] = {}
        for query in queries_of(dashboard):
            for context in _contexts(dashboard, options, now, narrowed=narrowed):
                try:
                    answer = _answered(query, context, seen, reader, limit_ms, checked)
                except (QueryRefusedError, MacroError) as error:
                    _add(checked, query, str(error), "correct the statement")
                    break
                if query.kind == "variable":
                    options.setdefault(query.name, tuple(str(row[0]) for row in answer.rows))
                for misfit in misfits(panels.get(query.panel), query.format, answer):
                    _add(checked, query, misfit, "correct the statement or the panel")
                if limit_ms is not None and answer.milliseconds > limit_ms:
                    _add(checked, query, f"it took {answer.milliseconds:.0f} ms", f"{limit_ms:g} ms or less; read less")


def _contexts(
    dashboard: Dashboard, options: Mapping[str, tuple[str, ...]], now: datetime, *, narrowed: bool
) -> Iterator[Context]:
    """Yield what a statement is expanded for: all of everything, and one of each where there are options."""
    period = dashboard["time"]
    start, end = instant(period["from"], now), instant(period["to"], now)
    interval = max(int((end - start).total_seconds()), 60)  # as for 1,000 points
    fixed: dict[str, Selection] = {}
    chosen: dict[str, Selection] = {}
    for variable in dashboard["templating"]["list"]:
        name = variable["name"]
        if variable["type"] == "constant":
            fixed[name] = Selection((str(variable["query"]),), multi=False)
        elif variable["type"] == "query":
            fixed[name] = Selection(options.get(name, ()), every=True)
            chosen[name] = Selection(options.get(name, ())[:1] or ("nobody's",))
    yield Context(start, end, interval, fixed)
    if chosen and narrowed:
        yield Context(start, end, interval, {**fixed, **chosen})


def _answered(
    query: BoardQuery,
    context: Context,
    seen: dict[str, Answer],
    reader: Reader,
    limit_ms: float | None,
    checked: Checked,
) -> Answer:
    sql = expand(query.sql, context)
    if left := left_over(sql):
        raise MacroError(f"{', '.join(left)} would be left in the SQL")
    if sql in seen:
        return seen[sql]
    answer = reader.answer(sql)
    for _ in range(_ROUNDS - 1):
        if limit_ms is None or not limit_ms < answer.milliseconds < _NOISE * limit_ms:
            break
        answer = min(answer, reader.answer(sql), key=lambda one: one.milliseconds)
    seen[sql] = answer
    checked.queries += 1
    checked.rows += len(answer.rows)
    if answer.milliseconds > checked.slowest_ms:
        checked.slowest_ms, checked.slowest = answer.milliseconds, str(query)
    return answer


def _add(checked: Checked, query: BoardQuery, wrong: str, remedy: str) -> None:
    finding = Finding("R25", query.uid, Fault(query.name, wrong, remedy))
    if finding not in checked.findings:
        checked.findings.append(finding)


def as_dict(checked: Checked) -> dict[str, Any]:
    """Return it as plain JSON values."""
    return {
        "dashboards": checked.dashboards,
        "panels": checked.panels,
        "queries": checked.queries,
        "rows": checked.rows,
        "slowest_ms": round(checked.slowest_ms, 1),
        "slowest": checked.slowest,
        "failures": len(checked.findings),
        "findings": [
            {
                "rule": one.rule,
                "dashboard": one.dashboard,
                "where": one.fault.where,
                "wrong": one.fault.wrong,
                "remedy": one.fault.remedy,
            }
            for one in checked.findings
        ],
    }
