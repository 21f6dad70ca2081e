"""Certificates of a test's own authority, made by ``openssl``; skips where there is none."""

import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest


class Certificates(msgspec.Struct, frozen=True):
    """ca: the authority's certificate. cert, key: of 127.0.0.1, signed by it. other: of another authority."""

    ca: Path
    cert: Path
    key: Path
    other: Path


def make_certificates(folder: Path) -> Certificates:
    """Two authorities, and a certificate for this machine by the first."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there to make certificates with")
    for name in ("ca", "other"):
        _openssl(
            folder,
            "req",
            "-x509",
            *_new(name),
            "-subj",
            f"/CN=test {name}",
            "-days",
            "2",
            "-out",
            f"{name}.pem",
        )
    _openssl(folder, "req", *_new("hub"), "-subj", "/CN=hub", "-out", "hub.csr")
    (folder / "ext").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n", encoding="utf-8")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "ext")
    _openssl(folder, "x509", "-req", "-in", "hub.csr", *signed, "-out", "hub.pem")
    return Certificates(folder / "ca.pem", folder / "hub.pem", folder / "hub.key", folder / "other.pem")


def _new(name: str) -> tuple[str, ...]:
    return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key")


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=20)
