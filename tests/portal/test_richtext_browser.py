"""The editor in a real Chromium, under the staff pages' content security policy."""

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import expect

from portal.models import Person, Picture
from portal.pictures import create_picture, sources
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = Path(__file__).resolve().parent.parent / "data" / "word" / "word2016-clipboard.html"

PASTE = """([html, text, rtf]) => {
  const area = document.querySelector('.cke_wysiwyg_div');
  area.focus();
  const transfer = new DataTransfer();
  transfer.setData('text/html', html);
  transfer.setData('text/plain', text);
  if (rtf) transfer.setData('text/rtf', rtf);
  area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: transfer, bubbles: true, cancelable: true}));
}"""
PASTE_FILE = """async (base64) => {
  const area = document.querySelector('.cke_wysiwyg_div');
  area.focus();
  const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], '现场照片.png', {type: 'image/png'}));
  area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: transfer, bubbles: true, cancelable: true}));
}"""


def png(width=1600, height=1000):
    buffer = BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def person():
    return Person.objects.create(name="周衡", post="主任", resume="<p>旧简历。</p>")


@pytest.fixture
def editor(page, live_server, person):
    """The change form of a person, signed in, with the editor ready; fails on policy violations."""
    make_user("chief", superuser=True)
    page.violations, page.foreign = [], []
    page.on("console", lambda entry: _collect(page, entry.text))
    page.on("request", lambda request: _check_host(page, live_server.url, request.url))
    page.goto(f"{live_server.url}/admin/login/?next=/admin/portal/person/{person.pk}/change/")
    page.fill("#id_username", "chief")
    page.fill("#id_password", "correct horse battery")
    page.click("[type=submit]")
    page.wait_for_selector(".cke_wysiwyg_div")
    yield page
    assert not page.violations
    assert not page.foreign


def _collect(page, text):
    # CKEditor's buttons are links to javascript:void(0), which the policy blocks without harm.
    if "Content Security Policy" in text and "Running the JavaScript URL" not in text:
        page.violations.append(text)


def _check_host(page, home, url):
    if not url.startswith((home, "data:", "blob:", "about:")):
        page.foreign.append(url)


def save(page):
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    page.wait_for_selector(".cke_wysiwyg_div")


def stored(person):
    person.refresh_from_db()
    return person.resume


def clear(page):
    page.click(".cke_wysiwyg_div")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")


def test_typing_formatting_and_saving(editor, person):
    clear(editor)
    editor.keyboard.type("1998年参加工作。")
    editor.keyboard.press("Enter")
    editor.keyboard.type("主持")
    editor.keyboard.press("Control+B")
    editor.keyboard.type("重大专项")
    editor.keyboard.press("Control+B")
    editor.keyboard.type("三项。")
    save(editor)
    assert stored(person) == "<p>1998年参加工作。</p>\n<p>主持<strong>重大专项</strong>三项。</p>"


def test_word_paste_goes_through_the_formatter(editor, person):
    source = WORD.read_text(encoding="utf-8").replace(
        "https://img.example.cn/waste-label.png", "file:///C:/a.png"
    )
    clear(editor)
    editor.evaluate(PASTE, [source, "关于做好实验废液收集工作的通知"])
    editor.wait_for_selector(".cke_wysiwyg_div h2")
    editor.wait_for_selector(".cke_notification_warning")
    assert "1 张图片不能随文字粘贴" in editor.inner_text(".cke_notification_warning")
    save(editor)
    expected = WORD.with_suffix(".expected.html").read_text(encoding="utf-8").strip()
    # The picture on the writer's disk cannot come along; its caption stays as a line.
    figure = re.compile(r"<figure>.*?</figure>")
    assert figure.sub("", expected).split("\n") == [
        "" if "图1 废液桶标签样式" in line else line for line in stored(person).split("\n")
    ]


def test_pictures_in_a_word_paste_are_taken_from_the_rtf(editor, person):
    source = WORD.read_text(encoding="utf-8").replace(
        "https://img.example.cn/waste-label.png", "file:///C:/a.png"
    )
    hexadecimal = png(640, 360).hex()
    rtf = (
        "{\\rtf1\\ansi{\\*\\shppict{\\pict{\\*\\picprop\\shplid1025{\\sp{\\sn shapeType}{\\sv 75}}}"
        "\\picscalex100\\picw640\\pich360\\pngblip\\bliptag-123{\\*\\blipuid 0a1b2c3d}\n"
        + "\n".join(hexadecimal[at : at + 128] for at in range(0, len(hexadecimal), 128))
        + "}}{\\nonshppict{\\pict\\picw640\\wmetafile8\\bliptag-123 0100090000035f}}}"
    )
    clear(editor)
    editor.evaluate(PASTE, [source, "关于做好实验废液收集工作的通知", rtf])
    editor.wait_for_selector(".cke_wysiwyg_div figure img[src^='/media/pictures/']")
    assert editor.query_selector(".cke_notification_warning") is None
    save(editor)
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (640, 360)
    assert f'src="{sources(picture).src}"' in stored(person)
    assert 'alt="废液桶标签样式"' in stored(person)


def test_a_list_below_a_list_keeps_its_marks(editor, person):
    """The staff form has rules for lists, too; they took the dots and moved the text away."""
    html = "<ol><li>外<ul><li>内</li></ul></li></ol>"
    editor.evaluate("html => Object.values(CKEDITOR.instances)[0].setData(html)", html)
    inner = editor.locator(".cke_wysiwyg_div ul")
    expect(inner).to_have_css("list-style-type", "disc")
    expect(inner).to_have_css("margin-left", "0px")


def test_dark_pages_have_a_dark_editor(editor, person):
    colour = "e => getComputedStyle(e).backgroundColor"
    area = editor.locator(".cke_wysiwyg_div")
    assert area.evaluate(colour) == "rgb(255, 255, 255)"
    editor.emulate_media(color_scheme="dark")
    assert area.evaluate(colour) == "rgb(18, 18, 18)"
    # The switch in the header beats the system's choice.
    editor.evaluate("document.documentElement.dataset.theme = 'light'")
    assert area.evaluate(colour) == "rgb(255, 255, 255)"


def test_one_click_formatting_can_be_undone(editor, person):
    clear(editor)
    editor.keyboard.type('他说:"好",大家同意.')
    before = editor.inner_text(".cke_wysiwyg_div").strip()
    editor.click(".cke_button__tidyup")
    editor.wait_for_selector(".cke_notification_success")
    assert editor.inner_text(".cke_wysiwyg_div").strip() == "他说：“好”，大家同意。"
    editor.click(".cke_button__undo")
    assert editor.inner_text(".cke_wysiwyg_div").strip() == before
    editor.click(".cke_button__redo")
    save(editor)
    assert stored(person) == "<p>他说：“好”，大家同意。</p>"


def test_pasted_picture_is_uploaded_and_stored_with_all_sizes(editor, person):
    clear(editor)
    editor.evaluate(PASTE_FILE, base64.b64encode(png()).decode())
    editor.wait_for_selector(".cke_wysiwyg_div img[src^='/media/pictures/']")
    save(editor)
    picture = Picture.objects.get()
    assert picture.uploaded_by.username == "chief"
    html = stored(person)
    assert f'src="{picture.renditions["full"][1]["webp"]}"'.replace('src="', 'src="/media/') in html
    assert 'width="1600"' in html and 'height="1000"' in html and 'loading="lazy"' in html
    assert " 400w" in html and " 1600w" in html and "data:" not in html


def test_picture_dialog_uploads(editor, person):
    clear(editor)
    editor.click(".cke_button__image")
    editor.click(".cke_dialog_tab[title*='上传']")
    upload = editor.frame_locator(".cke_dialog iframe.cke_dialog_ui_input_file")
    upload.locator("input[type=file]").set_input_files(
        {"name": "楼.png", "mimeType": "image/png", "buffer": png()}
    )
    editor.click("a.cke_dialog_ui_fileButton")
    fields = editor.locator(".cke_dialog_ui_input_text input:visible")
    expect(fields.nth(0)).to_have_value(re.compile("^/media/pictures/"))
    fields.nth(1).fill("三号楼")
    editor.click(".cke_dialog_ui_button_ok")
    save(editor)
    assert 'alt="三号楼"' in stored(person) and "srcset=" in stored(person)
    # The dialog puts its file field into a frame with a script of its own, which stays blocked.
    editor.violations = [
        text for text in editor.violations if "Executing inline script" not in text
    ]


def test_footnotes_are_numbered_in_reading_order(editor, person):
    clear(editor)
    editor.keyboard.type("甲乙")
    _footnote(editor, "第二条")
    editor.keyboard.press("Home")
    editor.keyboard.press("ArrowRight")
    _footnote(editor, "第一条")
    save(editor)
    assert stored(person) == (
        '<p>甲<sup><a href="#fn1" id="fnref1">[1]</a></sup>'
        '乙<sup><a href="#fn2" id="fnref2">[2]</a></sup></p>\n'
        '<section class="footnotes"><ol><li id="fn1">第一条 <a href="#fnref1">返回</a></li>'
        '<li id="fn2">第二条 <a href="#fnref2">返回</a></li></ol></section>'
    )


def _footnote(page, text):
    page.click(".cke_button__footnote")
    page.fill(".cke_dialog_ui_input_textarea textarea", text)
    page.click(".cke_dialog_ui_button_ok")
    page.wait_for_selector(".cke_dialog_background_cover", state="hidden")


def test_stored_text_survives_an_untouched_save(editor, person):
    html = (
        '<h2>一、总则</h2>\n<p class="ta-right">综合办公室</p>\n'
        '<table><caption>表1</caption><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>\n"
        '<figure><img src="/static/img/emblem.svg" alt="徽" width="64" height="64" loading="lazy">'
        "<figcaption>图1 徽</figcaption></figure>\n"
        '<blockquote><p>引文</p><p class="attribution">——出处</p></blockquote>'
    )
    Person.objects.filter(pk=person.pk).update(resume=html)
    editor.reload()
    editor.wait_for_selector(".cke_wysiwyg_div h2")
    editor.wait_for_selector(".cke_wysiwyg_div figure.image")
    save(editor)
    assert _plain(stored(person)) == _plain(html)


def _plain(html):
    return sorted(re.findall(r"<[a-z0-9]+|</[a-z0-9]+>|[\w-]+=\"[^\"]*\"|[^<>\s]+(?=<)", html))


def test_picture_is_chosen_from_the_library(editor, person):
    picture = create_picture(ContentFile(png(), name="a.png"), title="三号楼外景", shape="full")
    clear(editor)
    editor.click(".cke_button__image")
    with editor.context.expect_page() as opened:
        editor.click(".cke_dialog_ui_button >> text=浏览服务器 >> visible=true")
    library = opened.value
    library.click("text=三号楼外景")
    fields = editor.locator(".cke_dialog_ui_input_text input:visible")
    expect(fields.nth(0)).to_have_value(sources(picture).src)
    expect(fields.nth(1)).to_have_value("三号楼外景")
    editor.click(".cke_dialog_ui_button_ok")
    save(editor)
    assert sources(picture).src in stored(person) and 'alt="三号楼外景"' in stored(person)
    editor.violations = [
        text for text in editor.violations if "Executing inline script" not in text
    ]


def test_focal_point_by_click_and_arrow_keys(editor, live_server):
    picture = create_picture(ContentFile(png(), name="a.png"), title="楼", shape="portrait")
    editor.goto(f"{live_server.url}/admin/portal/picture/{picture.pk}/change/")
    box = editor.locator("[data-focal]")
    frame = box.locator("img").bounding_box()
    box.click(position={"x": frame["width"] * 0.25, "y": frame["height"] * 0.75})
    expect(editor.locator("#id_focal_x")).to_have_value("25")
    expect(editor.locator("#id_focal_y")).to_have_value("75")
    box.press("ArrowRight")
    box.press("Shift+ArrowUp")
    expect(editor.locator(".focal-now")).to_have_text("横 26%，纵 65%")
    editor.click("input[name=_save]")
    editor.wait_for_selector(".messagelist .success")
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (26, 65)
    assert "-26-65" in picture.renditions["portrait"][0]["webp"]
