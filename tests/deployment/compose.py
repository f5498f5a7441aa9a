"""docker-compose.yml, read as docker compose reads it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

__all__ = ["ROOT", "compose", "interpolated", "required", "services"]

ROOT = Path(__file__).parents[2]

_VARIABLE = re.compile(r"\$\{([A-Z_]+)(?:(:[?-])([^}]*))?\}")


def compose() -> dict[str, Any]:
    """The file with its anchors resolved, variables as they are."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def services() -> dict[str, dict[str, Any]]:
    """The services by name."""
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def required() -> set[str]:
    """The variables without which docker compose refuses the file."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return {match[1] for match in _VARIABLE.finditer(text) if match[2] == ":?"}


def interpolated(value: Any, variables: Mapping[str, str]) -> str:
    """A value as a container gets it: variables in their place, numbers as text."""

    def of(match: re.Match[str]) -> str:
        name, how, default = match.groups()
        if name in variables:
            return variables[name]
        if how == ":-":
            return str(default)
        raise KeyError(name)

    return _VARIABLE.sub(of, str(value))
