"""What `engage doctor` looks at beyond the stream: keys of pseudonyms and API keys, and Grafana's plugin."""

from __future__ import annotations

import json
import stat
import urllib.error
import urllib.request
from collections.abc import Iterable
from typing import TYPE_CHECKING

from streams.doctor import Check, Examination, Finding

if TYPE_CHECKING:
    from pathlib import Path

    from embedded.settings import EmbeddedSettings

PLUGIN = "grafana-clickhouse-datasource"
_OPEN_TO_OTHERS = 0o077
_ANSWER_SECONDS = 5.0


def other_checks() -> tuple[Check, ...]:
    """Return the checks; Grafana's is among them where ENGAGE_GRAFANA_URL is set."""
    from embedded.settings import EmbeddedSettings

    settings = EmbeddedSettings()
    keys = Check("keys", "look at ENGAGE_KEY_DIR", _look_at_keys)
    if not settings.grafana_url:
        return (keys,)
    return keys, Check("Grafana", "look at ENGAGE_GRAFANA_URL", lambda _given: _look_at_plugin(settings))


def _look_at_keys(given: Examination) -> Iterable[Finding]:
    """Whether keys are where only their owner reads them, and none is kept longer than it is needed."""
    from producers.errors import ProducerError
    from producers.gateway.settings import GatewaySettings
    from producers.key_status import examine_keys
    from producers.keys import KeyRing

    settings = GatewaySettings()
    directory = settings.key_dir.expanduser()
    if not (directory.exists() or settings.organisers_file.expanduser().exists()):
        state = f"not looked at: neither {directory} nor {settings.organisers_file.expanduser()} is on this machine"
        return [Finding("keys", f"{state}; look where the gateway runs", looked_at=False)]
    amiss = list(_open_to_others(settings.organisers_file.expanduser()))
    try:
        for found in examine_keys(KeyRing(directory), given.now()):
            if found.remedy:
                whose = f"{found.season} {found.programme}: " if found.season else ""
                amiss.append(Finding("keys", f"{whose}{found.state}", found.remedy))
    except (ProducerError, OSError) as error:
        amiss.append(Finding("keys", str(error), f"let this user read {directory}, or set ENGAGE_KEY_DIR"))
    return amiss or [Finding("keys", f"{directory}: open to nobody else, none kept too long")]


def _open_to_others(file: Path) -> Iterable[Finding]:
    if file.exists() and (mode := stat.S_IMODE(file.stat().st_mode)) & _OPEN_TO_OTHERS:
        yield Finding("keys", f"{file} is open to others, mode {mode:04o}", f"chmod 600 {file}")


def _look_at_plugin(settings: EmbeddedSettings) -> Iterable[Finding]:
    """Whether Grafana answers and has the plugin that reads ClickHouse."""
    url = settings.grafana_url.rstrip("/")
    request = urllib.request.Request(f"{url}/api/plugins/{PLUGIN}/settings")  # noqa: S310  the settings allow http and https
    if token := settings.grafana_token.get_secret_value():
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310
            told = json.load(answer)
            version, enabled = told["info"]["version"], told["enabled"]
    except urllib.error.HTTPError as error:
        with error:
            return [_refused(url, error.code)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        state = f"{url} did not answer as Grafana does: {type(error).__name__}: {error}"
        return [Finding("Grafana", state, "start it, or set ENGAGE_GRAFANA_URL")]
    state = f"{url}: plugin {PLUGIN} {version}"
    return [Finding("Grafana", state, "" if enabled else f"enable the plugin {PLUGIN} in Grafana")]


def _refused(url: str, code: int) -> Finding:
    if code == 404:
        state = f"{url} has no plugin {PLUGIN}"
        return Finding("Grafana", state, f"run `grafana cli plugins install {PLUGIN}` and start Grafana anew")
    return Finding(
        "Grafana", f"{url} answers {code}", "set ENGAGE_GRAFANA_TOKEN to a service account's that may read plugins"
    )
