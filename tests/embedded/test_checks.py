"""What the doctor finds beyond the stream: keys open to others, and a Grafana without its plugin."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from embedded.checks import PLUGIN, other_checks
from producers.keys import KeyRing
from producers.seasons import season_of
from schemas.programmes import Programme
from streams.doctor import Finding, examine
from streams.settings import StreamSettings


class Grafana:
    """An HTTP server that answers for one plugin as Grafana does."""

    def __init__(self) -> None:
        self.status, self.enabled = 200, True
        self.asked: list[tuple[str, str]] = []
        grafana = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                grafana.asked.append((self.path, self.headers["Authorization"] or ""))
                self.send_response(grafana.status)
                self.end_headers()
                told = {"id": PLUGIN, "enabled": grafana.enabled, "info": {"version": "4.20.0"}}
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def grafana() -> Iterator[Grafana]:
    grafana = Grafana()
    yield grafana
    grafana.server.shutdown()
    grafana.server.server_close()


@pytest.fixture
def examined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Finding]]:
    """Look at one subject, with these variables in the environment."""
    monkeypatch.setenv("ENGAGE_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("ENGAGE_ORGANISERS_FILE", str(tmp_path / "organisers.json"))

    def look(subject: str, **environment: str) -> list[Finding]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        found = examine(StreamSettings(), lambda: datetime.now(UTC), other_checks())
        return [finding for finding in found if finding.subject == subject]

    return look


def test_a_machine_without_keys_says_that_it_looked_at_none(examined: Callable[..., list[Finding]]) -> None:
    """Where a worker runs there is no folder of keys: that is no fault, and nothing that was found in order."""
    (found,) = examined("keys")
    assert (found.healthy, found.looked_at) == (True, False)
    assert "where the gateway runs" in found.state


def test_keys_that_are_open_to_others_are_found(tmp_path: Path, examined: Callable[..., list[Finding]]) -> None:
    """The directory, a key and the file of API keys; the remedy is the command that closes each."""
    KeyRing(tmp_path / "keys").create(season_of(datetime.now(UTC)), Programme.YOUTH_CENTRE)
    (found,) = examined("keys")
    assert found.healthy
    (key,) = (tmp_path / "keys").glob("*.key")
    organisers = tmp_path / "organisers.json"
    organisers.write_text("{}")
    for path, mode in ((tmp_path / "keys", 0o755), (key, 0o644), (organisers, 0o640)):
        path.chmod(mode)
    remedies = {finding.remedy.partition(";")[0] for finding in examined("keys")}
    assert remedies == {f"chmod 700 {tmp_path / 'keys'}", f"chmod 600 {key}", f"chmod 600 {organisers}"}


def test_a_grafana_without_the_plugin_is_found(grafana: Grafana, examined: Callable[..., list[Finding]]) -> None:
    """Missing, off, not to be asked, and away; with it Grafana is in order. Without an address it is not asked."""
    assert examined("Grafana") == []
    address = {"ENGAGE_GRAFANA_URL": grafana.url, "ENGAGE_GRAFANA_TOKEN": "glsa_made_up"}
    (fine,) = examined("Grafana", **address)
    assert (fine.state, fine.remedy) == (f"{grafana.url}: plugin {PLUGIN} 4.20.0", "")
    assert grafana.asked == [(f"/api/plugins/{PLUGIN}/settings", "Bearer glsa_made_up")]
    grafana.enabled = False
    (off,) = examined("Grafana")
    assert off.remedy == f"enable the plugin {PLUGIN} in Grafana"
    grafana.status = 404
    (missing,) = examined("Grafana")
    assert f"plugins install {PLUGIN}" in missing.remedy
    grafana.status = 401
    (refused,) = examined("Grafana")
    assert "ENGAGE_GRAFANA_TOKEN" in refused.remedy
    (away,) = examined("Grafana", ENGAGE_GRAFANA_URL="http://127.0.0.1:9")
    assert "ENGAGE_GRAFANA_URL" in away.remedy
    assert "glsa_made_up" not in repr([fine, off, missing, refused, away])
