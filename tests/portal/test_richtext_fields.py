"""The rich text field in a form."""

import re

import pytest
from django.contrib import admin

from portal.models import Person
from portal.richtext.sanitizer import sanitize
from portal.richtext.widgets import RichTextWidget
from portal.templatetags.richtext import richtext
from tests.factories import make_user


@pytest.mark.django_db
def test_the_admin_shows_the_editor_under_the_fields_own_id(rf):
    request = rf.get("/")
    request.user = make_user(superuser=True)
    form = admin.site.get_model_admin(Person).get_form(request)()
    assert isinstance(form.fields["resume"].widget, RichTextWidget)
    assert 'id="id_resume"' in str(form["resume"])


@pytest.mark.parametrize("attributes", ["", ' lang="en"', ' title="a &lt;table &gt; b"'])
def test_every_table_gets_one_whole_frame(attributes):
    html = sanitize(f"<p>前</p><table{attributes}><tr><td>1</td></tr></table><p>后</p>")
    shown = richtext(html)
    assert shown.count('<div class="scroll"') == shown.count("</div>") == 1
    assert re.search(r'aria-label="[^"]+"><table', shown)
    assert shown.index("</table></div>") > 0
