"""How large a table may be, and how much may be spent on reading one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file. Sizes in bytes, times in seconds."""

    file_bytes: int = 5_000_000
    entries: int = 500
    """Files inside a workbook, which is an archive."""
    unpacked_bytes: int = 40_000_000
    """All of an archive's files together, before any is unpacked."""
    ratio: int = 200
    """Unpacked to packed, of one file of more than `small_bytes`: text repeats itself, but not that much."""
    small_bytes: int = 1_000_000
    sheets: int = 20
    rows: int = 10_000
    columns: int = 100
    cells: int = 60_000
    """Filled in one sheet of a workbook."""
    all_cells: int = 120_000
    """Filled in all its sheets together, or in a CSV: what is read stays in the service's own memory."""
    cell_characters: int = 32_767
    """What a cell of a spreadsheet holds at most."""
    all_characters: int = 4_000_000
    seconds: float = 4.5
    """Until an answer by our own clock, waiting for one's turn included; who sends waits 5 s at most."""
    cpu_seconds: int = 4
    memory_bytes: int = 192_000_000
    """All that the process that reads a workbook may take; what it hands over is within 256 MB with it."""


LIMITS = Limits()
READ_AT_MOST = LIMITS.file_bytes + 1
"""Bytes of a file that somebody sent: enough to tell that it is too large."""
