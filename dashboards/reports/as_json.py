"""A report as JSON, and the schema of that."""

from typing import Any

from pydantic import TypeAdapter

from dashboards.reports.model import Report

__all__ = ["as_json", "json_schema"]

_REPORT = TypeAdapter(Report)


def as_json(report: Report) -> bytes:
    """Return the report as one JSON value in UTF-8; the same report always gives the same bytes."""
    return _REPORT.dump_json(report, indent=1) + b"\n"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `as_json` returns."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_REPORT.json_schema(mode="serialization")}
