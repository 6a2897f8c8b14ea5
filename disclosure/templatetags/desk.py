"""Filters of the desk's staff pages."""

from django import template

from disclosure.people import name_of

register = template.Library()
register.filter("person", name_of)
