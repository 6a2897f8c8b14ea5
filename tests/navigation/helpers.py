"""An independent reading of the invariants: it shares no code with ``navigation.structure``."""

from django.http import HttpResponse
from django.urls import reverse

from navigation.models import Section, SectionRedirect


def show(request, section):
    """The page of test kinds."""
    return HttpResponse(section.title)


def paths():
    return [f"/{path}/" for path in Section.objects.in_tree_order().values_list("path", flat=True)]


def titles(parent=None):
    rows = Section.objects.filter(parent=parent).order_by("position")
    return "".join(rows.values_list("title", flat=True))


def assert_sound():
    """Fail unless parents, positions, paths, MPTT's columns and redirects agree."""
    rows = list(Section.objects.order_by("position", "pk"))
    by_id = {row.pk: row for row in rows}
    for row in rows:
        parent = by_id.get(row.parent_id)
        assert row.path == (f"{parent.path}/{row.slug}" if parent else row.slug)
        assert row.level == (parent.level + 1 if parent else 0)
        if parent:
            assert row.tree_id == parent.tree_id
            assert parent.lft < row.lft < row.rght < parent.rght
        else:
            assert (row.tree_id, row.lft) == (row.position + 1, 1)
        _assert_children(row, [child for child in rows if child.parent_id == row.pk])
    roots = [row for row in rows if row.parent_id is None]
    assert [row.position for row in roots] == list(range(len(roots)))
    live = {row.path for row in rows}
    assert not live & set(SectionRedirect.objects.values_list("old_path", flat=True))


def _assert_children(row, children):
    assert [child.position for child in children] == list(range(len(children)))
    edge = row.lft
    for child in children:
        assert child.lft == edge + 1
        edge = child.rght
    assert row.rght == edge + 1


def url(name, *args):
    return reverse(f"admin:navigation_section_{name}", args=args)


def form_data(section=None, **values):
    """A filled-in section form."""
    data = {"kind": "list", "page_size": 20, "is_active": "on", "show_in_top": "on"}
    data |= {"show_in_side": "on", "show_in_mobile": "on"}
    if section:
        data |= {"title": section.title, "slug": section.slug}
    data |= {f"grants-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM")}
    return data | {"grants-MAX_NUM_FORMS": 1000} | values


def errors_of(response):
    return response.context["adminform"].form.errors
