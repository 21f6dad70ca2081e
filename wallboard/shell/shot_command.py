"""``wallboard shot``: one picture of one page, no display needed."""

import argparse
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD, input_faults
from wallboard.shell.moment_arguments import add_moment_arguments


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("shot", help="one picture of one page, no display needed")
    parser.add_argument("screen", help="screen file or name, such as overview")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    parser.add_argument("--size", default="1920x1080", metavar="WxH")
    parser.add_argument("--theme", help="theme file or name (dark, light) instead of the room's")
    parser.add_argument("--lang", choices=("zh", "en"), help="instead of the room's")
    add_moment_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Paint the page of that moment and say where the picture is."""
    from wallboard.config.load import ConfigError
    from wallboard.config.screen import load_screen
    from wallboard.config.theme_file import load_theme_file
    from wallboard.shell.application import offscreen_application
    from wallboard.shell.moments import open_moment
    from wallboard.shell.pictures import (
        check_picture,
        page_of_moment,
        paint,
        save,
        size_of,
        window_for,
    )

    with input_faults(ConfigError):
        size = size_of(args.size)
        check_picture(args.out)
        screen = load_screen(args.screen)
        moment = open_moment(args)
        window = window_for(moment.room, screen)
        theme, language = args.theme or window.theme, args.lang or window.language
        load_theme_file(theme)
        application = offscreen_application()
        page = page_of_moment(moment, screen, size, theme, language, application.family)
        save(paint(page), args.out)
    print(args.out)
    return EXIT_GOOD
