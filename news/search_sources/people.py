"""People and departments, which the ground floor keeps and this room has pages for."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from navigation.tree import get_tree
from news.search import section_path
from portal.models import Department, Person
from portal.richtext.plain import one_line, plain_text
from portal.search.sources import Findable, Hit, Source, register

from .words import joined


def _person_text(person) -> str:
    return joined(
        person.post, person.title, person.summary, person.duties, plain_text(person.resume)
    )


def _person(person):
    if not person.is_visible:
        return None
    return Findable(titles=(person.name, person.post), body=_person_text(person), is_name=True)


def _person_hits(ids):
    return {
        person.pk: Hit(
            title=str(person), url=person.url, text=_person_text(person), label=_("人员")
        )
        for person in Person.objects.visible().filter(pk__in=ids)
    }


def _department_text(department) -> str:
    labelled = [
        (_("负责人：%s。"), department.head),
        (_("电话：%s。"), department.phone),
        (_("办公地点：%s。"), department.room),
        (_("电子邮箱：%s。"), department.email),
    ]
    facts = [label % value for label, value in labelled if value]
    return one_line(joined(department.duties, *facts))


def _department(department):
    if not department.is_visible:
        return None
    return Findable(titles=(department.name,), body=_department_text(department), is_name=True)


def _department_hits(ids):
    node = next((n for n in get_tree().by_id.values() if n.kind == "departments"), None)
    if node is None:
        return {}
    return {
        department.pk: Hit(
            title=department.name,
            url=f"{node.url}#department-{department.pk}",
            text=_department_text(department),
            path=section_path(node.id),
            label=_("部门"),
        )
        for department in Department.objects.filter(pk__in=ids, is_visible=True)
    }


register(
    Source(
        kind="person",
        label=gettext_lazy("人员"),
        number=5,
        model=Person,
        queryset=lambda: Person.objects.all(),
        document=_person,
        hits=_person_hits,
    )
)
register(
    Source(
        kind="department",
        label=gettext_lazy("部门"),
        number=6,
        model=Department,
        queryset=lambda: Department.objects.all(),
        document=_department,
        hits=_department_hits,
    )
)
