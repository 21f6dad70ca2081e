"""``wallboard convert``: foreign documents -> recording, by mapping files."""

import argparse
import sys
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults
from wallboard.shell.out_paths import recording_out


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("convert", help="foreign documents -> recording, by a mapping file")
    parser.add_argument(
        "--mapping",
        action="append",
        required=True,
        metavar="NAME|FILE|GLOB",
        help="mapping file, or the name of a shipped one; may be repeated, and 'az-*' takes all that match",
    )
    parser.add_argument(
        "input", type=Path, help="what to convert; its form is declared in the mapping's [input]"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--room", default="storm", help="room whose rule set judges it (default: storm)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Convert, with a progress bar on a terminal and plain lines elsewhere."""
    from feeds.convert import ConvertError, convert
    from feeds.recording import RecordingError
    from wallboard.config.load import ConfigError
    from wallboard.config.room import load_room
    from wallboard.config.rule_sets import load_rule_set

    out = recording_out(args.out)
    if out.exists() and args.input.exists() and out.samefile(args.input):
        raise InputError(f"--out {out}: is the input itself; name another file")
    with input_faults(ConfigError, RecordingError, ConvertError):
        room = load_room(args.room)
        rules = load_rule_set(room.rules) if room.rules else None
        report = convert(mapping_paths(args.mapping), args.input, out, _Progress(), rules, room.area_class)
    print(report.words())
    return EXIT_GOOD


def mapping_paths(names: list[str]) -> list[Path]:
    """Names, files and globs of mapping files -> paths. Raises InputError where one matches nothing."""
    from wallboard.config.load import resource

    found: list[Path] = []
    shipped = resource("mappings")
    for name in names:
        path = Path(name)
        if path.is_file():
            found.append(path)
            continue
        matches = sorted(shipped.glob(name if name.endswith(".toml") else f"{name}.toml"))
        if not matches:
            known = ", ".join(sorted(p.stem for p in shipped.glob("*.toml")))
            raise InputError(f"--mapping {name}: no such file and no shipped mapping; shipped are {known}")
        found += matches
    return found


class _Progress:
    """Share done and the instant reached -> a bar on a terminal, a line every tenth elsewhere."""

    def __init__(self) -> None:
        self._said = -1

    def __call__(self, done: float, at: str) -> None:
        step = int(done * (50 if sys.stderr.isatty() else 10))
        if step == self._said:
            return
        self._said = step
        if sys.stderr.isatty():
            end = "\n" if done >= 1 else ""
            sys.stderr.write(f"\r[{'#' * step}{' ' * (50 - step)}] {done:4.0%} {at}{end}")
        else:
            sys.stderr.write(f"converting {done:4.0%} {at}\n")
        sys.stderr.flush()
