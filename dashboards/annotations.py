"""What happened, marked on every series."""

from collections.abc import Callable

from dashboards.colours import PROGRAMMES, SECOND
from dashboards.links import tag_of
from dashboards.query import DATASOURCE, Format, query
from dashboards.sdk import dashboard
from dashboards.statement import statement
from dashboards.tagged import GRAFANA, tagged
from dashboards.tags import CAMPAIGN_TAG
from dashboards.text import Language, Text
from schemas.programmes import Programme

__all__ = ["Annotation", "campaigns", "theme_nights"]

Annotation = Callable[[Language], dashboard.AnnotationQuery]
"""An annotation, to be built in a language."""


def theme_nights(language: Language) -> dashboard.AnnotationQuery:
    """Mark each day on which theme nights were held, once, with their names.

    Off at first: two lines a week over a year hide what they explain. The switch above the board turns them on.
    """
    return (
        dashboard.AnnotationQuery()
        .name(Text("Days with a theme night", "Teemailtojen päivät", "Dagar med temakväll").in_(language))
        .datasource(DATASOURCE)
        .enable(False)
        .icon_color(PROGRAMMES[Programme.THEME_NIGHT])
        .target(query(statement("annotations/theme_nights"), Format.TABLE, "theme_nights"))
    )


def campaigns(language: Language) -> dashboard.AnnotationQuery:
    """Mark the campaigns that `engage dashboards publish` brought to Grafana out of the file of campaigns."""
    return (
        dashboard.AnnotationQuery()
        .name(Text("Campaigns", "Kampanjat", "Kampanjer").in_(language))
        .datasource(GRAFANA)
        .enable(True)
        .icon_color(SECOND)
        .target(tagged(CAMPAIGN_TAG, tag_of(language)))
    )
