"""Every address of the site is in `web.urls`."""

from django.urls import include, path

urlpatterns = [path("", include("fanthology.archive.web.urls"))]
handler400 = "fanthology.archive.web.views.errors.bad_request"
handler403 = "fanthology.archive.web.views.errors.forbidden"
handler404 = "fanthology.archive.web.views.errors.not_found"
handler500 = "fanthology.archive.web.views.errors.broken"
