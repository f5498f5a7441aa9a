"""Dry imports of sheets as people keep them: a file, text, bytes or a workbook, by a mapping; the result as JSON."""

import json
from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

import openpyxl

__all__ = ["HEADINGS", "WIDE", "Importing", "a_workbook", "kinds", "long", "remedies", "told", "wide"]

Importing = Callable[..., CompletedProcess[str]]

LONG = """
programme = "youth-centre"
source = "sheet:own"
layout = "long"
columns = {{ venue = "Paikka", period = "Päivä", visits = "Kävijät" }}
period = {{ unit = "{unit}" }}
venues = {{ prefix = "yc:" {venues} }}
{more}
"""
WIDE = """
programme = "regional-event"
source = "sheet:own"
layout = "wide"
columns = { venue = "Library", ignore = ["total"] }
period = { unit = "month" }
venues = { prefix = "library:", ignore = ["summa"] }
"""
HEADINGS = "Paikka;Päivä;Kävijät"


def long(unit: str = "day", venues: str = "", more: str = "") -> str:
    return LONG.format(unit=unit, venues=f", {venues}" if venues else "", more=more)


def told(done: CompletedProcess[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def remedies(done: CompletedProcess[str]) -> dict[str, str]:
    return {cell["value"]: cell["remedy"] for cell in told(done)["refused"]}


def a_workbook(*rows: list[Any]) -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    return workbook


def kinds(done: CompletedProcess[str]) -> dict[str, int]:
    found: dict[str, int] = told(done)["refused_by_kind"]
    return found


def wide(*, period: str = "", more: str = "") -> str:
    """A mapping of a wide sheet of months, in Finnish, of whatever year."""
    return (
        'programme = "youth-centre"\nsource = "sheet:own"\nlayout = "wide"\ncolumns = { venue = "Paikka" }\n'
        f'period = {{ unit = "month" {period} }}\nvenues = {{ prefix = "yc:" }}\n{more}\n'
    )
