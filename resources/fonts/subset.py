"""Cut the bundled fonts out of a Noto Sans CJK collection: see README.md beside this file.

Not a part of the program: it is run by hand when a character is missing, needs ``fonttools`` (in the pinned
development requirements) and prints what it wrote.
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Wallboard Sans SC"

# Letters of Cantonese place names that GB2312 lacks or that are easily lost, and marks.
PLACE_NAMES = "埗塱凼氹涌冚圳滘垌朗蓢磡墟圩尞峒㙟濠沥磱寮坭嘅咁冧喺啲嘢"
MARKS = "▲△▼▽◆◇●○◐◑◒◓◉◎■□▪▫★☆▶◀✓→←↑↓↗↘↖↙⇒⇔①②③④⑤⑥⑦⑧⑨⑩·•…—–≥≤≈≠×÷±°′″‰№℃µΩ‖⚠㎡㎞"

# Signs that Noto Sans CJK has no glyph for, shown with one that it has and that looks the same.
ALIASES = {"⊤": "丅", "⊥": "丄", "✕": "×", "✗": "×", "✔": "✓", "⏵": "▶", "⬤": "●", "⏸": "‖"}


def charset(encoding: str, leads: range) -> set[int]:
    """Every character that the two-byte ``encoding`` can write with a first byte in ``leads``."""
    found: set[int] = set()
    for lead in leads:
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes([lead, trail]).decode(encoding)))
            except (UnicodeDecodeError, TypeError):  # not a character, or two bytes that are two characters
                continue
    return found


def wanted() -> set[int]:
    """GB2312, the 5,401 everyday traditional characters (Big5 level 1), Latin and marks."""
    points = charset("gb2312", range(0xA1, 0xF8)) | charset("big5", range(0xA1, 0xC7))
    for first, last in (
        (0x20, 0x17F),
        (0x2000, 0x206F),
        (0x2160, 0x217F),
        (0x2500, 0x25FF),
        (0x3000, 0x303F),
    ):
        points |= set(range(first, last + 1))
    points |= set(range(0xFF00, 0xFFEF))
    return points | {ord(char) for char in PLACE_NAMES + MARKS + "".join(ALIASES.values())}


def rename(font: TTFont, style: str) -> None:
    """Give the cut its own family name, so that a Noto on the same machine is never taken for it."""
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"WallboardSansSC-{style}"}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 5, 7, 8, 9, 10, 11, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    table.setName(f"2.004;{FAMILY}", 3, 3, 1, 0x409)
    inner = font["CFF "].cff
    inner.fontNames[0] = names[6]
    inner.topDictIndex[0].FamilyName = FAMILY
    inner.topDictIndex[0].FullName = names[4]


def cut(collection: Path, style: str, out: Path) -> None:
    """Write the subset of the collection's SC face to ``out``."""
    faces = TTCollection(str(collection), lazy=True).fonts
    font = next(face for face in faces if face["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = subset.Options()
    options.layout_features = ["kern", "liga", "ccmp", "locl", "mark"]
    options.drop_tables += ["BASE", "vhea", "vmtx", "VORG", "DSIG"]
    options.name_IDs = ["*"]
    job = subset.Subsetter(options)
    job.populate(unicodes=wanted())
    job.subset(font)
    for table in font["cmap"].tables:
        if table.isUnicode() and hasattr(table, "cmap"):
            table.cmap.update({ord(sign): table.cmap[ord(look)] for sign, look in ALIASES.items()})
    rename(font, style)
    font.save(out)
    print(f"{out}: {len(font.getBestCmap()):,} characters, {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Cut both weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="folder with NotoSansCJK-{Regular,Bold}.ttc")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    for style in ("Regular", "Bold"):
        cut(options.folder / f"NotoSansCJK-{style}.ttc", style, options.out / f"WallboardSansSC-{style}.otf")


if __name__ == "__main__":
    main()
