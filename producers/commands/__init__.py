"""The producers' part of the command line, from `engage emit` to `engage gateway`.

Exit codes: 0 everything arrived (or, with `--dry-run`, is valid); 1 something was refused: change it; 2 wrong usage or
settings; 3 the broker is not available or a topic is missing: try again, nothing was counted twice.
"""

from producers.commands.emit import emit_app
from producers.commands.gateway import gateway
from producers.commands.importing import import_app
from producers.commands.keys import keys_app
from producers.commands.organisers import organisers_app
from producers.commands.simulating import simulate

__all__ = ["emit_app", "gateway", "import_app", "keys_app", "organisers_app", "simulate"]
