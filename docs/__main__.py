"""`python -m docs`: write the reference pages that follow from the code; with `--check`, only say which are old."""

import sys
from pathlib import Path

from docs.generate import PAGES

__all__ = ["FOLDER", "main"]

FOLDER = Path(__file__).parent / "reference"


def main(*, check: bool) -> int:
    """Write every page that differs from what is there, and name it. Exit code 1 if `check` and one differs."""
    old = []
    for name, page in PAGES.items():
        path, text = FOLDER / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            old.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for name in old:
        sys.stdout.write(f"docs/reference/{name} {'is old; run `python -m docs`' if check else 'written'}\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
