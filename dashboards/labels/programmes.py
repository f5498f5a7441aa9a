"""The programmes."""

from dashboards.colours import PROGRAMMES as COLOURS
from dashboards.labels.label import Label, Labels
from schemas.programmes import Programme

__all__ = ["PROGRAMMES"]

PROGRAMMES: Labels = {programme.value: Label(programme.profile.plural, COLOURS[programme]) for programme in Programme}
