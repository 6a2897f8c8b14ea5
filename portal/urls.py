"""All addresses. Rooms above this one are wired by string; the section tree comes last."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/richtext/", include("portal.richtext.urls")),
    path("admin/", admin.site.urls),
    path("", include("portal.public_urls")),
    path("", include("disclosure.urls")),
    path("", include("news.urls")),
    path("", include("navigation.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
