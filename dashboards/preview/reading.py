"""A dashboard's statements, run as Grafana would run them for a period and what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dashboards.errors import MacroError, PreviewError, QueryRefusedError
from dashboards.macros import Context, Selection, expand, left_over
from dashboards.queries import queries_of
from dashboards.reader import Answer, Reader

__all__ = ["Chosen", "Read", "read"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One variable as it is shown: its label and the words of what is chosen, none for All."""

    label: str
    text: str


@dataclass(slots=True)
class Read:
    """What a dashboard's statements gave.

    Attributes:
        start: The period's begin.
        end: Its end.
        answers: By panel's id, what its statement gave.
        refusals: By panel's id, why its statement was refused.
        marks: By annotation's name, its rows.
        chosen: The variables that a reader sees.
    """

    start: datetime
    end: datetime
    answers: dict[int, Answer] = field(default_factory=dict)
    refusals: dict[int, str] = field(default_factory=dict)
    marks: dict[str, Answer] = field(default_factory=dict)
    chosen: list[Chosen] = field(default_factory=list)


def read(
    dashboard: Mapping[str, Any], reader: Reader, start: datetime, end: datetime, wanted: Mapping[str, tuple[str, ...]]
) -> Read:
    """Run every statement of a dashboard. What is not in `wanted` has All chosen.

    A panel whose statement is refused has the reason in `refusals`; the others are read all the same.

    Raises:
        PreviewError: A value of `wanted` is none of its variable's options.
        ReaderUnavailableError: ClickHouse did not answer.
    """
    found = Read(start, end)
    selections: dict[str, Selection] = {}
    variables = {variable["name"]: variable for variable in dashboard["templating"]["list"]}
    for name, variable in variables.items():
        if variable["type"] == "constant":
            selections[name] = Selection((str(variable["query"]),), multi=False)
    for query in queries_of(dashboard):
        try:
            answer = _answer(query.sql, found, selections, reader)
        except (QueryRefusedError, MacroError) as error:
            found.refusals[query.panel] = f"{query}: {error}"
            continue
        if query.kind == "variable":
            selections[query.name] = _selection(query.name, answer, wanted.get(query.name, ()))
            found.chosen.append(_chosen(variables[query.name], answer, selections[query.name]))
        elif query.kind == "annotation":
            found.marks[query.name] = answer
        else:
            found.answers[query.panel] = answer
    return found


def _answer(sql: str, found: Read, selections: Mapping[str, Selection], reader: Reader) -> Answer:
    interval = max(int((found.end - found.start).total_seconds()), 60)  # as for 1,000 points
    expanded = expand(sql, Context(found.start, found.end, interval, selections))
    if left := left_over(expanded):
        raise MacroError(f"{', '.join(left)} would be left in the SQL; is there such a variable?")
    return reader.answer(expanded)


def _selection(name: str, answer: Answer, wanted: tuple[str, ...]) -> Selection:
    options = tuple(str(row[0]) for row in answer.rows)
    if not wanted:
        return Selection(options, every=True)
    if unknown := [value for value in wanted if value not in options]:
        there = f"there are {', '.join(options)}" if options else "it has none in this period; widen it with --from"
        raise PreviewError(f"{name}={unknown[0]!r} is no option of the variable; {there}")
    return Selection(wanted)


def _chosen(variable: Mapping[str, Any], answer: Answer, selection: Selection) -> Chosen:
    words = {str(row[0]): str(row[-1]) for row in answer.rows}
    text = "" if selection.every else ", ".join(words[value] for value in selection.values)
    return Chosen(str(variable.get("label") or variable["name"]), text)
