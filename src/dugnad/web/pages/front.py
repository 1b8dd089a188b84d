"""The front page: what this is, and how the country stands, in one glance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "front/front.html")


urls = [path("", front, name="front")]
