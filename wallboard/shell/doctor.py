"""What is missing on this machine, and the one line that mends it (``python main.py doctor``).

Every check answers with findings; none raises, and none makes a QApplication, since Qt aborts where a library
is missing. Exit code 3 when something must be mended first, else 0.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable

import msgspec

from wallboard.shell import doctor_checks as checks
from wallboard.shell.doctor_checks import Finding, State
from wallboard.shell.doctor_libraries import apt_line
from wallboard.shell.faults import EXIT_GOOD, EXIT_OURS

CHECKS: tuple[Callable[[], list[Finding]], ...] = (
    checks.python_version,
    checks.c_library,
    checks.installed_packages,
    lambda: checks.system_libraries(dict(os.environ)),
    checks.fonts,
    lambda: checks.display(dict(os.environ)),
    checks.clock,
    checks.zones,
    checks.folders,
)


def examine(*, quiet: bool = False, as_json: bool = False, hub: str | None = None) -> int:
    """Run every check, print what was found (``quiet``: only what needs mending) and return the exit code."""
    findings = [finding for check in CHECKS for finding in check()]
    if hub:
        findings += checks.hub(hub)
    print(as_document(findings) if as_json else "\n".join(as_lines(findings, quiet)), end="")
    if as_json or not quiet or needs_mending(findings):
        print()
    sys.stdout.flush()
    return EXIT_OURS if needs_mending(findings) else EXIT_GOOD


def needs_mending(findings: Iterable[Finding]) -> bool:
    """Whether the program cannot be relied on here as it is."""
    return any(finding.state is State.MISSING for finding in findings)


def remedies(findings: Iterable[Finding]) -> list[str]:
    """What to type: one apt line for all packages, then the rest, each once."""
    found = list(findings)
    packages = [package for finding in found for package in finding.packages]
    lines = [apt_line(packages)] if packages else []
    return lines + list(dict.fromkeys(finding.remedy for finding in found if finding.remedy))


def as_lines(findings: list[Finding], quiet: bool) -> list[str]:
    """For people: one line a finding, then what to do."""
    shown = [finding for finding in findings if not quiet or finding.state is State.MISSING]
    lines = [f"{finding.state.value:>7}  {finding.name}: {finding.text}" for finding in shown]
    todo = remedies(shown)
    return lines + (["", "To mend it:", *(f"  {line}" for line in todo)] if todo else [])


def as_document(findings: list[Finding]) -> str:
    """For scripts: JSON with the findings, whether all is well, and the remedies."""
    document = {
        "findings": [msgspec.to_builtins(finding) for finding in findings],
        "good": not needs_mending(findings),
        "remedies": remedies(findings),
    }
    return json.dumps(document, indent=2, sort_keys=True)
