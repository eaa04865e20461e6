"""Bringing files in from the browser: the same intake as the command's, with limits said in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from fanthology.archive.intake.loading import Upload
from fanthology.archive.intake.run import run_intake

from ..asking import for_those_who_may

LARGEST_FILE = 64 * 1024 * 1024


@for_those_who_may("intake")
def upload(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request)
    files = request.FILES.getlist("files")
    if problem := _problem(files):
        return _page(request, problem, status=400)
    report = run_intake([Upload(file.name or "upload", cast(IO[bytes], file.file)) for file in files], origin="upload")
    if report.stopped:
        messages.warning(request, report.stopped)
    return redirect("intake", report.intake) if report.intake else redirect("intakes")


def _problem(files: Sequence[UploadedFile[Any]]) -> str:
    """Why these files cannot be taken, or nothing."""
    if not files:
        return "No file was chosen."
    large = [file.name for file in files if (file.size or 0) > LARGEST_FILE]
    if large:
        return (
            f"{large[0]} is larger than the {LARGEST_FILE // 2**20} MB that the browser may send. "
            "Bring it in with “fanthology import” instead. Nothing was brought in."
        )
    return ""


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponseBase:
    context = {
        "section": "upload",
        "problem": problem,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "largest": LARGEST_FILE // 2**20,
    }
    return render(request, "web/upload.html", context, status=status)
