"""The page that leads to all previews in a folder."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboards.preview.page import Theme, document
from dashboards.preview.words import PREVIEWS
from dashboards.queries import panels_of
from dashboards.text import Language

__all__ = ["index"]

_CALLED: Mapping[Language, str] = {"en": "English", "fi": "Suomi", "sv": "Svenska"}


def index(built: Sequence[tuple[Language, Mapping[str, Any]]], *, theme: Theme) -> str:
    """Write the page: one list a language, in the order of reading."""
    languages = list(dict.fromkeys(language for language, _ in built))
    first = languages[0]
    lists = "".join(
        f'<section lang="{language}"><h2>{_CALLED[language]}</h2><ul class="cards">'
        + "".join(_card(dashboard) for its, dashboard in built if its == language)
        + "</ul></section>"
        for language in languages
    )
    title = PREVIEWS.in_(first)
    body = f'<header class="top"><h1>{escape(title)}</h1></header><main>{lists}</main>'
    return document(title, body, first, theme=theme)


def _card(dashboard: Mapping[str, Any]) -> str:
    return (
        f'<li><a href="{dashboard["uid"]}.html">{escape(str(dashboard["title"]))}</a>'
        f"<p>{escape(str(dashboard.get('description') or ''))}</p>"
        f'<p class="count">{sum(1 for _ in panels_of(dashboard))} ▦</p></li>'
    )
