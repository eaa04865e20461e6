"""Every address of the site, and the view behind it. Addresses of works and lists are permanent."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import (
    account,
    chapter,
    editing,
    front,
    intakes,
    laptop,
    publishing,
    reading,
    rejections,
    shelves,
    upload,
    work,
    works,
)

_WORK = "works/<slug:public_id>/<str:slug>"

urlpatterns: list[URLPattern] = [
    path("", front.front, name="front"),
    path("robots.txt", front.robots, name="robots"),
    path("works/", works.works, name="works"),
    path("works/<slug:public_id>", work.work, name="work-id"),
    path(f"{_WORK}", work.work, name="work"),
    path(f"{_WORK}/chapters/<int:position>", chapter.chapter, name="chapter"),
    path(f"{_WORK}/entire", chapter.entire, name="entire"),
    path(f"{_WORK}/download.epub", work.download, name="download"),
    path(f"{_WORK}/reading", reading.reading, name="reading"),
    path(f"{_WORK}/original", reading.original, name="original"),
    path(f"{_WORK}/edit", editing.edit, name="edit"),
    path(f"{_WORK}/edit/<int:pk>/undo", editing.undo, name="undo-edit"),
    path("creators/", shelves.creators, name="creators"),
    path("creators/<slug:public_id>", shelves.creator, name="creator"),
    path("fandoms/", shelves.fandoms, name="fandoms"),
    path("fandoms/<slug:public_id>", shelves.fandom, name="fandom"),
    path("series/", shelves.series_list, name="series-list"),
    path("series/<slug:public_id>", shelves.series, name="series"),
    path("sign-in", account.sign_in, name="sign-in"),
    path("sign-out", account.sign_out, name="sign-out"),
    path("open/<str:token>/", laptop.open_archive, name="open"),
    path("keeper/publish", publishing.publish_works, name="publish"),
    path("keeper/private", publishing.private, name="private"),
    path("keeper/upload", upload.upload, name="upload"),
    path("keeper/intakes/", intakes.intakes, name="intakes"),
    path("keeper/intakes/<slug:public_id>", intakes.intake, name="intake"),
    path("keeper/intakes/<slug:public_id>/undo", intakes.undo, name="undo-intake"),
    path("keeper/rejections/", rejections.rejections, name="rejections"),
    path("keeper/rejections/<int:pk>", rejections.rejection, name="rejection"),
    path("keeper/rejections/<int:pk>/original", rejections.original, name="rejected-original"),
    path("keeper/rejections/<int:pk>/admit", rejections.admit, name="admit"),
]
