"""What is published by mistake: a file's own name, and files of an article that was not made."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disclosure import services as do
from disclosure.services import publishing
from disclosure.services.publishing import Published, findings
from news.models import Article
from tests.disclosure.desk.builders import NAME
from tests.office import docx

from .answering import release
from .test_answer_publishing import listed, section  # noqa: F401


def test_the_name_of_a_file_is_looked_at_too(desk):
    case = desk.handling()
    row = release(desk, case, docx("合同全文"), f"答复{NAME}.docx")
    assert findings(case, {}, [row])


def test_an_article_that_was_not_made_leaves_no_file(desk, section, monkeypatch):  # noqa: F811
    case, _row = listed(desk)
    stored = []
    real = publishing.attach

    def second_fails(article, file, **options):
        if stored:
            raise ValidationError("不能上传")
        stored.append(real(article, file, **options))

    monkeypatch.setattr(publishing, "attach", second_fails)
    files = list(case.released.exclude(checked_at=None))
    assert len(files) == 2
    answer = Published(section, "标题", "正文", "中心", date(2026, 3, 2), files=files)
    with pytest.raises(ValidationError):
        do.publish_answer(case, desk.by("intake"), answer)
    assert stored and not Article.objects.exists()
    assert not stored[0].file.storage.exists(stored[0].file.name)
