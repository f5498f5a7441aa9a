"""The parts of grafana-foundation-sdk that dashboards are made of, imported in one place.

The SDK says while it is imported that it prefers its second form of dashboards. Grafana 13 takes the first over its
HTTP API, and provisioning reads it from files, so that warning is no news to anybody.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from grafana_foundation_sdk.builders import (
        barchart,
        common,
        dashboard,
        gauge,
        geomap,
        stat,
        statetimeline,
        table,
        text,
        timeseries,
    )
    from grafana_foundation_sdk.cog import builder, encoder, plugins, runtime, variants
    from grafana_foundation_sdk.models import common as common_models
    from grafana_foundation_sdk.models import dashboard as models
    from grafana_foundation_sdk.models import geomap as geomap_models
    from grafana_foundation_sdk.models import text as text_models
    from grafana_foundation_sdk.models import units

__all__ = [
    "barchart",
    "builder",
    "common",
    "common_models",
    "dashboard",
    "encoder",
    "gauge",
    "geomap",
    "geomap_models",
    "models",
    "plugins",
    "runtime",
    "stat",
    "statetimeline",
    "table",
    "text",
    "text_models",
    "timeseries",
    "units",
    "variants",
]
