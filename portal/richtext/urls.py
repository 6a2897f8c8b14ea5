"""Addresses the editor talks to; included below /admin/richtext/."""

from django.urls import path

from . import views

app_name = "richtext"

urlpatterns = [
    path("upload/", views.upload, name="upload"),
    path("browse/", views.browse, name="browse"),
    path("format/", views.tidy_up, name="format"),
]
