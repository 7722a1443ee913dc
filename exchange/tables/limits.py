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
    cell_characters: int = 32_767
    """What a cell of a spreadsheet holds at most."""
    all_characters: int = 8_000_000
    seconds: float = 5.0
    cpu_seconds: int = 5
    memory_bytes: int = 256 * 1024 * 1024
    """What reading a workbook may take beyond what the process takes by itself."""


LIMITS = Limits()
