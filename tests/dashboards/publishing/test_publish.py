"""What publishing does to a Grafana where all goes well."""

import copy
import dataclasses
from typing import Any

import pytest

from dashboards.errors import ConflictError, GrafanaRightsError
from dashboards.publishing.alert_groups import MARK
from dashboards.publishing.data_source import UID, trouble_of
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.publish import Wanted, plan
from dashboards.publishing.settings import PublishingSettings
from tests.dashboards.publishing.publishing import CAMPAIGNS, publish
from tests.dashboards.publishing.stand_in import StandIn

Given = tuple[Grafana, PublishingSettings, Wanted]


@pytest.fixture
def given(grafana: Grafana, settings: PublishingSettings, wanted: Wanted) -> Given:
    return grafana, settings, dataclasses.replace(wanted, campaigns=CAMPAIGNS)


def test_everything_is_published_in_an_order_that_each_part_can_stand_on(given: Given, stand_in: StandIn) -> None:
    """Folders first, then the data source, dashboards, alert rules, annotations."""
    publish(*given)
    assert stand_in.state()["folders"] == {
        "engagement-en": "Engagement",
        "engagement-sv": "Delaktighet",
        "engagement-alerts": "Engagement: alerts",
    }
    assert stand_in.state()["places"] == {
        "engagement-small-en": "engagement-en",
        "engagement-small-sv": "engagement-sv",
    }
    assert list(stand_in.groups) == [("engagement-alerts", "Gatherings"), ("engagement-alerts", "Pipeline")]
    assert len(stand_in.annotations) == 4
    kinds = [asked.operation.partition(" ")[2] for asked in stand_in.writes]
    assert list(dict.fromkeys(kinds)) == ["folder", "data source", "dashboard", "alert rules", "annotation"]


def test_publishing_twice_changes_nothing_and_writes_nothing(given: Given, stand_in: StandIn) -> None:
    """The second time no request but reading ones is made."""
    publish(*given)
    before, asked = stand_in.state(), len(stand_in.writes)
    assert publish(*given) == []
    assert stand_in.state() == before
    assert len(stand_in.writes) == asked


def test_planning_writes_nothing(given: Given, stand_in: StandIn) -> None:
    """A dry run only reads."""
    assert plan(*given)
    assert stand_in.writes == []


def test_a_changed_dashboard_shows_its_difference_before_it_is_written(
    given: Given, board: dict[str, Any], stand_in: StandIn
) -> None:
    """Only it is written, as its next version, and what differs is said in words and as a diff of SQL."""
    publish(*given)
    asked = len(stand_in.writes)
    board["panels"][0]["title"] = "All visits"
    board["panels"][0]["targets"][0]["rawSql"] = board["panels"][0]["targets"][0]["rawSql"].replace("7", "28")
    (step,) = plan(*given)
    assert len(stand_in.writes) == asked
    assert step.differences == (
        "panel 'All visits': SQL changed",
        "    @@ -2,2 +2,2 @@",
        "     FROM published.days",
        "    -WHERE day > today() - 7",
        "    +WHERE day > today() - 28",
        'panel \'All visits\': title: "Visits" -> "All visits"',
    )
    publish(*given)
    assert [asked.operation for asked in stand_in.writes[asked:]] == ["save dashboard"]
    assert stand_in.dashboards["engagement-small-en"][-1]["version"] == 2
    assert publish(*given) == []


def test_what_grafana_makes_of_the_json_is_no_difference(given: Given, stand_in: StandIn) -> None:
    """A server that fills in defaults when it stores keeps the message of the version, and that is compared."""
    publish(*given)
    stand_in.dashboards["engagement-small-en"][-1]["dashboard"]["preload"] = False
    assert publish(*given) == []


def test_what_somebody_changed_in_grafana_is_not_overwritten(
    given: Given, board: dict[str, Any], stand_in: StandIn
) -> None:
    """Nothing at all is written, and the message says who; the difference is planned all the same."""
    publish(*given)
    stand_in.saved_by_hand("engagement-small-en", lambda dashboard: dashboard.update(title="Mine"))
    board["description"] = "new"
    before = stand_in.state()
    with pytest.raises(ConflictError, match=r"nothing was written\. dashboard 'engagement-small-en': maija \(2026-11"):
        publish(*given)
    assert stand_in.state() == before
    (step,) = plan(*given)
    assert 'title: "Mine" -> "Small"' in step.differences


def test_with_overwrite_it_is(given: Given, stand_in: StandIn) -> None:
    """And then it is as the code has it."""
    grafana, settings, wanted = given
    publish(*given)
    before = stand_in.state()
    stand_in.saved_by_hand("engagement-small-en", lambda dashboard: dashboard.update(title="Mine"))
    publish(grafana, settings, dataclasses.replace(wanted, overwrite=True))
    assert stand_in.state() == before
    assert publish(*given) == []


def test_what_somebody_saved_without_a_change_is_no_conflict(given: Given, stand_in: StandIn) -> None:
    """A new version with the same content is left as it is."""
    publish(*given)
    stand_in.saved_by_hand("engagement-small-en", lambda _dashboard: None)
    assert publish(*given) == []


def test_a_change_between_looking_and_writing_is_a_conflict(
    given: Given, board: dict[str, Any], stand_in: StandIn, grafana: Grafana
) -> None:
    """The version that was read is sent along, and the server compares."""
    publish(*given)
    board["title"] = "New"
    (step,) = plan(*given)
    stand_in.saved_by_hand("engagement-small-en", lambda dashboard: dashboard.update(title="Mine"))
    with pytest.raises(ConflictError, match=r"'engagement-small-en' was changed in Grafana meanwhile \(412.*run it"):
        step.write(grafana)
    assert stand_in.dashboards["engagement-small-en"][-1]["dashboard"]["title"] == "Mine"


def test_a_moved_dashboard_is_moved_back(given: Given, stand_in: StandIn) -> None:
    """Its folder is part of what is published."""
    publish(*given)
    stand_in.metas["engagement-small-en"]["folderUid"] = ""
    (step,) = publish(*given)
    assert step.differences == ("moved from the folder 'General' to 'engagement-en'",)
    assert stand_in.metas["engagement-small-en"]["folderUid"] == "engagement-en"


def test_a_provisioned_dashboard_is_a_conflict(given: Given, stand_in: StandIn) -> None:
    """Found before anything is written."""
    publish(*given)
    stand_in.metas["engagement-small-en"].update(provisioned=True, provisionedExternalId="small.json")
    with pytest.raises(ConflictError, match=r"provisioned from a file of Grafana's server \(small.json\)"):
        plan(*given)


@pytest.mark.parametrize("where", ["folder", "dashboard"])
def test_what_may_not_be_saved_is_found_before_anything_is_written(given: Given, stand_in: StandIn, where: str) -> None:
    """Grafana says it when asked."""
    publish(*given)
    asked = len(stand_in.writes)
    if where == "folder":
        stand_in.folders["engagement-sv"]["canSave"] = False
    else:
        stand_in.metas["engagement-small-en"]["canSave"] = False
    with pytest.raises(GrafanaRightsError, match="does not allow to save"):
        publish(*given)
    assert len(stand_in.writes) == asked


def test_a_provisioned_data_source_is_left_alone(given: Given, stand_in: StandIn) -> None:
    """As in docker-compose.yml, where Grafana reads it from a file."""
    source = {"uid": UID, "name": "x", "type": "grafana-clickhouse-datasource", "readOnly": True, "version": 1}
    stand_in.sources[UID] = source
    publish(*given)
    assert stand_in.sources[UID] == source


def test_the_data_source_of_another_kind_is_a_conflict(given: Given, stand_in: StandIn) -> None:
    """It is not ours to change."""
    stand_in.sources[UID] = {"uid": UID, "name": "x", "type": "prometheus", "version": 1}
    with pytest.raises(ConflictError, match="is of type 'prometheus'"):
        plan(*given)


def test_the_password_is_sent_once_and_is_nowhere_else(given: Given, stand_in: StandIn) -> None:
    """Grafana does not give it back; with `send_password` it is sent again."""
    grafana, settings, wanted = given
    steps = publish(*given)
    assert stand_in.passwords == {UID: "for-the-reader"}
    assert "for-the-reader" not in repr(steps) + repr(settings) + repr(stand_in.state())
    (again,) = publish(grafana, settings, dataclasses.replace(wanted, send_password=True))
    assert again.differences == ("its password is set",)


def test_what_a_person_set_of_the_data_source_beyond_ours_stays(given: Given, stand_in: StandIn) -> None:
    """A limit of connections, say."""
    grafana, settings, wanted = given
    publish(*given)
    stand_in.sources[UID]["jsonData"]["maxOpenConns"] = "7"
    assert publish(*given) == []
    moved = settings.model_copy(update={"grafana_clickhouse_url": "https://elsewhere"})
    (step,) = publish(grafana, moved, wanted)
    assert 'jsonData.host: "clickhouse" -> "elsewhere"' in step.differences
    assert stand_in.sources[UID]["jsonData"]["maxOpenConns"] == "7"
    assert stand_in.sources[UID]["jsonData"]["port"] == 443


def test_a_grafana_that_cannot_read_clickhouse_is_told_of(given: Given, stand_in: StandIn) -> None:
    """By the data source's own health."""
    publish(*given)
    assert trouble_of(given[0]) == ""
    stand_in.clickhouse_answers = False
    assert "Grafana cannot read ClickHouse by the data source" in trouble_of(given[0])


def test_a_rule_that_was_paused_in_grafana_stays_paused(given: Given, stand_in: StandIn) -> None:
    """That is no difference, and no change puts it on again."""
    publish(*given)
    rules = stand_in.groups["engagement-alerts", "Pipeline"]["rules"]
    rules[0]["isPaused"] = True
    assert publish(*given) == []
    rules[1]["for"] = "1h"
    grafana, settings, wanted = given
    publish(grafana, settings, dataclasses.replace(wanted, overwrite=True))
    paused = [rule["isPaused"] for rule in stand_in.groups["engagement-alerts", "Pipeline"]["rules"]]
    assert paused == [True, False, False]


def test_a_rule_that_somebody_changed_in_grafana_is_a_conflict(given: Given, stand_in: StandIn) -> None:
    """Its mark no longer fits it."""
    publish(*given)
    stand_in.groups["engagement-alerts", "Gatherings"]["rules"][0]["for"] = "1h"
    with pytest.raises(ConflictError, match="somebody changed 'A gathering is full' in Grafana since"):
        publish(*given)


def test_a_rule_of_an_older_release_is_changed_without_a_conflict(given: Given, stand_in: StandIn) -> None:
    """Its mark fits what it is, though that is not what is wanted."""
    publish(*given)
    kept = copy.deepcopy(stand_in.groups)
    grafana, settings, wanted = given
    finnish: Wanted = dataclasses.replace(wanted, dashboards={"fi": [], **wanted.dashboards})
    steps = publish(grafana, settings, finnish)
    assert [step.conflict for step in steps] == [""] * len(steps)
    rule = stand_in.groups["engagement-alerts", "Gatherings"]["rules"][0]
    assert rule["title"] == "Tapahtuma on täynnä"
    assert rule["annotations"][MARK] != kept["engagement-alerts", "Gatherings"]["rules"][0]["annotations"][MARK]


def test_annotations_follow_the_file(given: Given, stand_in: StandIn) -> None:
    """A new day moves it, one that is gone is deleted, and what is not ours stays."""
    grafana, settings, wanted = given
    publish(*given)
    stand_in.annotations[999] = {"id": 999, "text": "by hand", "tags": ["deploy"], "time": 1, "timeEnd": 2}
    first = dataclasses.replace(CAMPAIGNS[0], ends=CAMPAIGNS[0].ends.replace(day=29))
    steps = publish(grafana, settings, dataclasses.replace(wanted, campaigns=[first]))
    assert sorted(step.action for step in steps) == ["change", "change", "delete", "delete"]
    assert {one["text"] for one in stand_in.annotations.values()} == {"Autumn", "Höst", "by hand"}
    assert publish(grafana, settings, dataclasses.replace(wanted, campaigns=[first])) == []


def test_without_a_file_annotations_are_left_alone(given: Given, stand_in: StandIn) -> None:
    """They are not even read."""
    grafana, settings, wanted = given
    publish(*given)
    publish(grafana, settings, dataclasses.replace(wanted, campaigns=None))
    assert len(stand_in.annotations) == 4


def test_a_language_alone_leaves_the_others_as_they_are(given: Given, stand_in: StandIn) -> None:
    """Dashboards, folders and annotations of other languages stay."""
    grafana, settings, wanted = given
    publish(*given)
    before = stand_in.state()
    publish(grafana, settings, dataclasses.replace(wanted, dashboards={"en": wanted.dashboards["en"]}))
    assert stand_in.state() == before
