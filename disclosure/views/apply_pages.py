"""How the application form is drawn, also when the database is away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from disclosure.applying import captcha
from disclosure.applying.typed import Typed
from disclosure.catalogue.foot import foot
from disclosure.desk import desk
from disclosure.models import PrivacyNotice
from disclosure.views.frame import frame, section_of
from portal.middleware import PUBLIC_POLICY


def form_page(request, sheet, *, status=200, is_person=False, **more):
    """The form. ``is_person``: whoever fills it in has just shown to be one."""
    is_person = is_person or captcha.is_passed(request.POST.get("passed", ""), sheet.token)
    context = {
        **frame(request, _("填写%(application)s") % {"application": desk().profile.application}),
        "sheet": sheet,
        "mistakes": sheet.mistakes,
        "general": sheet.general,
        "notice": notice_in_force(),
        "desk": desk(),
        "passed": captcha.pass_for(sheet.token) if is_person else "",
        "question": None if is_person or not desk().captcha_enabled else captcha.question(),
        "guide": foot().guide,
        "catalogue": section_of("catalogue"),
        **more,
    }
    return render(request, "disclosure/apply/form.html", context, status=status)


def notice_in_force() -> PrivacyNotice | None:
    version = desk().notice_version
    return PrivacyNotice.objects.filter(version=version).first() if version else None


def without_database(request):
    """A page that needs neither database nor memory: what was typed, ready to be sent once more."""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "step"
    ]
    texts = [item["description"] for item in Typed.of(request.POST).requests]
    context = {"fields": fields, "texts": texts, "path": request.path}
    body = loader.render_to_string("disclosure/apply/away.html", context)
    headers = {
        "Retry-After": "30",
        "Content-Security-Policy": PUBLIC_POLICY,
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(body, status=503, headers=headers)
