"""The files of the pages, as they are served."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from producers.gateway.desk.forms import forms_script
from producers.gateway.languages import LANGUAGES
from schemas.programmes import Programme

__all__ = ["PageFile", "page_files", "path_of"]

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}
_SERVICE_WORKER = "service-worker.js"


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file: its bytes, its media type and its entity tag."""

    content: bytes
    media_type: str
    etag: str


@cache
def page_files() -> Mapping[str, PageFile]:
    """Return all files by their names.

    The service worker is given the other files' names and a version that changes with any of them, so that a device
    that has an older page takes the new one as a whole.
    """
    folder = files("producers.gateway") / "static"
    contents = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.rpartition(".")[2] in _TYPES}
    contents["programmes.js"] = _programmes().encode()
    contents["forms.js"] = forms_script().encode()
    kept = sorted(name for name in contents if name not in {_SERVICE_WORKER, "paper.css"})
    version = sha256(b"".join(contents[name] for name in kept)).hexdigest()[:16]
    shell = [path_of(name) for name in kept]
    opening = f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps(shell)};\n"
    contents[_SERVICE_WORKER] = opening.encode() + contents[_SERVICE_WORKER]
    return {
        name: PageFile(content, _TYPES[name.rpartition(".")[2]], f'"{sha256(content).hexdigest()[:32]}"')
        for name, content in contents.items()
    }


def path_of(name: str) -> str:
    """Return the path under which a file is served: a page by its name alone, the door's by none."""
    return "/" if name == "index.html" else f"/{name.removesuffix('.html')}"


def _programmes() -> str:
    """Return the module that says what each programme is called, in the page's languages and if it takes cards."""
    known = {
        programme.value: {
            "names": [programme.profile.name.in_(language) for language in LANGUAGES],
            "cards": programme.carries_persons,
        }
        for programme in Programme
    }
    return f"// Made out of the programmes' profiles.\n\nexport const PROGRAMMES = {json.dumps(known, indent=2)};\n"
