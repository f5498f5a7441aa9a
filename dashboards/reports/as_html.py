"""A report as one page of HTML that loads nothing, and that prints well."""

import base64
from functools import cache
from html import escape
from importlib.resources import files

from dashboards.reports.catalogue import Catalogue, catalogue
from dashboards.reports.charts import can_draw, drawn
from dashboards.reports.model import Answer, Cell, Chart, DateCell, MissingCell, NumberCell, Report, Section, Table
from dashboards.reports.written import written

__all__ = ["as_html"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def as_html(report: Report) -> bytes:
    """Return the report as a page in UTF-8: no script, nothing from elsewhere, usable with a screen reader alone."""
    words = catalogue(report.language)
    contents = "".join(f'<li><a href="#{one.id}">{escape(one.title)}</a></li>' for one in report.sections)
    sections = "".join(_section(one, report, words) for one in report.sections)
    return (
        f'<!doctype html>\n<html lang="{report.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="{escape(report.source)}">'
        f"<title>{escape(report.title)}</title><style>{_style()}{_running(report, words)}</style></head><body>"
        f"<header><h1>{escape(report.title)}</h1>{_facts(report, words)}</header>"
        f'<main><section id="first"><h2>{escape(words.text("report.first_page"))}</h2>'
        f"{_table(report.key_figures, words)}"
        f'<div class="answers">{"".join(_answer(one, words) for one in report.answers)}</div></section>'
        f'<nav aria-labelledby="contents"><h2 id="contents">{escape(words.text("report.contents"))}</h2>'
        f"<ol>{contents}</ol></nav>{sections}</main>"
        f"<footer><p>{escape(report.source)}</p><p>{escape(report.licence)}</p></footer></body></html>\n"
    ).encode()


def _facts(report: Report, words: Catalogue) -> str:
    made = (
        words.text("report.made", edition=report.edition, day=words.day(report.made))
        if report.made
        else words.text("report.made_open", edition=report.edition)
    )
    days = f"{words.day(report.start)} \u2013 {words.day(report.end)}"
    return f'<p class="facts">{escape(days)}. {escape(made)}. {escape(report.status)}</p>'


def _answer(one: Answer, words: Catalogue) -> str:
    lines = "".join(
        f"<div><dt>{escape(line.text)}</dt><dd{_class(line.cell)}>{escape(written(line.cell, words))}</dd></div>"
        for line in one.lines
        if line.cell is not None
    )
    sentences = "".join(f"<p>{escape(line.text)}</p>" for line in one.lines if line.cell is None)
    listed = f"<dl>{lines}</dl>" if lines else ""
    return f'<section class="answer"><h3>{escape(one.question)}</h3>{listed}{sentences}</section>'


def _section(section: Section, report: Report, words: Catalogue) -> str:
    charts: dict[str, list[Chart]] = {}
    for chart in section.charts:
        charts.setdefault(chart.table, []).append(chart)
    parts = []
    for one in section.tables:
        parts += [_chart(chart, one, report, words) for chart in charts.get(one.id, ()) if can_draw()]
        parts.append(_table(one, words) if one.printed else "")
    unprinted = [one.title for one in section.tables if not one.printed]
    also = f'<p class="also">{escape(words.text("report.also", tables=", ".join(unprinted)))}</p>' if unprinted else ""
    return (
        f'<section id="{section.id}"><h2>{escape(section.title)}</h2><p>{escape(section.introduction)}</p>'
        f"{''.join(parts)}{also}</section>"
    )


def _chart(chart: Chart, table: Table, report: Report, words: Catalogue) -> str:
    svg = drawn(report, chart)
    if not svg:
        return ""
    source = base64.b64encode(svg.encode()).decode()
    alternative = f"{chart.title}. {words.text('report.chart_of', table=table.title)}"
    return (
        f"<figure><figcaption>{escape(chart.title)}</figcaption>"
        f'<img alt="{escape(alternative)}" src="data:image/svg+xml;base64,{source}"></figure>'
    )


def _table(one: Table, words: Catalogue) -> str:
    if not one.rows:
        return (
            f'<section class="empty"><h3>{escape(one.title)}</h3><p>{escape(words.text("report.empty"))}</p></section>'
        )
    heads = "".join(
        f'<th scope="col"{" class=number" if column.kind == "number" else ""}>{escape(column.title)}</th>'
        for column in one.columns
    )
    rows = "".join(
        f'<tr><th scope="row"{_class(row[0])}>{escape(written(row[0], words))}</th>'
        + "".join(f"<td{_class(cell)}>{escape(written(cell, words))}</td>" for cell in row[1:])
        + "</tr>"
        for row in one.rows
    )
    return (
        f'<section class="table" id="table-{one.id}"><h3 id="title-{one.id}">{escape(one.title)}</h3>'
        f'<p class="about">{escape(one.description)}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="title-{one.id}">'
        f'<table aria-labelledby="title-{one.id}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        "</div></section>"
    )


def _class(cell: Cell | None) -> str:
    match cell:
        case NumberCell():
            return ' class="number"'
        case MissingCell():
            return ' class="number missing"'
        case DateCell():
            return ' class="date"'
    return ""


def _running(report: Report, words: Catalogue) -> str:
    """Return what stands on each printed page: the report's title, and its number."""
    before, _, after = words.text("report.page", page="\0", pages="\1").partition("\0")
    between, _, rest = after.partition("\1")
    return (
        f'@page{{@bottom-left{{content:"{_css(report.title)}"}}'
        f'@bottom-right{{content:"{_css(before)}" counter(page) "{_css(between)}" counter(pages) "{_css(rest)}"}}}}'
    )


def _css(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")


@cache
def _style() -> str:
    return (files("dashboards.reports") / "report.css").read_text(encoding="utf-8")
