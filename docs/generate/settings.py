"""The page of settings, from every `settings.py` of the packages."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from docs.generate.commands import command_paths
from docs.generate.markdown import page, table

__all__ = ["settings", "settings_classes", "variables"]

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("streams", "producers", "dashboards", "embedded")
_PARTS = ("publishing",)
"""Parts of packages that a command of another name reads."""


def settings_classes(*, mounted: bool = True) -> Iterator[type[BaseSettings]]:
    """Yield each class of settings that a `settings.py` of the packages defines.

    With `mounted`, a part of a package (`producers/gateway`) counts only once `engage` has a command of its name.
    """
    commands = {path[0] for path in command_paths()}
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("settings.py"), key=lambda found: len(found.parts)):
            name = ".".join(path.relative_to(_ROOT).with_suffix("").parts)
            if mounted and path.parent.name not in {package, *_PARTS, *commands}:
                continue
            for value in vars(import_module(name)).values():
                if isinstance(value, type) and issubclass(value, BaseSettings) and value.__module__ == name:
                    yield value


def variables(*, mounted: bool = True) -> dict[str, tuple[FieldInfo, list[str]]]:
    """Return each variable with its field and the names of the modules that read it."""
    found: dict[str, tuple[FieldInfo, list[str]]] = {}
    for kind in settings_classes(mounted=mounted):
        prefix = str(kind.model_config["env_prefix"])
        for name, field in kind.model_fields.items():
            found.setdefault(f"{prefix}{name}".upper(), (field, []))[1].append(kind.__module__)
    return found


def settings() -> str:
    """Return the page."""
    return page(
        "Settings",
        "Environment variables, read when a command runs, never at import. A value that does not fit is refused with "
        "its name. While `engage up` runs, the other commands find its engines by `ENGAGE_DATA_DIR`, unless "
        "`ENGAGE_KAFKA_BOOTSTRAP` and `ENGAGE_CLICKHOUSE_URL` are both set.",
        table(
            ("variable", "default", "meaning", "bounds", "read by"),
            (
                (
                    f"`{name}`",
                    _default(field),
                    f"{field.description}.",
                    _bounds(field),
                    ", ".join(f"`{module}`" for module in modules),
                )
                for name, (field, modules) in variables().items()
            ),
        ),
    )


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "see the meaning"
    value: Any = field.default
    if value is None:
        return "unset"
    shown = value.get_secret_value() if isinstance(value, SecretStr) else value
    return f"`{shown:g}`" if isinstance(shown, float) else f"`{shown}`" if str(shown) else "empty"


def _bounds(field: FieldInfo) -> str:
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    found = [
        f"{sign} {getattr(rule, name):g}"
        for rule in field.metadata
        for name, sign in signs.items()
        if getattr(rule, name, None) is not None
    ]
    return ", ".join(found)
