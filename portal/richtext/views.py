"""What the editor asks the server for: storing a picture, choosing one, setting a text anew.

All three are for staff and keep Django's CSRF check (the editor sends the token in a header).
Answers are JSON in the form CKEditor expects, with errors in Chinese.
"""

import logging
import re
from functools import wraps
from pathlib import PurePath

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.models import Picture
from portal.pictures import best_url, create_picture, sources
from portal.uploads import clean_name, storage_message

from .formatter import format_html

logger = logging.getLogger(__name__)

PAGE_SIZE = 24
# Beyond this a paste is no article but a mistake; formatting would hold a worker for seconds.
MAX_TEXT = 3_000_000
LOCAL_IMAGE = re.compile(r"<img\b[^>]*\bsrc\s*=\s*[\"']?file:", re.IGNORECASE)
REMOTE_IMAGE = re.compile(r"<img\b[^>]*\bsrc=\"https://", re.IGNORECASE)


def staff_json(view):
    """Let staff in; answer anyone else with JSON, which a script can show, instead of a login page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        user = request.user
        if not (user.is_active and user.is_staff):
            return _refusal(_("登录已过期，请保存正文后重新登录。"), status=403)
        return view(request, *args, **kwargs)

    return guarded


def _refusal(message, status=400):
    return JsonResponse({"uploaded": 0, "error": {"message": str(message)}}, status=status)


@require_POST
@staff_json
def upload(request):
    """Store a picture for a text and answer with the address to show."""
    if not request.user.has_perm("portal.add_picture"):
        return _refusal(_("您没有上传图片的权限。"), status=403)
    file = request.FILES.get("upload")
    if file is None:
        return _refusal(_("没有收到图片，请重新选择。"))
    name = clean_name(file.name)
    try:
        picture = create_picture(
            file,
            title=PurePath(name).stem[:120],
            shape=Picture.Shape.FREE,
            user=request.user,
            original_name=name,
        )
    except ValidationError as error:
        return _refusal(" ".join(error.messages))
    except OSError as error:
        logger.exception("A picture could not be stored")
        return _refusal(storage_message(error), status=507)
    return JsonResponse({"uploaded": 1, "fileName": name, "url": sources(picture).src})


@require_POST
@staff_json
def tidy_up(request):
    """一键排版: the posted ``html`` set anew, with what the writer should know about it."""
    html = request.POST.get("html", "")
    if len(html) > MAX_TEXT:
        return _refusal(_("内容过长，无法自动排版。请分几次粘贴。"))
    result = format_html(html)
    notes = []
    local, remote = len(LOCAL_IMAGE.findall(html)), len(REMOTE_IMAGE.findall(result))
    if local:
        notes.append(
            ngettext(
                "有 %d 张图片不能随文字粘贴，请用“图片”按钮上传。",
                "有 %d 张图片不能随文字粘贴，请用“图片”按钮上传。",
                local,
            )
            % local
        )
    if remote:
        notes.append(
            ngettext(
                "有 %d 张图片来自其他网站，公众页面上不会显示，请保存到本机后重新上传。",
                "有 %d 张图片来自其他网站，公众页面上不会显示，请保存到本机后重新上传。",
                remote,
            )
            % remote
        )
    return JsonResponse({"html": result, "notes": notes})


@require_safe
@staff_member_required
def browse(request):
    """The picture library in a small window; choosing one hands its address to the editor."""
    if not request.user.has_perm("portal.view_picture"):
        return render(request, "admin/portal/richtext/browse.html", {"page": None}, status=403)
    words = request.GET.get("q", "").replace("\0", "").strip()
    pictures = Picture.objects.filter(title__icontains=words) if words else Picture.objects.all()
    page = Paginator(pictures, PAGE_SIZE).get_page(request.GET.get("page"))
    for picture in page:
        picture.thumbnail = best_url(picture, 240)
        picture.address = sources(picture).src
    number = request.GET.get("CKEditorFuncNum", "")
    context = {"page": page, "words": words, "number": number if number.isdecimal() else ""}
    return render(request, "admin/portal/richtext/browse.html", context)
