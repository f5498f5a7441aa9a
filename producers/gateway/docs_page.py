"""`/docs`: the OpenAPI document as a page to read, without a script and without another host."""

from html import escape
from typing import Any

from producers.gateway.openapi import openapi

__all__ = ["docs_page"]


def docs_page() -> str:
    """Return the page as HTML."""
    document = openapi()
    title, summary = escape(document["info"]["title"]), escape(document["info"]["summary"])
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>{title}</title><link rel='icon' href='/icon.svg' type='image/svg+xml'>",
        f"<link rel='stylesheet' href='/paper.css'></head><body><main><h1>{title}</h1><p>{summary}</p>",
        "<p>Each request carries <code>Authorization: Bearer &lt;API key&gt;</code>.</p>",
        "<p>The whole contract: <a href='/openapi.json'>openapi.json</a>.</p><h2>Requests</h2>",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parts += _operation(path, method, operation)
    parts += ["<h2>Shapes</h2>"]
    for name, schema in document["components"]["schemas"].items():
        parts += _schema(name, schema)
    return "".join([*parts, "</main></body></html>"])


def _operation(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    answers = "".join(
        f"<tr><td>{escape(status)}</td><td>{escape(answer['description'])}</td></tr>"
        for status, answer in sorted(operation["responses"].items())
    )
    return [
        f"<section><h3><code>{escape(method.upper())} {escape(path)}</code></h3><p>{escape(operation['summary'])}.</p>",
        f"<p>{escape(operation['description'])}</p>" if "description" in operation else "",
        "<table><thead><tr><th scope='col'>Status</th><th scope='col'>Meaning</th></tr></thead>",
        f"<tbody>{answers}</tbody></table></section>",
    ]


def _schema(name: str, schema: dict[str, Any]) -> list[str]:
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{'yes' if field in required else 'no'}</td>"
        f"<td>{escape(_in_words(shape))}</td></tr>"
        for field, shape in schema.get("properties", {}).items()
    )
    if not rows:
        return []
    head = "<tr><th scope='col'>Field</th><th scope='col'>Required</th><th scope='col'>What</th></tr>"
    about = f"<p>{escape(schema['description'])}</p>" if "description" in schema else ""
    return [
        f"<section><h3 id='{escape(name)}'>{escape(name)}</h3>{about}",
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table></section>",
    ]


def _in_words(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    if "const" in shape:
        return f"{shape['const']}"
    if "enum" in shape:
        return ", ".join(map(str, shape["enum"]))
    if "anyOf" in shape or "oneOf" in shape:
        return " or ".join(_in_words(one) for one in shape.get("anyOf") or shape["oneOf"])
    if shape.get("type") == "array":
        return f"list of {_in_words(shape['items'])}"
    kind = shape.get("type", "any")
    words = [" or ".join(kind) if isinstance(kind, list) else str(kind)]
    words += [f"{name} {shape[name]}" for name in ("format", "pattern", "minimum", "maximum") if name in shape]
    return ", ".join(words)
