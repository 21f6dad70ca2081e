"""Wallboard: start here. ``python main.py --help`` lists the commands."""

from wallboard.shell.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
