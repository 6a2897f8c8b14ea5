"""Reads the text of one file; run as a process of its own by :mod:`portal.uploads.text`.

``python -I text_worker.py EXTENSION CHARACTERS SECONDS < file > text``

It is started by its path and imports nothing of the project: when a parser meets a hostile file,
neither Django nor a setting nor a secret is in the process, and little memory and time. Paragraphs,
cells and pages come out one a line. A file that cannot be read ends in a status other than 0.
"""

import codecs
import re
import resource
import signal
import sys
import zipfile
from itertools import islice

MEMORY = 512 * 1024**2
OUTPUT = 4 * 1024**2
OPEN_FILES = 32
MAX_ROWS = 100_000  # of one sheet
MAX_PLAIN = 4 * 1024**2  # bytes of a text file

# Names in WordprocessingML, DrawingML (slides, text boxes) and OFD (GB/T 33190-2016).
TEXT = {"t", "TextCode"}
BREAKS = {"br", "cr", "tab", "TextObject"}
# A drawing for old programs, which repeats the text of the new one.
SKIPPED = "Fallback"


def confine(seconds: int):
    """Take away what reading a file does not need. The alarm ends a worker whose parent is gone."""
    signal.alarm(seconds)
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for limit, wanted in limits.items():
        hard = resource.getrlimit(limit)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(limit, (value, value))


def gather(pieces, characters: int) -> str:
    """The ``pieces`` one a line, each with its whitespace collapsed, up to so many characters."""
    lines, size = [], 0
    for piece in pieces:
        line = " ".join(piece.split())
        if line:
            lines.append(line)
            size += len(line) + 1
        if size > characters:
            break
    return "\n".join(lines)[:characters]


# --- PDF --------------------------------------------------------------------------------------
def pdf(file):
    """One piece per page; nothing when the file needs a password."""
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            return
        raise
    with document:
        for number in range(len(document)):
            try:
                yield _page_text(document, number)
            except pypdfium2.PdfiumError:
                continue  # one broken page does not spoil the others


def _page_text(document, number) -> str:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return text.get_text_bounded()
        finally:
            text.close()
    finally:
        page.close()


# --- Zip files with XML -----------------------------------------------------------------------
def docx(file):
    return _xml_parts(file, r"word/(document\d*|footnotes|endnotes)\.xml")


def pptx(file):
    return _xml_parts(file, r"ppt/slides/slide\d+\.xml")


def ofd(file):
    return _xml_parts(file, r".*/Pages/Page_\d+/Content\.xml")


def _xml_parts(file, pattern):
    """The pieces of all parts whose names match, slide 2 before slide 10."""
    from lxml import etree

    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        if not names:
            raise ValueError("no part with text")
        names.sort(key=lambda name: ([int(digits) for digits in re.findall(r"\d+", name)], name))
        for name in names:
            with archive.open(name) as part:
                yield from _paragraphs(
                    etree.iterparse(
                        part,
                        events=("start", "end"),
                        resolve_entities=False,
                        load_dtd=False,
                        no_network=True,
                        huge_tree=False,
                    )
                )


def _paragraphs(events):
    """Paragraph after paragraph of a stream of parser events, keeping none of the tree."""
    words, skipping = [], 0
    for event, element in events:
        name = element.tag.rpartition("}")[2]
        if name == SKIPPED:
            skipping += 1 if event == "start" else -1
        if event == "start":
            continue
        if name in TEXT and not skipping:
            words.append(element.text or "")
        elif name in BREAKS:
            words.append(" ")
        elif name == "p":
            yield "".join(words)
            words.clear()
        _forget(element)
    yield "".join(words)


def _forget(element):
    element.clear()
    parent = element.getparent()
    if parent is not None and parent[0] is not element:
        del parent[0]


def xlsx(file):
    """Names of sheets and values of cells, formulas by their last result."""
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield sheet.title
        # Otherwise every row is filled up to the size the file claims to have.
        sheet.reset_dimensions()
        for row in islice(sheet.iter_rows(values_only=True), MAX_ROWS):
            for value in row:
                if value is not None:
                    yield str(value).removesuffix(" 00:00:00")


# --- Plain text -------------------------------------------------------------------------------
def plain(file):
    return decoded(file.read(MAX_PLAIN)).splitlines()


def decoded(data: bytes) -> str:
    """``data`` in the first encoding that fits; it may end in the middle of a character."""
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings.insert(0, "utf-16")
    for encoding in encodings:
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "ignore")


READERS = {
    "pdf": pdf,
    "docx": docx,
    "wps": docx,  # WPS writes its own extensions in Microsoft's formats, new or old
    "xlsx": xlsx,
    "et": xlsx,
    "pptx": pptx,
    "ofd": ofd,
    "txt": plain,
    "csv": plain,
}


def main(extension, characters, seconds):
    confine(int(seconds))
    sys.stdin.buffer.seek(0)
    text = gather(READERS[extension](sys.stdin.buffer), int(characters))
    sys.stdout.buffer.write(text.encode("utf-8", "ignore"))


if __name__ == "__main__":
    main(*sys.argv[1:])
