"""What happened, marked on every series."""

from collections.abc import Callable

from dashboards.colours import PROGRAMMES
from dashboards.query import DATASOURCE, Format, query
from dashboards.sdk import dashboard
from dashboards.statement import statement
from dashboards.text import Language, Text
from schemas.programmes import Programme

__all__ = ["Annotation", "theme_nights"]

Annotation = Callable[[Language], dashboard.AnnotationQuery]
"""An annotation, to be built in a language."""


def theme_nights(language: Language) -> dashboard.AnnotationQuery:
    """Mark each day on which a theme night was held, with its name."""
    return (
        dashboard.AnnotationQuery()
        .name(Text("Theme nights", "Teemaillat", "Temakvällar").in_(language))
        .datasource(DATASOURCE)
        .enable(True)
        .icon_color(PROGRAMMES[Programme.THEME_NIGHT])
        .target(query(statement("annotations/theme_nights"), Format.TABLE, "theme_nights"))
    )
