"""发布, 撤回, 送审: the verbs that change who sees an article. Each checks the right to do so."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Article
from news.rights import may_edit, may_publish
from news.services.documents import refuse_foreign_explanation, refuse_undocumented

Status = Article.Status
# Which verb leads from which states to which; everything else is refused.
STEPS = {
    "publish": ({Status.DRAFT, Status.REVIEW, Status.WITHDRAWN}, Status.PUBLISHED),
    "withdraw": ({Status.PUBLISHED}, Status.WITHDRAWN),
    "submit": ({Status.DRAFT, Status.WITHDRAWN}, Status.REVIEW),
    "send_back": ({Status.REVIEW}, Status.DRAFT),
}


def publish(article, user):
    """Show the article to the public from its publishing time on."""
    return _step("publish", article, user, may_publish)


def withdraw(article, user):
    """Take the article off the site; it stays in the admin."""
    return _step("withdraw", article, user, may_publish)


def submit(article, user):
    """Hand a draft to those who may publish it."""
    return _step("submit", article, user, may_edit)


def send_back(article, user):
    """Return an article under review to its author."""
    return _step("send_back", article, user, may_publish)


@transaction.atomic
def _step(name, article, user, allowed):
    """Do one step on the row as it is now, not as the caller last saw it."""
    sources, target = STEPS[name]
    current = Article.objects.select_for_update().get(pk=article.pk)
    if not allowed(user, current):
        raise PermissionDenied(
            _("您没有权限对《%(title)s》执行此操作。") % {"title": current.title}
        )
    if current.status not in sources:
        raise ValidationError(
            _("《%(title)s》现在的状态是“%(status)s”，不能执行此操作。"),
            code="wrong_state",
            params={"title": current.title, "status": current.get_status_display()},
        )
    if target in (Status.REVIEW, Status.PUBLISHED):
        refuse_undocumented(current)
    if target == Status.PUBLISHED:
        refuse_foreign_explanation(current, user)
    current.status = target
    if target == Status.PUBLISHED and current.has_automatic_date:
        current.published_at = timezone.now()
    current.save(update_fields=["status", "published_at", "updated_at"])
    for name in ("status", "published_at", "updated_at"):
        setattr(article, name, getattr(current, name))
    return current
