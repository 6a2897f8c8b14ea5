"""Section pages that show the institution itself: leaders, departments, contact."""

from django.shortcuts import get_object_or_404, render

from navigation.menus import section_context
from navigation.tree import get_tree
from news.meta import contact_meta, person_meta
from portal.models import Department, Person
from portal.public import public_page


def _leaders(request, node, people):
    people = list(people.visible().select_related("photo").prefetch_related("departments"))
    chief = next((person for person in people if person.is_chief), None)
    context = {
        **section_context(node),
        "chief": chief,
        "people": [person for person in people if person is not chief],
        "note": node.intro,
    }
    return render(request, "portal/people.html", context)


def current_leaders(request, node):
    """现任领导: the chief first, on a large card."""
    return _leaders(request, node, Person.objects.current())


def former_leaders(request, node):
    """曾任领导."""
    return _leaders(request, node, Person.objects.former())


@public_page
def person(request, pk):
    """个人简历 of one leader, in the frame of the section that lists them."""
    queryset = Person.objects.visible().select_related("photo").prefetch_related("departments")
    person = get_object_or_404(queryset, pk=pk)
    kind = "people" if person.status == Person.Status.CURRENT else "former-people"
    node = next((node for node in get_tree().by_id.values() if node.kind == kind), None)
    request.section = node
    context = section_context(node) if node else {}
    context |= {"person": person, "meta": person_meta(person, node)}
    return render(request, "portal/person.html", context)


def departments(request, node):
    """部门设置."""
    context = {
        **section_context(node),
        "departments": list(Department.objects.filter(is_visible=True)),
    }
    return render(request, "portal/departments.html", context)


def contact(request, node):
    """联系我们: everything on it comes from the site's identity."""
    context = {**section_context(node), "meta": contact_meta(node)}
    return render(request, "portal/contact.html", context)
