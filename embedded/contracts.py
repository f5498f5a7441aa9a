"""The commands of contracts: export them as documents, and say what a change of them breaks and touches."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from schemas.export_format import ENDING, Format

__all__ = ["contracts_app"]

contracts_app = typer.Typer(
    name="contracts",
    help="The contracts of events: export them, compare them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_REFERENCE = re.compile(r'"#/\$defs/([^"]+)"')

Exported = dict[str, Any]
"""JSON Schemas by their programmes."""


@contracts_app.command()
def export(
    *,
    folder: Annotated[
        Path | None, typer.Option(help="Where to write the files; by default all is printed.", show_default=False)
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="What to export.")] = Format.ALL,
) -> None:
    """Export JSON Schema (2020-12) of every programme's contract, and AsyncAPI 3.0 of the topics.

    The same code always gives the same files. Without --folder, AsyncAPI is printed as it is, the others as one JSON
    object by the names of their files.
    """
    from schemas.export import exported, text_of

    documents = exported(format_)
    if folder is None:
        printed = documents["asyncapi.json"] if format_ is Format.ASYNCAPI else documents
        typer.echo(text_of(printed), nl=False)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, document in documents.items():
            (folder / name).write_text(text_of(document), encoding="utf-8")
            typer.echo(f"{folder / name} written")
    except OSError as error:
        raise typer.BadParameter(
            f"{folder} cannot be written to: {error.strerror}; name another folder", param_hint="--folder"
        ) from error


@contracts_app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="An exported JSON Schema, or a folder of them.")],
    new: Annotated[
        Path | None,
        typer.Argument(help="The same of another release; by default this release's own.", show_default=False),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Show how contracts changed, whether old events are still valid, and which numbers each change touches.

    Of a file, only its programme is compared. Exit codes: 0 each event that was valid still is, 1 some are refused now.
    """
    from dataclasses import asdict

    from embedded.touching import touched_by
    from schemas.evolution import changes

    older = _read(old, "OLD")
    newer = _of_this_release() if new is None else _read(new, "NEW")
    whole = old.is_dir() and (new is None or new.is_dir())
    programmes = sorted(older.keys() | newer.keys() if whole else older.keys() & newer.keys())
    if not programmes:
        raise typer.BadParameter(
            f"{old} is of {', '.join(older)}, {new} of {', '.join(newer)}; name two of one programme", param_hint="NEW"
        )
    found = [one for name in programmes for one in changes(name, older.get(name), newer.get(name))]
    breaking = [one for one in found if one.breaking]
    if as_json:
        listed = [{**asdict(one), "touches": asdict(touched_by(one))} for one in found]
        typer.echo(json.dumps({"breaking": bool(breaking), "changes": listed}, ensure_ascii=False))
    else:
        for one in found:
            touches = touched_by(one)
            place = " ".join(part for part in (one.programme, one.event, one.field) if part)
            typer.echo(f"{'breaking' if one.breaking else 'compatible'}: {place}: {one.what}")
            for kind, names in asdict(touches).items():
                typer.echo(f"  {kind.replace('_', '-')}: {', '.join(names) or 'none'}")
        if breaking:
            typer.echo(f"{len(breaking)} of {len(found)} changes are breaking: they need a second version of the type.")
        elif found:
            typer.echo("compatible: each event that was valid still is")
        else:
            typer.echo("nothing has changed")
    if breaking:
        sys.exit(1)


def _of_this_release() -> Exported:
    from schemas.export import json_schema_of
    from schemas.programmes import Programme

    return {programme.value: json_schema_of(programme) for programme in Programme}


def _read(path: Path, hint: str) -> Exported:
    """Read an exported JSON Schema or a folder of them.

    Raises:
        typer.BadParameter: there is none, or one is not what was exported.
    """
    remedy = "make it with `engage contracts export --folder FOLDER`"
    files = sorted(path.glob(f"*{ENDING}")) if path.is_dir() else [path]
    if not files:
        raise typer.BadParameter(f"{path} has no file that ends in {ENDING}; {remedy}", param_hint=hint)
    read: Exported = {}
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
            schema = json.loads(text)
        except OSError as error:
            raise typer.BadParameter(f"{file} cannot be read: {error.strerror}; {remedy}", param_hint=hint) from error
        except ValueError as error:
            raise typer.BadParameter(f"{file} is not JSON: {error}; {remedy}", param_hint=hint) from error
        id_ = schema.get("$id") if isinstance(schema, dict) else None
        parts = str(id_).split(":")
        if len(parts) != 4 or parts[:2] != ["urn", "engagement"] or "oneOf" not in schema:
            raise typer.BadParameter(f"{file} is not the JSON Schema of a programme; {remedy}", param_hint=hint)
        if unknown := set(_REFERENCE.findall(text)) - schema.get("$defs", {}).keys():
            raise typer.BadParameter(f"{file} lacks the definition {min(unknown)}; {remedy}", param_hint=hint)
        read[parts[2]] = schema
    return read
