"""The home page."""

from django.shortcuts import render

from news.home import HomePage
from news.meta import home_meta
from portal.public import public_page


@public_page
def home(request):
    """``/``"""
    return render(request, "news/home.html", {"rows": HomePage().rows(), "meta": home_meta()})
