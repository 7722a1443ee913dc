"""How the workbooks that we make look on paper and in any spreadsheet."""

import math
from typing import Final

A4: Final = 9
"""The paper's number in the format."""
TWO_LINES: Final = 32
"""Points high: spreadsheets do not make room by themselves for headers that go on below."""
LINE: Final = 15
"""Points high."""
ROOM: Final = 0.85
"""Of a column's width, the characters that surely stand side by side: fonts differ."""


def height_of(text: str, width: int) -> int:
    """Points that a text takes in a column so many characters wide, where it goes on below."""
    return LINE * max(1, math.ceil(len(text) / (width * ROOM)))
