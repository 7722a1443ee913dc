"""`python -m benchmarks.large_file --megabytes 500`: a large DECP file, really read by `jalon import decp`.

The file repeats the tests' invented market under as many numbers as it takes, one market in ten with a social
clause. It is written to a temporary folder, imported by the command itself in a process of its own into a new
territory, and thrown away.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, BinaryIO

import typer

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "exchange" / "data" / "decp_invented"
MEGABYTE = 1_000_000
WITH_A_CLAUSE = 10
NO_CLAUSE = "Pas de considération sociale"


class Form(StrEnum):
    JSON = "json"
    XML = "xml"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one import cost (on the clock, of a processor, in memory at its peak), and what it counted."""

    seconds: float
    processor_seconds: float
    peak_megabytes: float
    counts: dict[str, Any]


def write_file(path: Path, form: Form, megabytes: int) -> int:
    """Write a file of at least so many megabytes; how many markets it holds."""
    head, markets, tail = _json_parts() if form is Form.JSON else _xml_parts()
    with path.open("wb") as file:
        file.write(head)
        held = _fill(file, markets, megabytes * MEGABYTE)
        file.write(tail)
    return held


def _fill(file: BinaryIO, markets: Iterator[bytes], size: int) -> int:
    for held in count(1):
        file.write(next(markets))
        if file.tell() >= size:
            return held
    raise AssertionError("endless")


def _json_parts() -> tuple[bytes, Iterator[bytes], bytes]:
    market = json.loads(EXAMPLE.with_suffix(".json").read_bytes())["marches"]["marche"][0]
    plain = market | {"considerationsSociales": {"considerationSociale": [NO_CLAUSE]}}
    with_clause, without = (json.dumps(each, ensure_ascii=False, indent=1) for each in (market, plain))
    numbered = _numbered(with_clause, without, market["id"])
    separated = (b",\n" * (rank > 0) + each for rank, each in enumerate(numbered))
    return b'{"marches": {"marche": [\n', separated, b"\n]}}\n"


def _xml_parts() -> tuple[bytes, Iterator[bytes], bytes]:
    said = EXAMPLE.with_suffix(".xml").read_text(encoding="utf-8")
    head, market = said[: said.index("<marche>")], said[said.index("<marche>") : said.index("</marches>")]
    started = market.index("<considerationSociale>")
    ended = market.index("</considerationsSociales>")
    plain = f"<considerationSociale>{NO_CLAUSE}</considerationSociale>"
    without = market[:started] + plain + market[ended:]
    number = market[market.index("<id>") + len("<id>") : market.index("</id>")]
    return head.encode(), _numbered(market, without, number), b"</marches>\n"


def _numbered(with_clause: str, without: str, number: str) -> Iterator[bytes]:
    """The market again and again, each time under a number of its own."""
    for rank in count(1):
        form = with_clause if rank % WITH_A_CLAUSE == 0 else without
        yield form.replace(number, f"GRAND-{rank:07}", 1).encode()


def read_file(path: Path, folder: Path, *, dry_run: bool) -> Reading:
    """Import the file into a new territory. Raises CalledProcessError when the command fails."""
    environment = os.environ | {"JALON_DATA_DIR": str(folder)}
    jalon = [sys.executable, str(ROOT / "jalon.py")]
    new_territory = [*jalon, "territory", "add", "ESSAI", "--name", "Territoire d’essai"]
    subprocess.run(new_territory, env=environment, check=True, capture_output=True)
    asked = [*jalon, "import", "decp", str(path), "--territory", "ESSAI", "--json"]
    began = perf_counter()
    with subprocess.Popen(
        [*asked, "--dry-run"] if dry_run else asked, env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, asked)
    counted = {name: value for name, value in json.loads(said).items() if isinstance(value, int)}
    busy = used.ru_utime + used.ru_stime
    return Reading(perf_counter() - began, busy, used.ru_maxrss * 1024 / MEGABYTE, counted)


def main(
    megabytes: Annotated[int, typer.Option(min=1, help="At least how large a file.")] = 500,
    form: Annotated[list[Form] | None, typer.Option(help="Only this form (may be repeated).")] = None,
    write: Annotated[bool, typer.Option(help="Really import; a dry run otherwise.")] = False,
) -> None:
    """Each form of the file: its size, the seconds, the peak memory, the counts."""
    for each in form or list(Form):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"grand.{each}"
            held = write_file(path, each, megabytes)
            reading = read_file(path, Path(folder) / "data", dry_run=not write)
            size = path.stat().st_size / MEGABYTE
        typer.echo(
            f"{each}: {size:.0f} MB, {held:,} markets, {reading.seconds:.0f} s "
            f"({reading.processor_seconds:.0f} s of a processor), "
            f"peak {reading.peak_megabytes:.0f} MB, {reading.counts}"
        )


if __name__ == "__main__":
    typer.run(main)
