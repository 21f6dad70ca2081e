"""``wallboard check``: is this file sound, and what would it make of this input?"""

import argparse
import sys
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD, EXIT_INPUT


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "check", help="validate room, screen, theme, rule, mapping, scenario files"
    )
    parser.add_argument("files", nargs="+", metavar="FILE|NAME", help="a file, or the name of a shipped one")
    parser.add_argument(
        "--input",
        type=Path,
        metavar="INPUT",
        help="foreign documents: preview the facts that a mapping makes",
    )
    parser.add_argument(
        "--limit", type=int, default=3, metavar="N", help="facts to show of each type (default 3)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check every file, whatever the others are worth: ``ok`` lines on stdout, faults on stderr."""
    from wallboard.config.errors import ConfigError

    code = EXIT_GOOD
    for name in args.files:
        try:
            paths = _files(name)
        except ConfigError as error:
            print(error, file=sys.stderr)
            code = EXIT_INPUT
            continue
        for path in paths:
            try:
                sound = _check(path, args.input, args.limit)
            except ConfigError as error:
                print(error, file=sys.stderr)
                sound = False
            if not sound:
                code = EXIT_INPUT
    return code


def _files(name: str) -> list[Path]:
    """A path as it is; a bare name as the shipped files that bear it. Raises ConfigError."""
    from wallboard.shell.file_kinds import shipped

    bare = "/" not in name and "\\" not in name and not name.endswith(".toml")
    return shipped(name) if bare and not Path(name).exists() else [Path(name)]


def _check(path: Path, given: Path | None, limit: int) -> bool:
    """Check one file; False where its input has records that fail. Raises ConfigError."""
    from wallboard.config.errors import ConfigError, shown_path
    from wallboard.shell.file_kinds import kind_of, remarks_on

    kind = kind_of(path)
    loaded = kind.load(path)
    print(f"ok  {shown_path(path)}: {kind.name}")
    for remark in remarks_on(loaded):
        print(f"warning  {shown_path(path)}: {remark}", file=sys.stderr)
    if given is None:
        return True
    if kind.name != "mapping":
        raise ConfigError(shown_path(path), "", f"is a {kind.name}", "--input is for mapping files")
    from feeds.mapping.input import InputFault
    from wallboard.shell.preview import preview

    try:
        report = preview(loaded, given, limit)
    except InputFault as fault:
        print(fault, file=sys.stderr)
        return False
    for line in report.lines():
        print(f"    {line}")
    for line in report.faults():
        print(f"{shown_path(given)}: {line}", file=sys.stderr)
    if not report.sound:
        print(f"{shown_path(given)}: does not fit {shown_path(path)}", file=sys.stderr)
    return report.sound
