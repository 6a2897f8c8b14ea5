"""The editor shown in forms: CKEditor 4 with this project's plugins and nothing it does not need.

Everything is passed as data attributes and static files: the staff pages' content security policy
forbids inline scripts. What the editor lets through follows the sanitiser's own table.
"""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from .sanitizer import ATTRIBUTES, CLASSES

# Written by the sanitiser on every save; in the editor they would only get out of step.
NOT_EDITED = {"srcset", "sizes", "loading", "rel", "scope"}
REMOVED_PLUGINS = (
    # Talk to other hosts, or hold known holes of CKEditor 4.22.
    "exportpdf scayt wsc codesnippet codesnippetgeshi embed embedbase embedsemantic autoembed "
    # Produce what the sanitiser takes out again.
    "iframe iframedialog flash forms bbcode docprops smiley font colorbutton colordialog bidi language div "
    "pagebreak templates copyformatting liststyle image anchor "
    # Pasting goes through our own formatter.
    "pastefromword pastefromgdocs pastefromlibreoffice pastetools "
    # No use inside a form.
    "about devtools adobeair newpage preview print save wysiwygarea elementspath"
).split()
EXTRA_PLUGINS = "divarea uploadimage image2 mingchuang".split()


def allowed_content() -> dict:
    """The sanitiser's table in the editor's notation."""
    rules = {}
    for tag, attributes in ATTRIBUTES.items():
        rule = {"attributes": ",".join(sorted(attributes - NOT_EDITED))}
        classes = set(CLASSES.get(tag, ()))
        if tag == "figure":
            classes.add("image")  # how the image plugin knows its own figures
        if classes:
            rule["classes"] = ",".join(sorted(classes))
        rules[tag] = {name: value for name, value in rule.items() if value} or True
    rules["th"]["attributes"] += ",scope"
    # Marks of a picture whose upload is under way.
    rules["img"]["attributes"] += ",data-widget,data-cke-upload-id"
    return rules


def toolbar(may_edit_source: bool) -> list:
    """The buttons a communications officer needs; the source only for superusers."""
    groups = [
        ["Format", "Styles"],
        ["Bold", "Italic", "Underline", "Strike", "Subscript", "Superscript", "RemoveFormat"],
        ["JustifyLeft", "JustifyCenter", "JustifyRight"],
        ["NumberedList", "BulletedList", "Blockquote"],
        "/",
        ["TidyUp"],
        ["Link", "Unlink"],
        ["Image", "Table", "HorizontalRule", "SpecialChar", "Footnote"],
        ["PasteText", "Find", "Replace"],
        ["Undo", "Redo"],
        ["Maximize"],
    ]
    return [*groups, ["Source"]] if may_edit_source else groups


def _may_edit_source() -> bool:
    """Whether the form is being shown to a superuser."""
    request = getattr(HistoricalRecords.context, "request", None)
    return bool(request and getattr(request, "user", None) and request.user.is_superuser)


def editor_config(may_edit_source: bool) -> dict:
    upload = reverse("richtext:upload")
    return {
        "skin": "moono-lisa",
        "toolbar": toolbar(may_edit_source),
        "height": 480,
        "width": "100%",
        "defaultLanguage": "zh-cn",
        "language": "zh-cn",
        "versionCheck": False,
        "removePlugins": ",".join(REMOVED_PLUGINS),
        "extraPlugins": ",".join(EXTRA_PLUGINS),
        "allowedContent": allowed_content(),
        "format_tags": "p;h2;h3;h4",
        "stylesSet": [
            {"name": _("引文出处"), "element": "p", "attributes": {"class": "attribution"}},
            {"name": _("首行不缩进"), "element": "p", "attributes": {"class": "no-indent"}},
        ],
        "justifyClasses": ["ta-left", "ta-center", "ta-right", "ta-justify"],
        "specialChars": SPECIAL_CHARACTERS,
        "entities": False,
        "basicEntities": True,
        "fillEmptyBlocks": False,
        "disableNativeSpellChecker": True,
        "removeDialogTabs": "link:advanced;image2:Link;table:advanced;image:advanced",
        "linkShowAdvancedTab": False,
        "image2_captionedClass": "image",
        "image_previewText": " ",
        "filebrowserUploadMethod": "xhr",
        "filebrowserImageUploadUrl": upload,
        "imageUploadUrl": upload,
        "filebrowserImageBrowseUrl": reverse("richtext:browse"),
        "filebrowserWindowWidth": 900,
        "filebrowserWindowHeight": 680,
        "mingchuangFormatUrl": reverse("richtext:format"),
    }


# Those that are hard to type; letters and arrows come with the input method.
SPECIAL_CHARACTERS = list(
    "〔〕【】《》〈〉「」『』—…·～‰°℃±×÷≤≥≠≈√∞∑∫π∠⊥‖→←↑↓①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤμΩαβγδλσφ§№☆★○●□■△▲"
)


class RichTextWidget(CKEditorWidget):
    """CKEditor 4 with this project's configuration."""

    def _set_config(self):
        # Built for each rendering: addresses and the reader's rights are not known at import.
        self.config = editor_config(_may_edit_source())
        folder, _slash, name = static("richtext/plugin.js").rpartition("/")
        self.external_plugin_resources = [["mingchuang", f"{folder}/", name]]

    def get_context(self, name, value, attrs):
        self._set_config()
        return super().get_context(name, value, attrs)

    @property
    def media(self):
        return super().media + forms.Media(css={"all": ["richtext/content.css"]})
