"""MkDocs's hooks: links that leave docs/ lead to copies within the site, so that they work on GitHub and there.

A page outside docs/ becomes a page below `project`, an image a file there, and any other file a text.
"""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from pymdownx.slugs import slugify

__all__ = ["linked_by", "on_config", "on_files", "on_page_markdown", "rewritten", "site_path"]

ROOT = Path(__file__).parents[1]
BEGINNINGS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
"""Pages outside docs/ that are in the site whoever links them."""

_IMAGES = frozenset({".png", ".svg", ".jpg"})
_LINK = re.compile(r"(\[[^\]]*\]\()([^)\s]+)(\))")
_FENCE = re.compile(r"(^```\w*\n.*?^```$)", re.MULTILINE | re.DOTALL)


def site_path(path: str) -> str:
    """Return the place in the site of a file of the repository, both relative: `docs/a.md` is at `a.md`."""
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    kept = Path(path).suffix in _IMAGES | {".md"}
    return f"project/{path}" if kept else f"project/{path}.txt"


def linked_by(page: str) -> list[str]:
    """Return the files of the repository that a page of it links, in order."""
    found: list[str] = []

    def note(target: str) -> str:
        found.append(target)
        return target

    _with_links((ROOT / page).read_text(encoding="utf-8"), page, note)
    return found


def rewritten(markdown: str, page: str) -> str:
    """Return a page's text with links to where their targets are in the site."""
    folder = posixpath.dirname(site_path(page))
    return _with_links(markdown, page, lambda target: posixpath.relpath(site_path(target), folder or "."))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set the anchors of headings as GitHub does."""
    config.mdx_configs.setdefault("toc", {})["slugify"] = slugify(case="lower")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what pages link outside docs/, and what those pages link in turn."""
    ahead = [*BEGINNINGS, *(f"docs/{file.src_uri}" for file in files.documentation_pages())]
    seen: set[str] = set()
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        if not path.startswith("docs/"):
            files.append(File.generated(config, site_path(path), content=(ROOT / path).read_bytes()))
        if path.endswith(".md"):
            ahead += linked_by(path)
    return files


def on_page_markdown(markdown: str, page: Page, **_given: Any) -> str:
    """Rewrite a page's links."""
    source = page.file.src_uri
    return rewritten(markdown, source.removeprefix("project/") if source.startswith("project/") else f"docs/{source}")


def _with_links(markdown: str, page: str, change: Callable[[str], str]) -> str:
    """Change each link to a file of the repository outside blocks of code; anchors stay as they are."""

    def changed(match: re.Match[str]) -> str:
        before, link, after = match.groups()
        target, hash_, anchor = link.partition("#")
        if not target or "://" in target:
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
        return f"{before}{change(path)}{hash_}{anchor}{after}"

    parts = _FENCE.split(markdown)
    return "".join(part if _FENCE.fullmatch(part) else _LINK.sub(changed, part) for part in parts)
