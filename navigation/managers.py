"""Queries on sections. django-mptt's manager is used here and nowhere else."""

from mptt.managers import TreeManager
from mptt.querysets import TreeQuerySet


class SectionQuerySet(TreeQuerySet):
    """Readable scopes."""

    def active(self):
        return self.filter(is_active=True)

    def in_tree_order(self):
        return self.order_by("tree_id", "lft")


class SectionManager(TreeManager.from_queryset(SectionQuerySet)):
    """Sections, in tree order."""

    def get_queryset(self):
        return super().get_queryset().order_by("tree_id", "lft")
