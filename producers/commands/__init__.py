"""The producers' part of the command line: `engage emit`, `import`, `simulate` and `keys`.

Exit codes: 0 everything arrived (or, with `--dry-run`, is valid); 1 something was refused: change it; 2 wrong usage or
settings; 3 the broker is not available or a topic is missing: try again, nothing was counted twice.
"""

from producers.commands.emit import emit_app
from producers.commands.importing import import_app
from producers.commands.keys import keys_app
from producers.commands.simulating import simulate

__all__ = ["emit_app", "import_app", "keys_app", "simulate"]
