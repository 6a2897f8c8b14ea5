"""Parts of the desk's addresses that no other room's address can be mistaken for."""

from disclosure.yearly_public import KIND
from navigation.converters import SectionPathConverter
from navigation.tree import get_tree


class ReportsSectionConverter(SectionPathConverter):
    """The path, or a former path, of a section that shows annual reports. ``report_2025.html``
    anywhere else is the list of block 2025 in a topic called ``report``. Read from memory."""

    def to_python(self, value):
        tree = get_tree()
        node = tree.by_path.get(value) or tree.moved_to(value)
        if node is None or node.kind != KIND:
            raise ValueError(value)
        return value


class YearConverter:
    """Four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value) -> int:
        return int(value)

    def to_url(self, value) -> str:
        return f"{value:04d}"
