"""Real office files for tests, small and of any content, hostile ones too."""

import zipfile
from io import BytesIO

from docx import Document
from openpyxl import Workbook

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def zipped(entries, level=6):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def rezipped(content, changes):
    """The zip file ``content`` with some entries replaced."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**entries, **changes}, level=1)


def docx(*paragraphs, cells=()):
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        row = document.add_table(rows=1, cols=len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_of(xml):
    """A docx whose main part is ``xml``, word for word."""
    return rezipped(docx("x"), {"word/document.xml": xml})


def xlsx(rows, title="明细表"):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx_of(sheet, strings=()):
    """An xlsx with this XML in its only sheet and a table of strings, as Excel writes them."""
    entries = {"xl/worksheets/sheet1.xml": f"<worksheet {S}>{sheet}</worksheet>"}
    plain = xlsx([["x"]])
    if strings:
        table = "".join(f"<si><t>{string}</t></si>" for string in strings)
        with zipfile.ZipFile(BytesIO(plain)) as archive:
            types = archive.read("[Content_Types].xml").decode()
        entries["xl/sharedStrings.xml"] = f"<sst {S}>{table}</sst>"
        entries["[Content_Types].xml"] = types.replace("</Types>", f"{STRINGS}</Types>")
    return rezipped(plain, entries)


def pptx(*slides):
    part = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    names = {f"ppt/slides/slide{n}.xml": part.format(s) for n, s in enumerate(slides, 1)}
    return zipped({"[Content_Types].xml": "<Types/>", **names})


def ofd(*pages):
    part = '<o:Page xmlns:o="http://www.ofdspec.org/2016">{}</o:Page>'
    line = "<o:TextObject><o:TextCode X='0'>{}</o:TextCode></o:TextObject>"
    return zipped(
        {"OFD.xml": "<x/>"}
        | {
            f"Doc_0/Pages/Page_{n}/Content.xml": part.format("".join(map(line.format, lines)))
            for n, lines in enumerate(pages)
        }
    )


def pdf(*pages, trailer="", repeat=1, drawing=""):
    """A PDF with the lines of each page; ``repeat`` shows all pages so many times."""
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    table = "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        "1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{len(letters)} beginbfchar\n{table}endbfchar endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(cmap),
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
        objects.append(_stream(f"{drawing} BT /F 12 Tf 14 TL 50 700 Td {shown} ET"))
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    kids *= repeat
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _assembled(objects, trailer)


def _stream(text):
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _assembled(objects, trailer):
    content, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{content}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(content)}\n%%EOF\n"
    ).encode("ascii")


# Needs a password: the digests fit none that anybody knows.
ENCRYPTED = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> "
    f"/ID [<{'43' * 16}> <{'43' * 16}>]"
)
