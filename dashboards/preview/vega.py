"""Vega, Vega-Lite and vega-embed as one script."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from dashboards.errors import PreviewError

__all__ = ["cached", "kept", "vega"]


@cache
def vega() -> str:
    """Return the script, 0.9 MB, as it may stand in a page of HTML.

    To bundle it takes seconds, so it is kept in the user's cache, by the version of the library that brings it.

    Raises:
        PreviewError: The library is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise PreviewError(
            "previews need Vega, which is not installed; pip install 'engagement-pipeline[previews]'"
        ) from error
    script = kept(
        cached(f"vega-{version('vl-convert-python')}.js"),
        lambda: str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")),
    )
    return script.replace("</script", "<\\/script")


def cached(name: str) -> Path:
    """Return a file's place where the user keeps what can be made again; `embedded` keeps its own there too."""
    if configured := os.environ.get("XDG_CACHE_HOME"):
        return Path(configured) / "engagement-pipeline" / name
    folder = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return folder / "engagement-pipeline" / name


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the text of a file; make the text and keep it there where there is none.

    The file is whole or absent, also where two processes write it at once. A folder that cannot be written costs the
    time to make the text, and nothing else.
    """
    with suppress(OSError):
        return path.read_text(encoding="utf-8")
    text = make()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return text
