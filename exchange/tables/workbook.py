"""XLSX read by a process of its own, so that a hostile workbook can only hurt the process that reads it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from exchange.tables.cells import Cell, Flaw, Row, Sheet, Value
from exchange.tables.limits import Limits
from exchange.tables.refusals import FileNotReadable, ReadersBusy

AT_ONCE = 2
WAIT_SECONDS = 2.0
"""For one's turn; what is left of the time is enough for any workbook that people send."""
OWN_FAULT = 0.4
"""Of the time, used of a processor, from which a reading that is not over takes too much by itself."""
_turns = BoundedSemaphore(AT_ONCE)
VALUES: Mapping[str, Callable[[str], Value]] = {
    "text": str,
    "number": Decimal,
    "bool": lambda said: said == "1",
    "date": date.fromisoformat,
    "instant": datetime.fromisoformat,
    "time": clock.fromisoformat,
    "duration": lambda said: timedelta(seconds=int(said)),
}
FLAWS = {"error": Flaw.ERROR, "unknown": Flaw.FORMULA_WITHOUT_VALUE, "merged": Flaw.MERGED}


def read_workbook(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Every sheet of a workbook. Raises FileNotReadable, also for what takes too much to read."""
    answer = json.loads(_asked(content, limits))
    if "refused" in answer:
        raise FileNotReadable(answer["refused"], answer["value"])
    sheets = tuple(Sheet(found["name"], _rows(found["rows"]), found["hidden"]) for found in answer["sheets"])
    if not any(sheet.rows for sheet in sheets):
        raise FileNotReadable("nothing")
    return sheets


def _asked(content: bytes, limits: Limits) -> bytes:
    """What the process answers, its turn and its work within `limits.seconds` by the clock."""
    began = time.monotonic()
    if not _turns.acquire(timeout=min(WAIT_SECONDS, limits.seconds)):
        raise ReadersBusy
    try:
        left = limits.seconds - (time.monotonic() - began)
        done = _run(content, limits, left)
    finally:
        _turns.release()
    if done.returncode < 0:  # ended by a signal: out of memory or of processor time
        raise FileNotReadable("too_heavy")
    if done.returncode > 0:
        raise FileNotReadable("damaged")
    return done.stdout


def _run(content: bytes, limits: Limits, seconds: float) -> subprocess.CompletedProcess[bytes]:
    command, pipe = _command(limits), subprocess.PIPE
    # Without our environment: the process has no use for the keys that are in it.
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env={}) as reading:  # noqa: S603
        try:
            answer, _ = reading.communicate(content, timeout=seconds)
        except subprocess.TimeoutExpired:
            worked = _worked(reading.pid)
            reading.kill()
            if worked is not None and worked < limits.seconds * OWN_FAULT:
                raise ReadersBusy from None  # it was kept from working: another time it is read
            raise FileNotReadable("too_heavy") from None
        return subprocess.CompletedProcess(command, reading.returncode, answer)


def _command(limits: Limits) -> list[str]:
    """Our own module, isolated from what is installed for the user or lies in the folder."""
    return [sys.executable, "-I", "-m", "exchange.tables.workbook_process", json.dumps(asdict(limits))]


def _worked(process: int) -> float | None:
    """Seconds of processor that it has used; None where the system does not say."""
    try:
        said = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return None
    user, system = said.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _rows(found: Iterable[Any]) -> tuple[Row, ...]:
    rows = (Row(number, {cell[0]: _cell(number, *cell) for cell in cells}) for number, cells in found)
    return tuple(row for row in rows if not row.is_empty)


def _cell(row: int, column: int, kind: str, said: str, formula: str = "") -> Cell:
    if kind in FLAWS:
        return Cell(row, column, flaw=FLAWS[kind], said=said)
    value = None if not said.strip() else VALUES[kind](said)
    return Cell(row, column, value, is_formula=bool(formula))
