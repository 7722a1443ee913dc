"""A layout as DOCX: styles that Word and LibreOffice know, the language set, pages numbered, no one's name.

The file holds no date but the document's own, so that the same layout always gives the same bytes.
"""

import re
from datetime import datetime, time
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from exchange.documents.blocks import Block, Bullets, Heading, Layout, Paragraph, Table

BLUE = RGBColor(0x1B, 0x4B, 0x8A)
FONT = "Arial"
REGIONS = {"fr": "fr-FR", "en": "en-GB"}
SIZES = {"Normal": 10.5, "Title": 20, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11, "Footer": 8.5}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TABLE_STYLES = ("Normal Table", "Table Grid")
UNUSED = (
    RELATIONSHIP_TYPE.THUMBNAIL,  # a picture of an empty page
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",  # the styles a second time
    RELATIONSHIP_TYPE.CUSTOM_XML,
)
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def docx_of(layout: Layout) -> bytes:
    """The whole document."""
    docx = Document(BytesIO(_stationery(REGIONS[layout.locale])))
    _describe(docx, layout)
    if layout.mark:
        _add(docx, layout.mark, is_strong=True)
    _add(docx, layout.author, is_strong=True)
    _add(docx, layout.title, "Title")
    _add(docx, layout.subject)
    for block in layout.blocks:
        _write(docx, block)
    _foot(docx, layout.foot)
    return _dated(docx)


def _write(docx: Docx, block: Block) -> None:
    match block:
        case Heading(text, level):
            _add(docx, text, f"Heading{level}")
        case Paragraph(text, is_strong):
            _add(docx, text, is_strong=is_strong)
        case Bullets(items):
            for item in items:
                _add(docx, item, "ListBullet")
        case Table():
            _table(docx, block)


def _add(docx: Docx, text: str, style_id: str | None = None, *, is_strong: bool = False) -> None:
    paragraph = docx.add_paragraph()
    if style_id is not None:
        paragraph._p.style = style_id  # by its id: looking its name up costs 4 ms
    _run(paragraph, text, is_strong=is_strong)


def _run(paragraph: DocxParagraph, text: str, *, is_strong: bool) -> None:
    """Text in the paragraph; the library looks at each letter, for tabs and breaks that few texts have."""
    run, clean = paragraph.add_run(), _clean(text)
    if any(letter in clean for letter in "\t\n\r"):
        run.text = clean
    elif clean:
        run._r.add_t(clean)
    run.bold = is_strong or None


def _table(docx: Docx, block: Table) -> None:
    table = docx.add_table(rows=0, cols=len(block.head), style="Table Grid")
    for number, row in enumerate((block.head, *block.rows)):
        for column, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            _run(paragraph, text, is_strong=number == 0)
            if column >= block.words:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # The head is said to be one, and comes back on each page.
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    docx.add_paragraph()


@lru_cache(4)
def _stationery(region: str) -> bytes:
    """The library's empty file in our styles, made once; nine tenths of it are table styles none uses."""
    docx = Document()
    for style in list(docx.styles):
        if style.type is WD_STYLE_TYPE.TABLE and style.name not in TABLE_STYLES:
            style.delete()
    for owner in (docx.part, docx.part.package):
        for number, link in list(owner.rels.items()):
            if link.reltype in UNUSED:
                del owner.rels[number]
    _style(docx, region)
    written = BytesIO()
    docx.save(written)
    return written.getvalue()


def _style(docx: Docx, region: str) -> None:
    for name, size in SIZES.items():
        style = docx.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name not in ("Normal", "Footer"):
            style.font.color.rgb = BLUE
    for language in docx.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), region)
    for language in docx.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), region)
    page = docx.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(2), Cm(2.4)


def _describe(docx: Docx, layout: Layout) -> None:
    issued_at = datetime.combine(layout.issued_on, time())
    said = docx.core_properties
    said.title, said.subject = _clean(layout.title)[:255], _clean(layout.subject)[:255]
    said.author = said.last_modified_by = _clean(layout.author)[:255]
    said.comments, said.language = "", REGIONS[layout.locale]
    said.created = said.modified = issued_at


def _foot(docx: Docx, foot: str) -> None:
    paragraph = docx.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{_clean(foot)} – ")
    _number(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _number(paragraph, "NUMPAGES")


def _number(paragraph: DocxParagraph, instruction: str) -> None:
    """A field that the word processor computes."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return CONTROL.sub(" ", text)


def _dated(docx: Docx) -> bytes:
    """The file's bytes, each member dated the same: the library writes the time of the clock."""
    written, dated = BytesIO(), BytesIO()
    docx.save(written)
    with ZipFile(written) as source, ZipFile(dated, "w") as target:
        for name in source.namelist():
            member = ZipInfo(name, FIRST_DAY_OF_ZIP)
            member.compress_type = ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return dated.getvalue()
