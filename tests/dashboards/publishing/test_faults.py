"""Whatever goes wrong has an error that says what, with which value, and what next; and nothing is left half done."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.errors import (
    DashboardError,
    GrafanaRefusedError,
    GrafanaRightsError,
    GrafanaTokenError,
    GrafanaUnavailableError,
    GrafanaVersionError,
    HalfDoneError,
)
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.operations import OPERATIONS
from dashboards.publishing.publish import Wanted
from dashboards.publishing.settings import PublishingSettings
from tests.dashboards.publishing.publishing import CAMPAIGNS, publish
from tests.dashboards.publishing.stand_in import TOKEN, Fault, StandIn

WRITES = [name for name, operation in OPERATIONS.items() if operation.writes]


def _set(**values: Any) -> Callable[[StandIn], None]:
    def change(stand_in: StandIn) -> None:
        for name, value in values.items():
            setattr(stand_in, name, value)

    return change


def _fails(fault: Fault) -> Callable[[StandIn], None]:
    return lambda stand_in: stand_in.faults.append(fault)


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        (_set(version="11.5.2"), GrafanaVersionError, r"is 11\.5\.2; the plugin .* needs 11\.6 or newer: upgrade"),
        (_set(plugin=None), GrafanaVersionError, r"has no plugin grafana-clickhouse-datasource; run `grafana cli"),
        (_set(plugin={"info": {"version": "3.9.1"}}), GrafanaVersionError, r"3\.9\.1, which is too old; run `grafana"),
        (_set(database="failing"), GrafanaUnavailableError, r"failed with 503|is 'failing'"),
        (_set(token="another"), GrafanaTokenError, r"does not know who asks \(401\); make a token"),
        (_fails(Fault("organisation", 403)), GrafanaRightsError, r"does not allow its organisation \(403"),
        (_fails(Fault("read dashboard", 500)), GrafanaUnavailableError, r"failed with 500.*look at its log"),
        (
            _fails(Fault("read folder", cut=True)),
            GrafanaUnavailableError,
            r"did not answer about folder 'engagement-en",
        ),
        (_fails(Fault("health", late=3.0)), GrafanaUnavailableError, r"within 2(\.0)? s.*ENGAGE_GRAFANA_TIMEOUT"),
        (_fails(Fault("health", 200, raw=("<p>Log in</p>", "text/html"))), GrafanaUnavailableError, r"sent text/html"),
        (_fails(Fault("health", 200, body=["a list"])), GrafanaUnavailableError, r"not answer as Grafana does"),
        (_fails(Fault("read folder", 418, raw=("tea", "text/plain"))), GrafanaUnavailableError, r"sent text/plain"),
        (
            _fails(Fault("health", 302, headers={"location": "https://sso.example.org/login"})),
            GrafanaUnavailableError,
            r"sends elsewhere, to https://sso\.example\.org/login; set ENGAGE_GRAFANA_URL",
        ),
    ],
)
def test_each_fault_is_met_before_anything_is_written(
    grafana: Grafana,
    settings: PublishingSettings,
    wanted: Wanted,
    stand_in: StandIn,
    change: Callable[[StandIn], None],
    kind: type[DashboardError],
    message: str,
) -> None:
    """And its message names it, and what helps."""
    change(stand_in)
    with pytest.raises(kind, match=message):
        publish(grafana, settings, wanted)
    assert stand_in.writes == []
    assert stand_in.state()["folders"] == {}


def test_nobody_at_the_address(settings: PublishingSettings) -> None:
    """The address is named; the library's own error stays inside."""
    away = settings.model_copy(update={"grafana_url": "http://127.0.0.1:9"})
    with (
        Grafana(away) as grafana,
        pytest.raises(GrafanaUnavailableError, match=r"http://127\.0\.0\.1:9 did not answer"),
    ):
        grafana.call("health")


def test_a_path_in_the_address_is_kept(settings: PublishingSettings, wanted: Wanted) -> None:
    """As where a proxy serves Grafana below one."""
    with StandIn(prefix="/grafana") as below:
        there = settings.model_copy(update={"grafana_url": below.url + "/"})
        with Grafana(there) as grafana:
            publish(grafana, there, wanted)
        assert below.folders
        wrong = settings.model_copy(update={"grafana_url": below.url.removesuffix("/grafana")})
        with Grafana(wrong) as grafana, pytest.raises(DashboardError, match="http://127"):
            publish(grafana, wrong, wanted)


def test_a_user_and_password_in_place_of_a_token(stand_in: StandIn, settings: PublishingSettings) -> None:
    """Basic authentication, as docker-compose.yml uses it."""
    stand_in.login = "Basic YWRtaW46c2VjcmV0"
    by_user = PublishingSettings(grafana_url=settings.grafana_url, grafana_user="admin", grafana_password="secret")
    with Grafana(by_user) as grafana:
        assert grafana.call("organisation")["id"] == 1


class _Existing:
    """A Grafana with an older release, so that each kind of writing takes place when the newer one is published."""

    def __init__(self, grafana: Grafana, settings: PublishingSettings, wanted: Wanted, stand_in: StandIn) -> None:
        self.grafana = grafana
        english = wanted.dashboards["en"][0]
        older = {**english, "title": "Older"}
        extra = dataclasses.replace(CAMPAIGNS[0], id="gone")
        self.old = dataclasses.replace(wanted, dashboards={"en": [older]}, campaigns=[CAMPAIGNS[0], extra])
        publish(grafana, settings, self.old)
        stand_in.folders["engagement-en"]["title"] = "Older"
        stand_in.groups.pop(("engagement-alerts", "Gatherings"))
        stand_in.asked.clear()
        moved = dataclasses.replace(CAMPAIGNS[0], ends=CAMPAIGNS[0].ends.replace(day=2))
        self.new = dataclasses.replace(wanted, campaigns=[moved, CAMPAIGNS[1]])
        self.settings = settings.model_copy(update={"grafana_clickhouse_url": "http://elsewhere:8123"})

    def publish(self) -> None:
        publish(self.grafana, self.settings, self.new)


@pytest.fixture
def existing(grafana: Grafana, settings: PublishingSettings, wanted: Wanted, stand_in: StandIn) -> _Existing:
    return _Existing(grafana, settings, wanted, stand_in)


def test_the_newer_release_writes_in_every_way(existing: _Existing, stand_in: StandIn) -> None:
    """So that the tests below break each of them; only taking back uses the others."""
    existing.publish()
    used = {asked.operation for asked in stand_in.writes}
    assert set(WRITES) - used == {"make data source", "delete folder", "delete data source", "delete dashboard"} | {
        "delete alert rules"
    }


_HOW = {
    "refused": (Fault("", 400, {"message": "bad request data"}), GrafanaRefusedError),
    "not allowed": (Fault("", 403, {"message": "no"}), GrafanaRightsError),
    "broken": (Fault("", 500), GrafanaUnavailableError),
    "cut before it was done": (Fault("", cut=True), GrafanaUnavailableError),
    "cut after it was done": (Fault("", cut=True, done=True), GrafanaUnavailableError),
    "too late": (Fault("", late=3.0, done=True), GrafanaUnavailableError),
}


@pytest.mark.parametrize("how", _HOW)
@pytest.mark.parametrize(
    ("operation", "after"),
    [
        ("make folder", 0),
        ("name folder", 0),
        ("change data source", 0),
        ("save dashboard", 0),
        ("save dashboard", 1),
        ("put alert rules", 0),
        ("make annotation", 1),
        ("change annotation", 0),
        ("delete annotation", 0),
    ],
)
def test_a_write_that_fails_leaves_nothing_half_done(
    existing: _Existing, stand_in: StandIn, operation: str, after: int, how: str
) -> None:
    """All is as it was, whether the write that failed got through or not; and the next run completes it."""
    fault, kind = _HOW[how]
    before = stand_in.state()
    stand_in.faults.append(dataclasses.replace(fault, operation=operation, after=after))
    with pytest.raises(kind):
        existing.publish()
    assert stand_in.state() == before
    existing.publish()
    asked = len(stand_in.writes)
    existing.publish()
    assert len(stand_in.writes) == asked


def test_the_first_publishing_of_all_is_taken_back_whole(
    grafana: Grafana, settings: PublishingSettings, wanted: Wanted, stand_in: StandIn
) -> None:
    """Folders, data source, dashboards and alert rules that were made are deleted, in the other order."""
    empty = stand_in.state()
    stand_in.faults.append(Fault("make annotation", 400, {"message": "no"}, after=2))
    with pytest.raises(GrafanaRefusedError):
        publish(grafana, settings, dataclasses.replace(wanted, campaigns=CAMPAIGNS))
    assert stand_in.state() == empty
    assert stand_in.passwords == {}


def test_a_folder_that_somebody_used_meanwhile_is_not_deleted(
    grafana: Grafana, settings: PublishingSettings, wanted: Wanted, stand_in: StandIn
) -> None:
    """What is in it would be deleted too."""
    board = wanted.dashboards["en"][0]

    def use() -> None:
        stand_in._keep("theirs", {**board, "uid": "theirs"}, "", "maija")
        stand_in.metas["theirs"]["folderUid"] = "engagement-en"

    stand_in.faults.append(Fault("save dashboard", 400, {"message": "no"}))
    original = stand_in._fault

    def fault(name: str) -> Fault | None:
        if name == "save dashboard":
            use()
        return original(name)

    stand_in._fault = fault  # type: ignore[method-assign]
    with pytest.raises(HalfDoneError, match="folder 'engagement-en' is not empty any more, so it stays"):
        publish(grafana, settings, wanted)
    assert "theirs" in stand_in.dashboards


def test_a_grafana_that_goes_away_for_good_is_said_to_be_half_done(existing: _Existing, stand_in: StandIn) -> None:
    """The message names all that is left, and that running it again completes it; and so it does."""
    stand_in.faults += [
        Fault("save dashboard", cut=True, after=1, times=1, done=True),
        *(Fault(name, cut=True, after=many, times=99) for name, many in (("read dashboard", 2), ("read folder", 3))),
        Fault("read data source", cut=True, after=1, times=99),
    ]
    with pytest.raises(HalfDoneError) as caught:
        existing.publish()
    for left in ("folder 'engagement-en'", "folder 'engagement-sv'", "data source", "'engagement-small-en'"):
        assert left in str(caught.value)
    assert "Running it again completes it" in str(caught.value)
    stand_in.faults.clear()
    existing.publish()
    asked = len(stand_in.writes)
    existing.publish()
    assert len(stand_in.writes) == asked


def test_stopping_it_takes_back_too(existing: _Existing, stand_in: StandIn) -> None:
    """Ctrl-C between two writes."""
    from dashboards.publishing.publish import plan, write

    before = stand_in.state()
    steps = plan(existing.grafana, existing.settings, existing.new)

    def interrupt(_grafana: Grafana) -> None:
        raise KeyboardInterrupt

    steps[4] = dataclasses.replace(steps[4], write=interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(existing.grafana, steps, overwrite=False, done=lambda _step: None)
    assert stand_in.state() == before


def test_the_token_is_in_no_message_and_no_representation(
    grafana: Grafana, settings: PublishingSettings, stand_in: StandIn
) -> None:
    """Not where Grafana refuses it either, nor in what a traceback shows."""
    stand_in.token = "another"
    with pytest.raises(GrafanaTokenError) as caught:
        grafana.call("organisation")
    error: BaseException | None = caught.value
    shown = repr(grafana) + repr(settings)
    while error is not None:
        shown += f"{error}{error!r}"
        error = error.__cause__
    assert TOKEN not in shown
