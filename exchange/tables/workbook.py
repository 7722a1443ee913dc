"""XLSX read by a process of its own, so that a hostile workbook can only hurt the process that reads it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from threading import BoundedSemaphore
from typing import Any

from exchange.tables.cells import Cell, Flaw, Row, Sheet, Value
from exchange.tables.limits import Limits
from exchange.tables.refusals import FileNotReadable

AT_ONCE = 2
WAIT_SECONDS = 20.0
_turns = BoundedSemaphore(AT_ONCE)
VALUES: Mapping[str, Callable[[str], Value]] = {
    "text": str,
    "number": Decimal,
    "bool": lambda said: said == "1",
    "date": date.fromisoformat,
    "instant": datetime.fromisoformat,
    "time": time.fromisoformat,
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
    # Isolated, and without our environment: the process has no use for the keys that are in it.
    command = [sys.executable, "-I", "-m", "exchange.tables.workbook_process", json.dumps(asdict(limits))]
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise FileNotReadable("busy")
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, input=content, capture_output=True, timeout=limits.seconds, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise FileNotReadable("too_heavy") from None
    finally:
        _turns.release()
    if done.returncode < 0:  # ended by a signal: out of memory or of processor time
        raise FileNotReadable("too_heavy")
    if done.returncode > 0:
        raise FileNotReadable("damaged")
    return done.stdout


def _rows(found: Iterable[Any]) -> tuple[Row, ...]:
    rows = (Row(number, {cell[0]: _cell(number, *cell) for cell in cells}) for number, cells in found)
    return tuple(row for row in rows if not row.is_empty)


def _cell(row: int, column: int, kind: str, said: str, formula: str = "") -> Cell:
    if kind in FLAWS:
        return Cell(row, column, flaw=FLAWS[kind], said=said)
    value = None if not said.strip() else VALUES[kind](said)
    return Cell(row, column, value, is_formula=bool(formula))
