"""Upload, library and formatting as the editor asks for them; the widget that asks."""

import json
from io import BytesIO

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from PIL import Image
from simple_history.models import HistoricalRecords

from portal.models import Person, Picture
from portal.pictures import sources
from portal.richtext.sanitizer import ATTRIBUTES, sanitize
from portal.richtext.widgets import RichTextWidget, allowed_content
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def png(name="现场.png", size=(900, 600)):
    buffer = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue())


@pytest.fixture
def writer(client):
    client.force_login(make_user("writer", perms=["portal.add_picture", "portal.view_picture"]))
    return client


def test_upload_stores_a_picture_and_answers_with_its_address(writer):
    answer = writer.post(reverse("richtext:upload"), {"upload": png("x/../现场.html")})
    assert answer.status_code == 200
    data, picture = answer.json(), Picture.objects.get()
    assert data["uploaded"] == 1 and data["url"] == sources(picture).src
    assert data["url"].endswith(".webp") and "html" not in data["url"]
    assert picture.title == "现场" and picture.uploaded_by.username == "writer"
    assert picture.shape == Picture.Shape.FREE


def test_upload_keeps_the_csrf_check(writer):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    assert strict.post(reverse("richtext:upload"), {"upload": png()}).status_code == 403
    assert not Picture.objects.exists()
    strict.cookies["csrftoken"] = token = "a" * 32
    answer = strict.post(
        reverse("richtext:upload"), {"upload": png()}, headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("user", "word"),
    [
        (None, "登录已过期"),
        ({"staff": False}, "登录已过期"),
        ({"perms": ["portal.view_picture"]}, "没有上传图片的权限"),
    ],
)
def test_upload_needs_the_right(client, user, word):
    if user is not None:
        client.force_login(make_user("someone", **user))
    answer = client.post(reverse("richtext:upload"), {"upload": png()})
    assert answer.status_code == 403 and word in answer.json()["error"]["message"]
    assert not Picture.objects.exists()


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"GIF89a<script>"])
def test_refused_upload_is_explained(writer, content):
    answer = writer.post(
        reverse("richtext:upload"), {"upload": SimpleUploadedFile("a.png", content)}
    )
    assert answer.status_code == 400 and answer.json()["uploaded"] == 0
    assert answer.json()["error"]["message"].endswith("。")


def test_upload_is_limited_and_needs_a_file(writer, settings):
    assert "没有收到图片" in writer.post(reverse("richtext:upload")).json()["error"]["message"]
    settings.MAX_IMAGE_BYTES = 10
    answer = writer.post(reverse("richtext:upload"), {"upload": png()})
    assert "超过了" in answer.json()["error"]["message"]
    assert writer.get(reverse("richtext:upload")).status_code == 405


def test_library_lists_pages_and_finds(writer):
    writer.post(reverse("richtext:upload"), {"upload": png("三号楼.png", (60, 40))})
    picture = Picture.objects.get()
    url = reverse("richtext:browse")
    page = writer.get(url, {"CKEditorFuncNum": "3"}).content.decode()
    assert sources(picture).src in page and 'data-number="3"' in page
    assert "<script>" not in page and "onclick" not in page
    assert "没有找到图片" in writer.get(url, {"q": "不存在"}).content.decode()
    assert "三号楼" in writer.get(url, {"q": "号楼"}).content.decode()
    assert 'data-number=""' in writer.get(url, {"CKEditorFuncNum": '"><script>'}).content.decode()


def test_library_is_for_staff_who_may_see_pictures(client):
    assert client.get(reverse("richtext:browse")).status_code == 302
    client.force_login(make_user("other"))
    assert client.get(reverse("richtext:browse")).status_code == 403


def test_formatting_answers_with_clean_html_and_notes(writer):
    html = (
        '<p class=MsoNormal style="text-indent:2em">甲,乙<script>x</script></p>'
        '<img src="file:///C:/a.png"><p><img src="https://a.cn/b.png"></p>'
    )
    data = writer.post(reverse("richtext:format"), {"html": html}).json()
    assert data["html"].startswith("<p>甲，乙</p>")
    assert any("不能随文字粘贴" in note for note in data["notes"])
    assert any("来自其他网站" in note for note in data["notes"])
    assert writer.post(reverse("richtext:format"), {"html": ""}).json() == {"html": "", "notes": []}


def test_formatting_is_for_staff_and_limited(client, writer, monkeypatch):
    monkeypatch.setattr("portal.richtext.views.MAX_TEXT", 10)
    answer = writer.post(reverse("richtext:format"), {"html": "长" * 11})
    assert answer.status_code == 400 and "过长" in answer.json()["error"]["message"]
    writer.logout()
    assert writer.post(reverse("richtext:format"), {"html": "x"}).status_code == 403


def test_tables_scroll_in_a_frame_on_the_page_only():
    template = Template("{% load richtext %}{% richtext text %}")
    text = sanitize("<p>甲</p><table><tr><td>1</td><td>2</td></tr></table>")
    page = template.render(Context({"text": text}))
    assert (
        '<div class="scroll" role="group" tabindex="0"' in page
        and page.count("</table></div>") == 1
    )
    assert "scroll" not in text
    assert template.render(Context({"text": "<p>甲</p>"})) == "<p>甲</p>"
    assert template.render(Context({"text": None})) == ""


# --- Field and widget ---------------------------------------------------------------------------
def test_field_sanitises_on_every_save():
    person = Person.objects.create(
        name="甲", post="乙", resume="<p onclick=x>甲<script>1</script></p>"
    )
    assert person.resume == "<p>甲</p>"
    person.resume = None
    person.save()
    assert person.resume == ""


def test_own_pictures_get_size_and_sources_with_one_query(django_assert_num_queries):
    from portal.pictures import create_picture

    pictures = [create_picture(png(), title="x", shape="full") for _n in range(3)]
    html = "".join(f'<p><img src="{sources(picture).src}" alt="图"></p>' for picture in pictures)
    # One round to clean and one to see that nothing changes any more.
    with django_assert_num_queries(2):
        result = sanitize(html)
    assert result.count("srcset=") == 3 and result.count('width="800"') == 3
    with django_assert_num_queries(1):
        assert sanitize(result) == result
    smaller = sanitize(html.replace("alt=", 'width="300" alt='))
    assert 'width="300"' in smaller and 'height="200"' in smaller
    with django_assert_num_queries(0):
        sanitize("<p>没有图片</p>")


def test_widget_carries_its_configuration_without_scripts(rf):
    class Form(forms.Form):
        text = forms.CharField(widget=RichTextWidget)

    html = str(Form()["text"])
    assert "<script" not in html and "data-config" in html
    widget = Form().fields["text"].widget
    widget.get_context("text", "", {})
    config = json.loads(json.dumps(widget.config))
    assert config["allowedContent"] is not True and "fullPage" not in config
    assert {"exportpdf", "scayt", "wsc", "iframe", "pastefromword"} <= set(
        config["removePlugins"].split(",")
    )
    assert {"divarea", "uploadimage"} <= set(config["extraPlugins"].split(","))
    assert config["versionCheck"] is False and config["language"] == "zh-cn"
    assert "://" not in json.dumps(config)


def test_source_button_is_for_superusers(rf):
    def buttons(user):
        request = rf.get("/")
        request.user = user
        HistoricalRecords.context.request = request
        try:
            widget = RichTextWidget()
            widget.get_context("text", "", {})
        finally:
            del HistoricalRecords.context.request
        return [name for group in widget.config["toolbar"] for name in group]

    assert "Source" in buttons(make_user("chief", superuser=True))
    assert "Source" not in buttons(make_user("writer"))


def test_editor_lets_through_what_the_sanitiser_keeps():
    rules = allowed_content()
    assert set(rules) == set(ATTRIBUTES)
    assert "style" not in json.dumps(rules) and "onclick" not in json.dumps(rules)
