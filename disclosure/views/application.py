"""The page of a section of kind ``application``: how to apply, and the ways in."""

from django.shortcuts import render

from disclosure import letters
from disclosure.catalogue.foot import foot
from disclosure.desk import desk
from disclosure.views.frame import FOLLOW, section_of
from navigation.menus import section_context
from news.views.articles import newest_in


def application(request, node):
    """``/<section path>/``: the same for everybody, so the page cache keeps it.

    What staff filed under the section explains how to apply, like a section of kind ``page``.
    """
    article = newest_in(node.id)
    context = {
        **section_context(node),
        "article": None if article is None or article.is_external else article,
        "desk": desk(),
        "application": desk().profile.application,
        "foot": foot(),
        "blanks": [
            ("person", letters.form_title(letters.Applicant.CITIZEN, desk().profile)),
            ("organisation", letters.form_title(letters.Applicant.ORGANISATION, desk().profile)),
        ],
        "catalogue": section_of("catalogue"),
        "can_pdf": letters.is_available(),
        "follow_url": FOLLOW,
    }
    return render(request, "disclosure/apply/landing.html", context)
