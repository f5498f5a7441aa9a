"""Grafana's provisioning files: their documented shape, and that they say what publishing says."""

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from dashboards.build import old_files
from dashboards.publishing.data_source import data_source
from dashboards.publishing.publish import Wanted
from dashboards.publishing.settings import PublishingSettings
from dashboards.text import LANGUAGES
from tests.deployment.compose import ROOT, services

PROVISIONING = ROOT / "deploy" / "grafana" / "provisioning"
FILES_ONLY = ROOT / "deploy" / "grafana" / "files-only" / "dashboards" / "engagement.yaml"

# Grafana has published no schema of these files; this is its page "Provision Grafana", of 13.0.
_TEXT, _FLAG, _NUMBER = {"type": "string"}, {"type": "boolean"}, {"type": "integer"}
DATA_SOURCES = {
    "type": "object",
    "additionalProperties": False,
    "required": ["apiVersion", "datasources"],
    "properties": {
        "apiVersion": {"const": 1},
        "prune": _FLAG,
        "deleteDatasources": {"type": "array"},
        "datasources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "type", "access"],
                "properties": {
                    **dict.fromkeys(("name", "type", "uid", "url", "user", "database", "basicAuthUser"), _TEXT),
                    **dict.fromkeys(("basicAuth", "withCredentials", "isDefault", "editable"), _FLAG),
                    **dict.fromkeys(("orgId", "version"), _NUMBER),
                    "access": {"enum": ["proxy", "direct"]},
                    "jsonData": {"type": "object"},
                    "secureJsonData": {"type": "object", "additionalProperties": _TEXT},
                },
            },
        },
    },
}
PROVIDERS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["apiVersion", "providers"],
    "properties": {
        "apiVersion": {"const": 1},
        "providers": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "type", "options"],
                "properties": {
                    **dict.fromkeys(("name", "folder", "folderUid"), _TEXT),
                    **dict.fromkeys(("disableDeletion", "allowUiUpdates"), _FLAG),
                    **dict.fromkeys(("orgId", "updateIntervalSeconds"), _NUMBER),
                    "type": {"const": "file"},
                    "options": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["path"],
                        "properties": {"path": _TEXT, "foldersFromFilesStructure": _FLAG},
                    },
                },
            },
        },
    },
}


def read(path: Any) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_folder_holds_what_grafana_looks_for() -> None:
    """Grafana reads these folders by name, and no others."""
    known = {"datasources", "dashboards", "plugins", "alerting", "access-control"}
    assert {path.name for path in PROVISIONING.iterdir()} <= known


@pytest.mark.parametrize("path", sorted((PROVISIONING / "datasources").iterdir()), ids=lambda path: path.name)
def test_a_file_of_data_sources_is_of_the_documented_shape(path: Any) -> None:
    """No key that Grafana does not know: it would be left out without a word."""
    assert [error.message for error in jsonschema_rs.validator_for(DATA_SOURCES).iter_errors(read(path))] == []


def test_the_provisioned_data_source_is_the_one_that_publishing_makes() -> None:
    """Under the same uid, so that dashboards and alert rules find it either way."""
    (told,) = read(PROVISIONING / "datasources" / "clickhouse.yaml")["datasources"]
    made = data_source(PublishingSettings(grafana_clickhouse_url="http://clickhouse:8123"))
    assert {key: told[key] for key in made} == made
    assert told["editable"] is False
    variable = told["secureJsonData"]["password"].removeprefix("$")
    assert variable in services()["grafana"]["environment"]


def test_the_files_only_providers_are_of_the_documented_shape(tmp_path: Path) -> None:
    """And each language has its folder, under the uid and title that publishing gives it."""
    told = read(FILES_ONLY)
    assert [error.message for error in jsonschema_rs.validator_for(PROVIDERS).iter_errors(told)] == []
    folders = Wanted(dashboards={language: [] for language in LANGUAGES}).folders
    for provider, language in zip(told["providers"], LANGUAGES, strict=True):
        assert folders[provider["folderUid"]] == provider["folder"]
        built = {path.parent for path in old_files(tmp_path, [language])}
        assert built == {tmp_path / Path(provider["options"]["path"]).name}
