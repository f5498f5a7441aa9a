"""One function a kind of panel: each takes a language and a question, and gives a builder of the SDK."""

from dashboards.panels.bars import bars
from dashboards.panels.gauge import gauge
from dashboards.panels.map import district_map
from dashboards.panels.matrix import matrix
from dashboards.panels.note import note
from dashboards.panels.series import series
from dashboards.panels.stat import stat
from dashboards.panels.states import states
from dashboards.panels.table import table

__all__ = ["bars", "district_map", "gauge", "matrix", "note", "series", "stat", "states", "table"]
