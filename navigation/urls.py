"""The section tree's own addresses; included last, because any path may be a section."""

from django.urls import path, register_converter

from navigation import views
from navigation.converters import SectionPathConverter

register_converter(SectionPathConverter, "section_path")

app_name = "navigation"

urlpatterns = [
    path("sitemap/", views.site_map, name="site-map"),
    path("<section_path:section_path>/", views.section, name="section"),
]
