"""``wallboard atlas``: builds the network of a prefecture, or reads a real one, and says what it is like."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults

if TYPE_CHECKING:
    from wallboard.state.network_figures import NetworkFigures

SUFFIX = ".atlas"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("atlas", help="the network of a room as one file, and its figures")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--seed", type=int, help="build the invented prefecture of this seed (some seconds)")
    what.add_argument(
        "--network", type=Path, metavar="DIR|FILE", help="a folder of CSV files, or an atlas file"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where the atlas goes; its name ends in .atlas"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build or read, write where asked, and print the figures."""
    from feeds.csv_rows import NetworkError
    from wallboard.domain.clock import monotonic
    from wallboard.state.atlas import unpack
    from wallboard.state.network_figures import figures_of

    out = atlas_out(args.out) if args.out is not None else None
    with input_faults(NetworkError):
        began = monotonic()
        raw, notes = _made(args)
        made = monotonic() - began
    for note in notes:
        print(f"wallboard: {note}", file=sys.stderr)
    if out is not None:
        _write(out, raw)
    began = monotonic()
    atlas = unpack(raw)
    opened = monotonic() - began
    print(f"{atlas.title}")
    print(f"digest {atlas.digest}")
    print(
        f"{len(raw) / 1e6:.1f} MB, {'built' if args.seed is not None else 'read'} in {made:.1f} s, ", end=""
    )
    print(f"checked and opened in {opened * 1000:.0f} ms")
    for line in words(figures_of(atlas)):
        print(line)
    return EXIT_GOOD


def words(figures: "NetworkFigures") -> list[str]:
    """The figures, one a line; spreads are the 10th, 50th and 90th percentile."""
    counts = {
        "nodes": figures.nodes,
        "edges": figures.edges,
        "normally open points": figures.open_points,
        "nodes in meshes": figures.meshed_nodes,
        "transformer areas": figures.areas,
        "customers": figures.customers,
        "feeders": figures.feeders,
        "km of medium-voltage line": figures.km,
    }
    spreads = {
        "customers per area (areas of more than one)": figures.customers_an_area,
        "km per feeder": figures.km_a_feeder,
        "areas per feeder": figures.areas_a_feeder,
        "sections per feeder": figures.sections_a_feeder,
    }
    lines = [f"{name:<46}{value:>12,}" for name, value in counts.items()]
    lines += [f"{name:<46}{'  '.join(f'{v:>8,g}' for v in three)}" for name, three in spreads.items()]
    return lines


def atlas_out(path: Path) -> Path:
    """The path that was given with ``--out``. Raises InputError where it can be no atlas's."""
    if path.is_dir():
        raise InputError(f"--out {path}: is a folder; name a file in it, as in {path / 'city.atlas'}")
    if path.suffix != SUFFIX:
        raise InputError(f"--out {path}: an atlas's name ends in {SUFFIX}, as in city{SUFFIX}")
    if not path.parent.is_dir():
        raise InputError(f"--out {path}: there is no folder {path.parent}; make it first")
    return path


def _made(args: argparse.Namespace) -> tuple[bytes, tuple[str, ...]]:
    """The bytes, and what is odd about the files. Raises NetworkError."""
    from feeds.network_csv import load_network, read_network
    from feeds.networks import build_prefecture

    if args.seed is not None:
        if not 0 <= args.seed <= 999_999_999:
            raise InputError(f"--seed {args.seed}: is not from 0 to 999999999")
        print(f"wallboard: building the prefecture of seed {args.seed} …", file=sys.stderr)
        return build_prefecture(args.seed), ()
    if args.network.is_dir():
        raw, report = load_network(args.network)
        return raw, report.notes
    return read_network(args.network)[1], ()


def _write(out: Path, raw: bytes) -> None:
    """Whole or not at all."""
    part = out.with_suffix(".part")
    part.write_bytes(raw)
    part.replace(out)
