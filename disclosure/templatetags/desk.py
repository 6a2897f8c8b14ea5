"""Filters of the desk's staff pages."""

from django import template

from portal.names import name_of

register = template.Library()
register.filter("person", name_of)
