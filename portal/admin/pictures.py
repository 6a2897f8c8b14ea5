"""图片库: upload with the reason beside the field when it fails, focal point by click or arrow keys,
and a list of where each picture is used."""

from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.models import Picture
from portal.pictures import check_upload, uses_of

from .base import StoresFiles, thumbnail

ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/bmp"


class PictureFileInput(forms.ClearableFileInput):
    """Without the "currently: …" line: the preview beside it says more."""

    template_name = "django/forms/widgets/file.html"

    def __init__(self):
        super().__init__({"accept": ACCEPT})


class PictureForm(forms.ModelForm):
    # A plain file field: Django's ImageField would decode the upload before our limits apply.
    file = forms.FileField(
        label=_("图片"),
        widget=PictureFileInput,
        help_text=_(
            "JPG、PNG、WebP、GIF、AVIF 或 BMP。拍摄地点等隐含信息会自动清除；动图只保留第一帧。"
        ),
    )

    class Meta:
        model = Picture
        fields = ["file", "title", "shape", "focal_x", "focal_y", "credit"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_upload(file)
        return file


@admin.register(Picture)
class PictureAdmin(StoresFiles):
    form = PictureForm
    list_display = ["preview", "title", "shape", "size", "uploaded_by", "created_at"]
    list_display_links = ["preview", "title"]
    list_filter = ["shape", "created_at"]
    list_per_page = 40
    list_select_related = ["uploaded_by"]
    search_fields = ["title", "credit", "original_name"]
    readonly_fields = ["focal_picker", "facts", "used_in"]
    fieldsets = [
        (None, {"fields": ["file", "title", "shape", "credit"]}),
        (
            _("焦点"),
            {
                "description": _(
                    "裁切时保留焦点附近的画面。点击图片选择，或选中图片后用方向键移动。"
                ),
                "fields": ["focal_picker", ("focal_x", "focal_y")],
            },
        ),
        (_("其他信息"), {"fields": ["facts", "used_in"]}),
    ]

    class Media:
        css = {"all": ["admin-pictures/focal.css"]}
        js = ["admin-pictures/focal.js"]

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.fieldsets[:1]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
        if "file" in form.changed_data:
            obj.original_name = form.cleaned_data["file"].name
        super().save_model(request, obj, form, change)

    @admin.display(description=_("预览"))
    def preview(self, obj):
        return thumbnail(obj, 96)

    @admin.display(description=_("尺寸"))
    def size(self, obj):
        return f"{obj.width} × {obj.height}"

    @admin.display(description=_("选择焦点"))
    def focal_picker(self, obj):
        if not obj.pk:
            return ""
        return format_html(
            '<div class="focal" data-focal role="application" tabindex="0" aria-label="{}">'
            '<img src="{}" alt="" width="{}" height="{}"><span class="focal-mark"></span></div>'
            '<p class="focal-now" aria-live="polite"></p>',
            gettext("焦点位置，用方向键移动"),
            obj.file.url,
            obj.width,
            obj.height,
        )

    @admin.display(description=_("文件"))
    def facts(self, obj):
        sizes = [f"{item['w']}×{item['h']}" for items in obj.renditions.values() for item in items]
        return format_html(
            "{}（{}×{}）<br>{}", obj.original_name, obj.width, obj.height, "、".join(sizes)
        )

    @admin.display(description=_("用在哪里"))
    def used_in(self, obj):
        uses = uses_of(obj) if obj.pk else []
        if not uses:
            return gettext("没有内容使用这张图片。")
        return format_html("<ul>{}</ul>", _use_items(uses))

    def delete_view(self, request, object_id, extra_context=None):
        self._warn(request, [object_id])
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        objects, counts, missing, protected = super().get_deleted_objects(objs, request)
        # Shown on the confirmation page: what loses its picture, not only what is deleted.
        for picture in objs:
            uses = uses_of(picture)
            if uses:
                objects.append(
                    format_html("{}<ul>{}</ul>", gettext("将失去图片的内容："), _use_items(uses))
                )
        return objects, counts, missing, protected

    def _warn(self, request, ids):
        if request.method != "GET":
            return
        number = sum(len(uses_of(picture)) for picture in Picture.objects.filter(pk__in=ids))
        if number:
            text = ngettext(
                "有 %d 处内容正在使用这张图片，删除后那里将不再显示图片。",
                "有 %d 处内容正在使用这张图片，删除后那里将不再显示图片。",
                number,
            )
            messages.warning(request, text % number)


def _use_items(uses):
    return format_html_join(
        "",
        "<li>{}：{}{}</li>",
        (
            (
                use.kind,
                format_html('<a href="{}">{}</a>', use.url, use.title) if use.url else use.title,
                gettext("（正文中）") if use.in_text else "",
            )
            for use in uses
        ),
    )
