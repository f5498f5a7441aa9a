"""Publishing: everything is looked at first, then all of it is written, or what was written is taken back."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from dashboards.alerts import alert_groups
from dashboards.errors import ConflictError, DashboardError, GrafanaUnavailableError, HalfDoneError
from dashboards.publishing.alert_groups import alert_group_steps
from dashboards.publishing.campaigns import Campaign, campaign_steps
from dashboards.publishing.checks import check_grafana
from dashboards.publishing.data_source import data_source_steps
from dashboards.publishing.folders import folder_steps
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.saved_dashboards import dashboard_steps
from dashboards.publishing.settings import PublishingSettings
from dashboards.publishing.step import Step
from dashboards.text import Language, Text

__all__ = ["Wanted", "plan", "write"]

_FOLDER = Text("Engagement", "Osallistuminen", "Delaktighet")
_ALERTS = Text("Engagement: alerts", "Osallistuminen: hälytykset", "Delaktighet: larm")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be in Grafana.

    Attributes:
        dashboards: The dashboards by language.
        folder: What the uids of the folders begin with: `<folder>-en` and so on, and `<folder>-alerts`.
        campaigns: What is marked on the dashboards; None leaves Grafana's annotations alone.
        overwrite: Whether what somebody changed in Grafana is overwritten.
        send_password: Whether the data source's password is sent though Grafana has one.
    """

    dashboards: Mapping[Language, Sequence[Mapping[str, Any]]]
    folder: str = "engagement"
    campaigns: Sequence[Campaign] | None = None
    overwrite: bool = False
    send_password: bool = False

    @property
    def languages(self) -> Collection[Language]:
        """The languages that are published; alert rules have their titles in the first."""
        return tuple(self.dashboards)

    @property
    def folders(self) -> dict[str, str]:
        """The folders: uid to title."""
        first = next(iter(self.dashboards))
        named = {f"{self.folder}-{language}": _FOLDER.in_(language) for language in self.dashboards}
        return named | {f"{self.folder}-alerts": _ALERTS.in_(first)}


def plan(grafana: Grafana, settings: PublishingSettings, wanted: Wanted) -> list[Step]:
    """Look at everything, and give what has to be written, in order. Nothing is written.

    Raises:
        DashboardError: Grafana cannot be published to; see each class.
    """
    organisation = check_grafana(grafana)
    first = next(iter(wanted.dashboards))
    groups = alert_groups(first, f"{wanted.folder}-alerts", organisation)
    return list(
        chain(
            folder_steps(grafana, wanted.folders),
            data_source_steps(grafana, settings, send_password=wanted.send_password),
            _dashboards(grafana, wanted),
            (step for group in groups for step in alert_group_steps(grafana, group)),
            campaign_steps(grafana, wanted.campaigns, wanted.languages) if wanted.campaigns is not None else (),
        )
    )


def write(grafana: Grafana, steps: Sequence[Step], *, overwrite: bool, done: Callable[[Step], None]) -> None:
    """Write the steps in order; where one fails, take back those before it, the last one first.

    Args:
        grafana: The connection.
        steps: What `plan` gave.
        overwrite: Whether what somebody changed in Grafana is overwritten.
        done: Told of each step that is written.

    Raises:
        ConflictError: somebody changed something and it is not to be overwritten; nothing was written.
        HalfDoneError: a step failed, and not all before it could be taken back; it names what is left.
        DashboardError: a step failed; all is as it was.
    """
    if not overwrite and (conflicts := [step for step in steps if step.conflict]):
        told = "; ".join(f"{step.subject}: {step.conflict}" for step in conflicts)
        raise ConflictError(
            f"nothing was written. {told}. Take what is worth keeping into the code, then run it with --overwrite"
        )
    written: list[Step] = []
    for step in steps:
        try:
            step.write(grafana)
        except GrafanaUnavailableError as error:
            # It may have got through all the same.
            _take_back(grafana, [*written, step], error)
            raise
        except BaseException as error:
            _take_back(grafana, written, error)
            raise
        written.append(step)
        done(step)


def _dashboards(grafana: Grafana, wanted: Wanted) -> Iterator[Step]:
    for language, dashboards in wanted.dashboards.items():
        for dashboard in dashboards:
            yield from dashboard_steps(grafana, dashboard, f"{wanted.folder}-{language}", overwrite=wanted.overwrite)


def _take_back(grafana: Grafana, written: Sequence[Step], reason: BaseException) -> None:
    left = []
    for step in reversed(written):
        try:
            step.take_back(grafana)
        except DashboardError as error:
            left.append((step, error))
    if left:
        names = ", ".join(step.subject for step, _ in reversed(left))
        raise HalfDoneError(
            f"{reason} Before that, these were written, and could not be taken back: {names} ({left[-1][1]}). Running "
            "it again completes it; nothing is done twice"
        ) from reason
