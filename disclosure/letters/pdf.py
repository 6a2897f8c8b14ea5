"""PDF files, made by WeasyPrint from HTML. Nothing is fetched, from the disk or from anywhere else.

WeasyPrint draws with Pango, a library of the system, and with the system's fonts. A machine may do
without: then everything but PDF works, and :class:`PdfUnavailable` says what to install.
"""

from functools import cache

from django.utils.translation import gettext as _

from disclosure import word

SERIF = '"Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif'
SANS = '"Noto Sans CJK SC", "Source Han Sans SC", SimHei, sans-serif'
EMOJI = '"Noto Color Emoji", "Noto Emoji"'
STYLE = f"""
@page {{
  size: A4;
  margin: {word.TOP}mm {word.RIGHT}mm {word.BOTTOM}mm {word.LEFT}mm;
  font: 14pt {SERIF};
}}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; padding: 0 14pt 12mm; }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; padding: 0 14pt 12mm; }} }}
body {{ margin: 0; font: 16pt/28pt FangSong, FangSong_GB2312, {SERIF}; }}
p {{ margin: 0; min-height: 1em; orphans: 2; widows: 2; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; line-height: 1.4; }}
td {{ border: .5pt solid #000; padding: 1mm 2mm; vertical-align: middle; }}
tr {{ break-inside: avoid; }}
"""


class PdfUnavailable(RuntimeError):
    """This machine cannot make PDF files. ``str()`` is a Chinese message for the officer."""


@cache
def _weasyprint():
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise PdfUnavailable(
            _(
                "服务器没有安装生成 PDF 所需的组件，请下载 Word 文件，或者联系系统管理员安装 "
                "libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0 和 fonts-noto-cjk。"
            )
        ) from error

    class NothingBeside(URLFetcher):
        """Pictures come as data: addresses, everything else is refused."""

        def fetch(self, url, headers=None):
            if not url.startswith("data:"):
                raise ValueError("only data: addresses are read")
            return super().fetch(url, headers)

    return weasyprint, NothingBeside


def is_available() -> bool:
    """Whether this machine can make PDF files."""
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


def html_to_pdf(body: str, title: str, style: str = "") -> bytes:
    """A PDF of an HTML fragment whose texts are escaped already.

    Tagged (PDF/UA) for screen readers, fonts embedded, ``title`` the only property that tells
    anything. Raises :class:`PdfUnavailable`.
    """
    weasyprint, fetcher = _weasyprint()
    page = (
        f'<!doctype html><html lang="zh-CN"><head><title>{title}</title>'
        f"<style>{STYLE}{style}</style></head><body>{body}</body></html>"
    )
    return weasyprint.HTML(string=page, url_fetcher=fetcher()).write_pdf(pdf_variant="pdf/ua-1")
