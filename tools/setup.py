"""Build .venv from the hashed lock file, with nothing but the standard library.

    python3 tools/setup.py           install what is missing; does nothing when nothing changed
    python3 tools/setup.py --lock    resolve pyproject.toml again into the two lock files

Each step leaves a stamp holding the digest of what it was made from, so that a fresh clone, a changed
lock file or a changed translation redoes that step and no other.
"""
# ruff: noqa: S603, S607, T201 - this script runs fixed commands and talks to a person

import hashlib
import importlib.util
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCALES = ROOT / "api" / "locales"
RESOLVE = (
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--quiet",
    "--python-version=3.11",
)


class SetupFailed(Exception):
    """The environment cannot be built; the message says what a person must do."""


def environment() -> dict[str, str]:
    """This process's environment, with uv trusting the machine's certificates as pip does.

    Behind a proxy that inspects TLS, common in public administrations, only the machine's own store knows the
    proxy. Without such a store uv keeps the certificates it carries. The two names are newer and older uv's.
    """
    trusted = (
        {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"} if ssl.create_default_context().get_ca_certs() else {}
    )
    return trusted | os.environ


def run(*command: str | Path) -> None:
    """Run a command from the project's root.

    Raises SetupFailed, naming the command, when it cannot be started or fails.
    """
    words = [str(word) for word in command]
    try:
        subprocess.run(words, cwd=ROOT, env=environment(), check=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        raise SetupFailed(f"this command failed: {' '.join(words)} ({failure})") from failure


def digest_of(files: Iterable[Path]) -> str:
    """One digest for the names and contents of these files, whatever their dates."""
    digest = hashlib.sha256(str(ROOT).encode())
    for file in sorted(files):
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def can_make_environments() -> bool:
    """Debian ships `venv` without `ensurepip`, in which case environments come without pip."""
    spec = importlib.util.find_spec("ensurepip")
    return spec is not None and spec.origin is not None


def install_debian_venv() -> None:
    """Get ensurepip from Debian when root; raises SetupFailed with the package to install otherwise."""
    package = f"python3.{sys.version_info.minor}-venv"
    advice = f"Python cannot make environments here. Install it: apt install python3-venv ({package})"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupFailed(advice)
    print(f"setup: installing {package}", flush=True)
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run(["apt-get", "-qq", *arguments], env=unattended, stdout=subprocess.DEVNULL, check=False)
    importlib.invalidate_caches()
    if not can_make_environments():
        raise SetupFailed(advice)


def uv() -> str:
    """The uv on PATH, else one installed in a private environment, so that PEP 668 has nothing to refuse."""
    found = shutil.which("uv")
    if found:
        return found
    private = TOOLS / "bin" / "uv"
    if not private.exists():
        if not can_make_environments():
            install_debian_venv()
        print("setup: installing uv in .tools", flush=True)
        run(sys.executable, "-m", "venv", "--clear", TOOLS)
        run(TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
    return str(private)


def install_packages() -> None:
    """Make .venv hold exactly the locked packages, and the project itself in place."""
    lock = ROOT / "requirements-dev.lock"
    stamp = VENV / ".packages-stamp"
    digest = digest_of([lock, ROOT / "pyproject.toml"])
    python = VENV / "bin" / "python"
    if is_stamped(stamp, digest) and python.exists():
        return
    print("setup: installing the locked packages in .venv", flush=True)
    installer = uv()
    run(installer, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    run(
        installer,
        "pip",
        "install",
        "--quiet",
        "--compile-bytecode",
        "--python",
        python,
        "--require-hashes",
        "-r",
        lock,
    )
    run(
        installer,
        "pip",
        "install",
        "--quiet",
        "--compile-bytecode",
        "--python",
        python,
        "--no-deps",
        "-e",
        ".",
    )
    stamp.write_text(digest)


def compile_catalogues() -> None:
    """Compile each translation (.po) into the catalogue (.mo) that is read at run time."""
    sources = list(LOCALES.glob("*/LC_MESSAGES/*.po"))
    if not sources:
        return
    stamp = VENV / ".catalogues-stamp"
    digest = digest_of(sources)
    if is_stamped(stamp, digest) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    print("setup: compiling the translations", flush=True)
    for source in sources:
        run(VENV / "bin" / "pybabel", "--quiet", "compile", "-i", source, "-o", source.with_suffix(".mo"))
    stamp.write_text(digest)


def lock_dependencies() -> None:
    """Resolve pyproject.toml again; an existing lock keeps its versions unless they no longer fit."""
    installer = uv()
    run(installer, "pip", "compile", *RESOLVE, "pyproject.toml", "-o", "requirements.lock")
    run(
        installer,
        "pip",
        "compile",
        *RESOLVE,
        "pyproject.toml",
        "--group",
        "dev",
        "-o",
        "requirements-dev.lock",
    )


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["--lock"]:
            lock_dependencies()
        else:
            install_packages()
            compile_catalogues()
    except SetupFailed as failure:
        print(f"setup: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
