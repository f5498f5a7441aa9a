"""Numbers at the centres of districts."""

from collections.abc import Sequence

from dashboards.columns import Column, Steps
from dashboards.panels.frame import colour, framed, steps_of
from dashboards.query import Format
from dashboards.question import Question
from dashboards.sdk import common, common_models, geomap_models
from dashboards.sdk import geomap as sdk
from dashboards.text import Language

__all__ = ["district_map"]


def district_map(
    language: Language, question: Question, columns: Sequence[Column], *, size: str, steps: Steps, lines: bool = True
) -> sdk.Panel:
    """Show a dot for each row, as large as its column `size`, coloured by steps.

    The statement gives `latitude` and `longitude` (WGS84) and the columns. The base map is Grafana's own, or none,
    without `lines`, for a Grafana that may not reach the internet.
    """
    layer = (
        common.MapLayerOptions()
        .type("markers")
        .name(question.title.in_(language))
        .location(
            common.FrameGeometrySource()
            .mode(common_models.FrameGeometrySourceMode.COORDS)
            .latitude("latitude")
            .longitude("longitude")
        )
        .config(
            {
                "style": {
                    "size": {"field": size, "fixed": 6, "min": 4, "max": 24},
                    "color": {"field": size, "fixed": "dark-green"},
                    "opacity": 0.7,
                    "symbol": {"mode": "fixed", "fixed": "img/icons/marker/circle.svg"},
                },
                "showLegend": True,
            }
        )
        .tooltip(True)
    )
    view = sdk.MapViewConfig().id("fit").all_layers(True).lat(60).lon(25).zoom(10)
    return (
        framed(sdk.Panel(), language, question, Format.TABLE, columns)
        .thresholds(steps_of(steps))
        .color_scheme(colour())
        .view(view)
        .basemap(common.MapLayerOptions().type("default" if lines else "none").name("Base"))
        .layers([layer])
        .tooltip(sdk.TooltipOptions().mode(geomap_models.TooltipMode.DETAILS))
    )
