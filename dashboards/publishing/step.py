"""One thing to write to Grafana: what differs, how to write it, and how to take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dashboards.publishing.grafana import Grafana

__all__ = ["Action", "Step"]

Action = Literal["create", "change", "delete"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to write.

    Attributes:
        subject: What is written, e.g. `dashboard 'engagement-city-overview-en'`.
        action: What becomes of it.
        differences: What would be different, a line each; never empty.
        write: Writes it. It may raise any DashboardError.
        take_back: Makes it as it was before. It may be called twice, and where `write` did not get through.
        conflict: Who changed it in Grafana since it was published, for a sentence; '' where nobody did.
        place: Where to find it: the uid.
    """

    subject: str
    action: Action
    differences: tuple[str, ...]
    write: Callable[[Grafana], None]
    take_back: Callable[[Grafana], None]
    conflict: str = ""
    place: str = ""
