"""Section pages: find the node, hand over to the view its kind names."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from navigation import kinds
from navigation.menus import menu_items
from navigation.tree import get_tree, has_page
from portal.addresses import LinkRedirect
from portal.meta import Column, PageMeta
from portal.public import public_page
from portal.site import get_site


def find_section(request, section_path):
    """The node at ``section_path`` and ``None``, or ``None`` and a redirect to where it moved."""
    tree = get_tree()
    node = tree.by_path.get(section_path)
    if node:
        return node, None
    moved = tree.moved_to(section_path)
    if moved:
        query = request.META.get("QUERY_STRING", "")
        suffix = f"?{query}" if query else ""
        return None, HttpResponsePermanentRedirect(f"/{moved.path}/{suffix}")
    raise Http404(_("没有这个栏目。"))


@public_page
def section(request, section_path):
    """Answer for ``/<section path>/``."""
    node, redirect = find_section(request, section_path)
    if redirect:
        return redirect
    if kinds.get(node.kind) is None:
        raise Http404(_("栏目类型未安装。"))
    if has_page(node):
        request.section = node
        return kinds.get(node.kind).get_view()(request, node)
    # Temporary on purpose: which child comes first, or where a link leads, may change any day.
    target = get_tree().landing(node)
    if target is None:
        raise Http404(_("本栏目暂无内容。"))
    return LinkRedirect(target)


@public_page
def site_map(request):
    """网站地图: the tree in the order of the mobile menu."""
    title = _("网站地图")
    about = _("%(site)s全部栏目一览") % {"site": get_site().name}
    meta = PageMeta(
        title=title,
        description=about,
        column=Column(name=title, description=about, keywords=title, category=title),
        crumbs=((title, request.path),),
    )
    context = {"tree": menu_items(get_tree().mobile, None), "meta": meta}
    return render(request, "navigation/sitemap.html", context)
