"""Contracts of an XML file, one at a time, on the bare parser: no tree, no DTD, hence no entity to expand."""

from collections.abc import Iterator
from xml.parsers import expat

from exchange.decp.items import (
    KIND_OF_KEY,
    LABEL_OF_KIND,
    Broken,
    Item,
    Kind,
    Oversized,
    Places,
    Tree,
    fold,
)
from exchange.decp.source import CHUNK_SIZE, Source

_CONTAINER = "marches"
# A text longer than this is no field of a contract.
_MAX_TEXT = 1_000_000
# The parser reads an unfinished tag again from its start at each piece: longer ones would cost its square.
_MAX_TOKEN = 4 * 1024 * 1024
# The parser itself remembers each open tag.
_MAX_OPEN = 10_000


_CUT = frozenset(
    expat.errors.codes[text]
    for text in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN)
)


class _Refused(Exception):
    """The document declares a DTD, whose entities expand without end, or never closes what it opens."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail)
        self.code = code


class XmlItems:
    """Walks the file once; iterate it. A mistake in the XML ends the walk with one `Broken`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._places = Places()
        self._containers: list[bool] = []
        self._ready: list[Item] = []
        self._found = False
        self._quiet_bytes = 0
        self._begin("", None)

    def __iter__(self) -> Iterator[Item | Broken]:
        parser = self._new_parser()
        try:
            piece = self._source.read(CHUNK_SIZE).lstrip()
            while piece:
                self._parse(parser, piece)
                yield from self._taken()
                piece = self._source.read(CHUNK_SIZE)
            parser.Parse(b"", True)
        except (expat.ExpatError, _Refused, ValueError, LookupError) as error:
            yield from self._taken()
            yield self._broken(error, parser)
            return
        if not self._found:
            yield Broken("no_contract")

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(None if self._source.declares_another_encoding else "utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        return parser

    def _parse(self, parser: expat.XMLParserType, piece: bytes) -> None:
        self._quiet_bytes += len(piece)
        parser.Parse(piece, False)
        if self._quiet_bytes > _MAX_TOKEN:
            raise _Refused("broken_xml", "a tag or a text never ends")

    def _taken(self) -> Iterator[Item]:
        yield from self._ready
        self._ready.clear()

    def _begin(self, place: str, kind: Kind | None) -> None:
        self._place, self._kind = place, kind
        self._tree = Tree()
        self._too_big: Oversized | None = None
        self._depth = 0
        self._texts: list[str] = []
        self._text_size = 0

    def _start(self, tag: str, _: dict[str, str]) -> None:
        self._quiet_bytes = 0
        if self._depth + len(self._containers) > _MAX_OPEN:
            raise _Refused("broken_xml", "too many open tags")
        name = fold(tag)
        if self._place:
            self._depth += 1
            self._open(tag)
        elif kind := KIND_OF_KEY.get(name):
            label = LABEL_OF_KIND[kind]
            self._found = True
            self._begin(
                self._places.next_under(f"{_CONTAINER}.{label}" if any(self._containers) else label), kind
            )
            self._open(tag)
        else:
            self._found = self._found or name == _CONTAINER
            self._containers.append(name == _CONTAINER)

    def _open(self, tag: str) -> None:
        self._texts = []
        if self._too_big is None:
            self._tree.name(tag)
            self._tree.open({})
            self._check_bounds()

    def _end(self, _: str) -> None:
        self._quiet_bytes = 0
        if not self._place:
            self._containers.pop()
            return
        if self._too_big is None:
            self._tree.close("".join(self._texts).strip())
        self._texts = []
        if self._depth:
            self._depth -= 1
            return
        self._ready.append(Item(self._place, self._kind, self._too_big or self._tree.root))
        self._begin("", None)

    def _text(self, text: str) -> None:
        self._quiet_bytes = 0
        if self._place and self._too_big is None:
            self._texts.append(text)
            self._text_size += len(text)
            self._check_bounds()

    def _check_bounds(self) -> None:
        if self._text_size > _MAX_TEXT or self._tree.is_too_big:
            self._too_big = Oversized(self._tree.known)
            self._tree, self._texts = Tree(), []

    def _doctype(self, *_: object) -> None:
        raise _Refused("doctype")

    def _broken(self, error: Exception, parser: expat.XMLParserType) -> Broken:
        known = self._tree.known.get("id")
        return Broken(
            code=_code_of(error),
            place=self._place,
            market_id=known if isinstance(known, str) else None,
            line=parser.CurrentLineNumber,
            byte=parser.CurrentByteIndex + 1,
            detail=str(error),
        )


def _code_of(error: Exception) -> str:
    if isinstance(error, _Refused):
        return error.code
    cut = isinstance(error, expat.ExpatError) and error.code in _CUT
    return "cut" if cut else "broken_xml"
