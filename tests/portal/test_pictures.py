"""Pictures are made harmless and into all sizes when saved, and leave no files behind."""

from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.template import Context, Template
from django.urls import reverse
from PIL import Image, ImageCms, ImageDraw, ImageStat

from portal.models import Person, Picture, SiteIdentity
from portal.pictures import best_url, create_picture, sources, uses_of
from portal.pictures.encode import decode
from portal.pictures.plan import CROPS, crop_box, rendition_names, widths_for
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def photo(size=(1600, 900), mode="RGB", kind="PNG", **options):
    """A noisy picture: left half dark, right half light."""
    base = Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size)
    half = (0, 0, size[0] // 2, size[1])
    base.paste(base.crop(half).point(lambda value: value // 4), half)
    if mode == "I;16":
        wide = bytes(byte for value in base.tobytes() for byte in (0, value))
        result = Image.frombytes(mode, size, wide)
    else:
        result = base.convert(mode)
    buffer = BytesIO()
    result.save(buffer, kind, **options)
    return SimpleUploadedFile(f"照片.{kind.lower()}", buffer.getvalue())


def drawing(size=(400, 400), mode="RGB", kind="PNG", **options):
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill="black")
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return SimpleUploadedFile("图.png", buffer.getvalue())


def make(file=None, shape="wide", **fields):
    return create_picture(file or photo(), title="楼", shape=shape, **fields)


def opened(name):
    with default_storage.open(name, "rb") as file:
        image = Image.open(file)
        image.load()
    return image


# --- The plan -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("size", "ratio", "focus", "box"),
    [
        ((1600, 900), 16 / 9, (50, 50), (0, 0, 1600, 900)),
        ((2000, 900), 16 / 9, (50, 50), (200, 0, 1800, 900)),
        ((2000, 900), 16 / 9, (0, 50), (0, 0, 1600, 900)),
        ((2000, 900), 16 / 9, (100, 50), (400, 0, 2000, 900)),
        ((900, 1600), 3 / 4, (50, 10), (0, 0, 900, 1200)),
        ((900, 1600), 3 / 4, (50, 90), (0, 400, 900, 1600)),
        ((900, 1600), None, (0, 0), (0, 0, 900, 1600)),
    ],
)
def test_cut_stays_inside_and_near_the_focal_point(size, ratio, focus, box):
    assert crop_box(*size, ratio, *focus) == box


@pytest.mark.parametrize(
    ("available", "widths"),
    [
        (2000, [400, 800, 1200]),
        (1200, [400, 800, 1200]),
        (1000, [400, 800, 1000]),
        (850, [400, 800]),
        (300, [300]),
    ],
)
def test_nothing_is_enlarged(available, widths):
    assert widths_for(CROPS["wide"], available) == widths


# --- Making -------------------------------------------------------------------------------------
def test_upload_gets_all_sizes_in_both_formats():
    picture = make()
    sizes = [(item["w"], item["h"]) for item in picture.renditions["wide"]]
    assert sizes == [(400, 225), (800, 450), (1200, 675)]
    for item in picture.renditions["wide"]:
        for kind in ("webp", "avif"):
            image = opened(item[kind])
            assert (image.format.lower(), image.size) == (kind, (item["w"], item["h"]))
    assert (picture.width, picture.height) == (1600, 900)
    assert Picture.objects.get().renditions == picture.renditions


def test_stored_name_is_random_and_the_original_name_kept_apart():
    first, second = make(), make()
    assert "照片" not in first.file.name and first.file.name != second.file.name
    assert first.original_name == "照片.png"


def test_hidden_data_and_appended_bytes_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825)[1] = "N"
    upload = photo(kind="JPEG", exif=exif, comment=b"secret")
    upload = SimpleUploadedFile("a.jpg", upload.read() + b"<script>alert(1)</script>")
    picture = make(upload)
    for name in {picture.file.name, *rendition_names(picture.renditions)}:
        with default_storage.open(name, "rb") as file:
            content = file.read()
        assert b"<script" not in content and b"secret" not in content and b"Phone" not in content
        assert not opened(name).getexif()


def test_turned_photo_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = make(photo((900, 600), kind="JPEG", exif=exif), shape="full")
    assert (picture.width, picture.height) == (600, 900)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "PNG"), ("P", "GIF"), ("RGB", "BMP"), ("RGB", "WEBP"), ("RGB", "AVIF"),
     ("I;16", "PNG"), ("1", "PNG")],
)  # fmt: skip
def test_every_accepted_kind_of_picture_is_read(mode, kind):
    picture = make(photo((500, 300), mode=mode, kind=kind), shape="full")
    image = opened(picture.renditions["full"][0]["webp"]).convert("L")
    half, height = image.width // 2, image.height
    left, right = (ImageStat.Stat(image.crop((x, 0, x + half, height))).mean[0] for x in (0, half))
    assert right > left + 20


def test_transparency_is_kept():
    image = Image.new("RGBA", (300, 200), (200, 10, 10, 0))
    ImageDraw.Draw(image).ellipse((50, 50, 250, 150), fill=(200, 10, 10, 255))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    picture = make(SimpleUploadedFile("a.png", buffer.getvalue()), shape="full")
    result = opened(picture.renditions["full"][0]["webp"])
    assert (
        result.mode == "RGBA"
        and result.getpixel((0, 0))[3] == 0
        and result.getpixel((150, 100))[3] == 255
    )


def _red_under(profile):
    buffer = BytesIO()
    Image.new("RGB", (60, 40), (255, 0, 0)).save(buffer, "PNG", icc_profile=profile)
    image = decode(SimpleUploadedFile("a.png", buffer.getvalue()))
    assert "icc_profile" not in image.info
    return image.getpixel((5, 5))


def test_colours_of_another_profile_are_converted():
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert _red_under(plain)[0] > 250
    # A profile in which the number for red means blue.
    swapped = plain.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    red, _green, blue = _red_under(swapped)
    assert blue > 200 and red < 60
    assert _red_under(b"no profile at all")[0] == 255


def test_drawing_is_kept_without_loss():
    picture = make(drawing(), shape="full")
    item = picture.renditions["full"][0]
    assert item["avif"] == "" and set(opened(item["webp"]).convert("L").getdata()) == {0, 255}
    assert sources(picture).avif == ""


def test_huge_original_is_made_smaller():
    picture = make(photo((4000, 1000), kind="JPEG"), shape="full")
    assert max(opened(picture.file.name).size) == 3200 and picture.width == 3200


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not_a_picture"),
    ],
)
def test_what_is_no_picture_is_refused(content, code):
    with pytest.raises(ValidationError) as caught:
        make(SimpleUploadedFile("a.png", content))
    assert caught.value.code == code
    assert not Picture.objects.exists()


def test_bombs_and_big_files_are_refused(settings):
    buffer = BytesIO()
    Image.new("1", (12000, 12000)).save(buffer, "PNG")
    with pytest.raises(ValidationError) as caught:
        make(SimpleUploadedFile("a.png", buffer.getvalue()))
    assert caught.value.code == "too_many_pixels"
    settings.MAX_IMAGE_BYTES = 100
    with pytest.raises(ValidationError) as caught:
        make()
    assert caught.value.code == "too_large"


# --- Changing and removing ----------------------------------------------------------------------
def test_moved_focal_point_makes_new_files_and_removes_the_old(django_capture_on_commit_callbacks):
    picture = make(photo((2000, 900)))
    old, original = rendition_names(picture.renditions), picture.file.name
    picture = Picture.objects.get()
    picture.focal_x = 0
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert picture.file.name == original and default_storage.exists(original)
    assert not any(default_storage.exists(name) for name in old)
    # The dark half of the picture now reaches further to the right.
    cut = opened(picture.renditions["wide"][0]["webp"]).convert("L")
    assert ImageStat.Stat(cut.crop((205, 0, 240, cut.height))).mean[0] < 60


def test_untouched_picture_is_not_made_again(monkeypatch):
    picture = make()
    monkeypatch.setattr("portal.pictures.services.decode", None)
    picture.title = "新说明"
    picture.save()


def test_deleted_picture_leaves_no_file(django_capture_on_commit_callbacks):
    picture = make()
    names = {picture.file.name, *rendition_names(picture.renditions)}
    with django_capture_on_commit_callbacks(execute=True):
        Picture.objects.all().delete()
    assert not any(default_storage.exists(name) for name in names)


def test_files_stay_when_the_transaction_fails(django_capture_on_commit_callbacks):
    picture = make()
    with django_capture_on_commit_callbacks(execute=False):
        picture.delete()
    assert default_storage.exists(picture.file.name)


def test_replaced_file_is_replaced_in_texts_too(django_capture_on_commit_callbacks):
    picture = make(shape="full")
    person = Person.objects.create(
        name="甲", post="乙", resume=f'<p><img src="{sources(picture).src}" alt="x"></p>'
    )
    old = picture.file.name
    picture.file = photo((1000, 1000))
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    person.refresh_from_db()
    assert not default_storage.exists(old)
    assert sources(picture).src in person.resume
    assert 'width="1000"' in person.resume and 'height="1000"' in person.resume


def test_rebuild_command_restores_missing_files():
    whole, broken = make(), make()
    lost = broken.renditions["wide"][1]["avif"]
    default_storage.delete(lost)
    out = StringIO()
    call_command("rebuild_pictures", missing=True, stdout=out)
    assert default_storage.exists(lost)
    assert "1 of 2 pictures rebuilt." in out.getvalue() and "2/2" in out.getvalue()
    before = default_storage.get_modified_time(whole.renditions["wide"][0]["webp"])
    call_command("rebuild_pictures", stdout=out)
    assert "2 of 2 pictures rebuilt." in out.getvalue()
    assert default_storage.get_modified_time(whole.renditions["wide"][0]["webp"]) > before


# --- Choosing -----------------------------------------------------------------------------------
def test_best_address_is_the_smallest_that_is_large_enough():
    picture = make()
    assert "wide400" in best_url(picture, 80) and "wide800" in best_url(picture, 401)
    assert "wide1200" in best_url(picture, 5000)
    assert best_url(None, 80) == ""


def render(source, **context):
    return " ".join(Template("{% load pictures %}" + source).render(Context(context)).split())


def test_picture_tag():
    picture = make()
    html = render('{% picture p sizes="50vw" %}', p=picture)
    assert 'type="image/avif"' in html and html.count("1200w") == 2 and 'sizes="50vw"' in html
    assert 'alt="楼"' in html and 'width="1200" height="675"' in html
    assert 'loading="lazy"' in html and "fetchpriority" not in html
    eager = render('{% picture p alt="" loading="eager" css="cover" %}', p=picture)
    assert 'alt=""' in eager and 'fetchpriority="high"' in eager and 'loading="lazy"' not in eager
    assert 'class="cover"' in eager
    assert render("{% picture p %}", p=None).strip() == ""


def test_title_is_escaped_in_the_tag():
    picture = make()
    picture.title = '"><script>'
    assert "<script>" not in render("{% picture p %}", p=picture)


# --- Staff pages --------------------------------------------------------------------------------
@pytest.fixture
def staff(client):
    client.force_login(make_user("chief", superuser=True))
    return client


def form(**fields):
    return {"title": "楼", "shape": "wide", "credit": "", **fields}


def test_upload_through_the_staff_page(staff):
    answer = staff.post(reverse("admin:portal_picture_add"), form(file=photo()))
    assert answer.status_code == 302
    picture = Picture.objects.get()
    assert picture.uploaded_by.username == "chief" and picture.original_name == "照片.png"
    page = staff.get(reverse("admin:portal_picture_change", args=[picture.pk])).content.decode()
    assert "data-focal" in page and "没有内容使用这张图片" in page
    assert "<script>" not in page
    assert "wide400" in staff.get(reverse("admin:portal_picture_changelist")).content.decode()


def test_refused_upload_is_explained_at_the_field(staff):
    answer = staff.post(
        reverse("admin:portal_picture_add"), form(file=SimpleUploadedFile("a.png", b"<svg/>"))
    )
    assert answer.status_code == 200 and not Picture.objects.exists()
    assert "无法识别这张图片" in str(answer.context["adminform"].form.errors["file"])


def test_focal_point_is_saved_and_bounded(staff):
    picture = make(photo((2000, 900)))
    url = reverse("admin:portal_picture_change", args=[picture.pk])
    assert staff.post(url, form(focal_x=101, focal_y=50)).status_code == 200
    assert staff.post(url, form(focal_x=10, focal_y=50)).status_code == 302
    picture.refresh_from_db()
    assert picture.focal_x == 10 and "-10-50" in picture.renditions["wide"][0]["webp"]


def test_uses_are_listed_and_warned_about_before_deleting(staff):
    picture = make(shape="full")
    Person.objects.create(name="甲", post="主任", photo=picture)
    Person.objects.create(
        name="乙", post="主任", resume=f'<p><img src="{sources(picture).src}"></p>'
    )
    SiteIdentity.objects.create(name="中心", logo=picture)
    assert sorted((use.title, use.in_text) for use in uses_of(picture)) == [
        ("中心", False), ("乙（主任）", True), ("甲（主任）", False)
    ]  # fmt: skip
    page = staff.get(reverse("admin:portal_picture_change", args=[picture.pk])).content.decode()
    assert "乙（主任）" in page and "（正文中）" in page
    confirm = staff.get(reverse("admin:portal_picture_delete", args=[picture.pk])).content.decode()
    assert "有 3 处内容正在使用这张图片" in confirm and "将失去图片的内容" in confirm
    assert (
        staff.post(
            reverse("admin:portal_picture_delete", args=[picture.pk]), {"post": "yes"}
        ).status_code
        == 302
    )
    assert Person.objects.get(name="甲").photo is None


def test_save_of_a_row_without_processing_still_shows_the_original():
    picture = Picture(title="x", renditions={})
    picture.file.name = default_storage.save("pictures/2026/01/a.jpg", ContentFile(b"x"))
    assert best_url(picture, 100) == picture.file.url
    assert sources(picture).webp == ""
