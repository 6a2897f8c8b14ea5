"""发布, 撤回, 送审, 退回: the only permitted steps by state and user; every other pair is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from navigation.models import SectionGrant
from navigation.services import merge_sections
from news.models import Article, ArticlePlacement, HomeBlock, Topic
from news.rights import (
    editable_articles,
    may_delete,
    may_edit,
    may_read,
    readable_articles,
)
from news.services import workflow
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db


def grant(name, section, **rights):
    group = Group.objects.create(name=name)
    SectionGrant.objects.create(group=group, section=section, **rights)
    return make_user(name, groups=[group])


@pytest.fixture
def branch():
    return make_section("科技创新", kind="first-child")


@pytest.fixture
def section(branch):
    return make_section(parent=branch)


@pytest.fixture
def users(branch):
    return {
        "anonymous": AnonymousUser(),
        "no grant": make_user("nobody"),
        "writer": grant("writer", branch),
        "publisher": grant("publisher", branch, can_publish=True),
        "publisher elsewhere": grant("elsewhere", make_section(), can_publish=True),
        "superuser": make_user("root", superuser=True),
    }


PUBLISHERS = {"publisher", "superuser"}
WRITERS = PUBLISHERS | {"writer"}
# verb -> state -> who may
TABLE = {
    "publish": {"draft": PUBLISHERS, "review": PUBLISHERS, "withdrawn": PUBLISHERS},
    "withdraw": {"published": PUBLISHERS},
    "submit": {"draft": WRITERS, "withdrawn": WRITERS},
    "send_back": {"review": PUBLISHERS},
}


@pytest.mark.parametrize("verb", TABLE)
@pytest.mark.parametrize("state", ["draft", "review", "published", "withdrawn"])
def test_only_the_permitted_steps_succeed(section, users, verb, state):
    allowed = TABLE[verb].get(state, set())
    for name, user in users.items():
        article = make_article(section, status=state)
        try:
            getattr(workflow, verb)(article, user)
        except (PermissionDenied, ValidationError):
            done = False
        else:
            done = True
        assert done == (name in allowed), name
        article.refresh_from_db()
        expected = workflow.STEPS[verb][1] if done else state
        assert article.status == expected
        assert article.placements.get().status == expected


EDIT = {"draft": WRITERS, "review": WRITERS, "withdrawn": WRITERS, "published": PUBLISHERS}


@pytest.mark.parametrize("state", EDIT)
def test_who_may_edit_and_see_an_article(section, users, state):
    article = make_article(section, status=state)
    for name, user in users.items():
        assert may_edit(user, article) == (name in EDIT[state]), name
        assert editable_articles(user).filter(pk=article.pk).exists() == (name in EDIT[state]), name
        assert may_read(user, article) == (name in WRITERS), name
        assert readable_articles(user).filter(pk=article.pk).exists() == (name in WRITERS), name


def test_all_sections_of_an_article_count_not_only_its_home(section, users):
    foreign = make_section("头条新闻")
    article = make_article(section, status="draft", also_in=[foreign])
    for name in ("writer", "publisher", "publisher elsewhere"):
        assert not may_edit(users[name], article)
        assert article not in editable_articles(users[name])
        with pytest.raises(PermissionDenied):
            workflow.publish(article, users[name])
    assert may_edit(users["superuser"], article)


def test_writers_delete_only_their_own_unpublished_articles(section, users):
    own = make_article(section, status="draft", created_by=users["writer"])
    others = make_article(section, status="draft", created_by=users["publisher"])
    published = make_article(section, created_by=users["writer"])
    assert may_delete(users["writer"], own)
    assert not may_delete(users["writer"], others)
    assert not may_delete(users["writer"], published)
    assert may_delete(users["publisher"], published)
    assert not may_delete(users["publisher elsewhere"], own)


def test_a_step_looks_at_the_row_as_it_is_now(section, users):
    stale = make_article(section, status="draft")
    Article.objects.filter(pk=stale.pk).update(status="published")
    with pytest.raises(ValidationError):
        workflow.publish(stale, users["publisher"])


def test_publishing_a_draft_dates_it_now_unless_somebody_chose_a_date(section, users):
    now = timezone.now()
    Article.objects.create(title="自动", section=section)
    chosen = Article.objects.create(
        title="指定", section=section, published_at=now - timedelta(days=9)
    )
    Article.objects.filter(title="自动").update(
        created_at=now - timedelta(days=7), published_at=now - timedelta(days=7)
    )
    automatic = Article.objects.get(title="自动")
    workflow.publish(automatic, users["publisher"])
    workflow.publish(chosen, users["publisher"])
    assert now <= automatic.published_at <= timezone.now()
    assert automatic.placements.get().published_at == automatic.published_at
    assert chosen.published_at == now - timedelta(days=9)


def test_every_step_leaves_a_trace(section, users):
    article = make_article(section, status="draft")
    workflow.publish(article, users["publisher"])
    assert [h.status for h in article.history.all()][:2] == ["published", "draft"]


def test_merging_sections_moves_everything_and_files_nothing_twice():
    source, target = make_section("旧"), make_section("新")
    only = make_article(source, "只在旧栏目")
    both = make_article(target, "两处都有", also_in=[source])
    block = HomeBlock.objects.create(kind="list", section=source)
    merge_sections(source, target)
    only.refresh_from_db()
    block.refresh_from_db()
    assert only.section_id == block.section_id == target.pk
    filed = ArticlePlacement.objects.values_list("article_id", "section_id")
    assert sorted(filed) == sorted([(only.pk, target.pk), (both.pk, target.pk)])


def test_merging_topic_archives_moves_their_topics():
    source, target = make_section(kind="topics"), make_section(kind="topics")
    topic = Topic.objects.create(title="甲", slug="a", section=source, year=2026)
    merge_sections(source, target)
    topic.refresh_from_db()
    assert topic.section_id == target.pk


def test_a_section_with_articles_is_not_deleted():
    from navigation.exceptions import SectionRefused
    from navigation.services import delete_section

    section = make_section()
    make_article(section, status="draft")
    with pytest.raises(SectionRefused):
        delete_section(section)
