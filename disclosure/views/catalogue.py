"""The page of the 信息公开目录."""

from disclosure.catalogue.definition import CATALOGUE
from disclosure.catalogue.foot import foot
from news.views.documents import catalogue_page


def catalogue(request, node):
    """``/<section path>/``: the catalogue of the whole site, or a file of it."""
    return catalogue_page(request, node, CATALOGUE, extra={"foot": foot()})
