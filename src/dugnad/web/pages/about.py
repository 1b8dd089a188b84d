"""The pages about the site itself: the accessibility statement and the privacy page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.desk.retention import load_retention


def show_accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility/accessibility.html")


def show_privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/privacy.html", {"retention": load_retention()})


urls = [
    path("accessibility/", show_accessibility, name="accessibility"),
    path("privacy/", show_privacy, name="privacy"),
]
