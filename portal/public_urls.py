"""Public addresses of the ground floor."""

from django.urls import path

from portal.views import display, media, robots

app_name = "portal"

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("display/", display.save, name="display"),
    path("display.css", display.stylesheet, name="display-css"),
    path("media/<path:name>", media.serve_media, name="media"),
]
