"""The pages of docs/reference that follow from the code, each made by a function without arguments."""

from collections.abc import Callable, Mapping

from docs.generate.commands import commands
from docs.generate.events import events
from docs.generate.privacy import privacy
from docs.generate.rejections import rejections
from docs.generate.settings import settings

__all__ = ["PAGES"]

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "events.md": events,
    "privacy.md": privacy,
    "rejections.md": rejections,
    "settings.md": settings,
}
