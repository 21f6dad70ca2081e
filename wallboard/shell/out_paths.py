"""Where a recording may be written: never over something else, nor under the name of another kind of file."""

from pathlib import Path

from wallboard.shell.faults import InputError

KINDS = {
    "a picture": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff", ".pdf"),
    "a document": (".json", ".jsonl", ".csv", ".xml", ".html", ".geojson", ".txt", ".md", ".log"),
    "a configuration file": (".toml", ".yaml", ".yml", ".ini"),
    "an archive": (".gz", ".tgz", ".tar", ".zip", ".bz2", ".xz"),
    "a program": (".py", ".sh"),
}
"""What people know these endings as; a recording is none of them."""

SQLITE = b"SQLite format 3\0"


def recording_out(path: Path) -> Path:
    """The path that was given with ``--out``. Raises InputError where it can be no recording's."""
    for kind, endings in KINDS.items():
        if path.suffix.lower() in endings:
            raise InputError(
                f"--out {path}: {path.suffix} is the ending of {kind}; a recording's name ends in .rec"
            )
    if path.is_dir():
        raise InputError(f"--out {path}: is a folder; name a file in it, as in {path / 'storm.rec'}")
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(SQLITE)) != SQLITE:
                raise InputError(f"--out {path}: is there already and is no recording; name another file")
    return path
