"""Who may do what, when: one table ``stage × role → actions`` for views, templates, verbs and tests.

    may(user, Action.REGISTER, case)       # a user, or people.APPLICANT
    allowed(user, case)                    # all of them, for a page full of buttons

The table says what a role may try at a stage; dates and the law are the ledger's matter.
"""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.choices import Stage
from disclosure.people import APPLICANT, SYSTEM
from portal.audit import register_verb


class Role(Enum):
    APPLICANT = "applicant"
    INTAKE = "intake"
    DEPARTMENT = "department"
    REVIEWER = "reviewer"
    HEAD = "head"
    AUDITOR = "auditor"


# Role → the permission that gives it. Ready groups hold one each (0002_ready_groups).
PERMISSIONS = {
    Role.INTAKE: "disclosure.intake_case",
    Role.DEPARTMENT: "disclosure.contribute_case",
    Role.REVIEWER: "disclosure.review_case",
    Role.HEAD: "disclosure.head_case",
    Role.AUDITOR: "disclosure.audit_case",
}


class Action(models.TextChoices):
    """Everything that is done to a case; the name of the verb, and of its entry in the audit log."""

    VIEW = "view", _("查看")
    VIEW_LOG = "view_log", _("查看办理过程")
    REVEAL = "reveal", _("查看个人信息原文")
    EXPORT = "export", _("导出本人信息")
    EDIT = "edit", _("修改申请")
    CORRECT = "correct", _("更正登记内容")
    CONFIRM_RECEIPT = "confirm_receipt", _("确认收到")
    REGISTER = "register", _("登记")
    VERIFY_IDENTITY = "verify_identity", _("核验身份")
    REISSUE_CODE = "reissue_code", _("重发查询码")
    SET_HANDLER = "set_handler", _("指定经办人")
    ASSIGN = "assign", _("交部门承办")
    CLAIM = "claim", _("签收")
    RETURN_ASSIGNMENT = "return_assignment", _("回复承办意见")
    ASK_SUPPLEMENT = "ask_supplement", _("告知补正")
    RECEIVE_SUPPLEMENT = "receive_supplement", _("收到补正")
    LAPSE = "lapse", _("逾期不补正，不再处理")
    REQUEST_EXTENSION = "request_extension", _("申请延期")
    APPROVE_EXTENSION = "approve_extension", _("同意延期")
    REFUSE_EXTENSION = "refuse_extension", _("不同意延期")
    CONSULT = "consult", _("征求意见")
    CONSULTATION_DELIVERED = "consultation_delivered", _("登记征求意见书送达")
    CONSULTATION_UNDELIVERED = "consultation_undelivered", _("登记征求意见书退回")
    CONSULTATION_RETURNED = "consultation_returned", _("登记收到意见")
    ASK_REASONS = "ask_reasons", _("要求说明理由")
    GIVE_REASONS = "give_reasons", _("登记说明的理由")
    SET_DELAY = "set_delay", _("确定延迟答复期限")
    NOTIFY_FEE = "notify_fee", _("通知收费")
    FEE_PAID = "fee_paid", _("登记缴费")
    FEE_LAPSE = "fee_lapse", _("逾期不缴费，不再处理")
    TRANSFER_ADVICE = "transfer_advice", _("告知向其他机关申请")
    DRAFT_DECISION = "draft_decision", _("拟写答复")
    SEND_TO_REVIEW = "send_to_review", _("送审核")
    PASS_REVIEW = "pass_review", _("审核通过")
    RETURN_REVIEW = "return_review", _("退回修改")
    SIGN = "sign", _("签发")
    DELIVER = "deliver", _("登记送达")
    DRAFT_LETTER = "draft_letter", _("拟写文书")
    ISSUE_LETTER = "issue_letter", _("签发文书")
    DELIVER_LETTER = "deliver_letter", _("登记文书送达")
    RELEASE_FILE = "release_file", _("上传提供的文件")
    CHECK_FILE = "check_file", _("保密审查文件")
    WITHDRAW = "withdraw", _("撤回申请")
    CLOSE = "close", _("归档")
    REOPEN = "reopen", _("重新办理")
    START_PROCEEDING = "start_proceeding", _("登记复议或者诉讼")
    ANSWER_PROCEEDING = "answer_proceeding", _("登记已向复议机关或者法院答复")
    END_PROCEEDING = "end_proceeding", _("登记复议或者诉讼结果")
    SET_VISIBILITY = "set_visibility", _("调整可见范围")
    PUBLISH_ANSWER = "publish_answer", _("公开答复")
    RATE = "rate", _("评价")


A = Action
# What a role may do at every stage.
ALWAYS = {
    Role.APPLICANT: {A.VIEW, A.EXPORT},
    Role.INTAKE: {
        A.VIEW,
        A.VIEW_LOG,
        A.REVEAL,
        A.EXPORT,
        A.REISSUE_CODE,
        A.SET_HANDLER,
        A.DRAFT_LETTER,
        A.ISSUE_LETTER,
        A.DELIVER_LETTER,
        A.START_PROCEEDING,
        A.ANSWER_PROCEEDING,
        A.END_PROCEEDING,
    },
    Role.DEPARTMENT: {A.VIEW},
    Role.REVIEWER: {A.VIEW, A.VIEW_LOG},
    Role.HEAD: {A.VIEW, A.VIEW_LOG, A.REVEAL, A.SET_HANDLER},
    Role.AUDITOR: {A.VIEW_LOG},
}
# Others answer, and time runs on, whatever the house is doing with its draft.
ON_THE_WAY = {
    Role.INTAKE: {
        A.REQUEST_EXTENSION,
        A.CONSULTATION_DELIVERED,
        A.CONSULTATION_UNDELIVERED,
        A.CONSULTATION_RETURNED,
        A.WITHDRAW,
        A.RELEASE_FILE,
    },
    Role.HEAD: {A.APPROVE_EXTENSION, A.REFUSE_EXTENSION},
    Role.REVIEWER: {A.CHECK_FILE},
    Role.DEPARTMENT: {A.CLAIM, A.RETURN_ASSIGNMENT},
    Role.APPLICANT: {A.WITHDRAW},
}
AT_STAGE = {
    Stage.NEW: {
        Role.APPLICANT: {A.CONFIRM_RECEIPT, A.EDIT, A.WITHDRAW},
        Role.INTAKE: {A.CONFIRM_RECEIPT, A.REGISTER, A.VERIFY_IDENTITY, A.CORRECT, A.WITHDRAW},
    },
    Stage.HANDLING: {
        Role.APPLICANT: {A.GIVE_REASONS},
        Role.INTAKE: {
            A.VERIFY_IDENTITY,
            A.CORRECT,
            A.ASSIGN,
            A.ASK_SUPPLEMENT,
            A.CONSULT,
            A.ASK_REASONS,
            A.GIVE_REASONS,
            A.NOTIFY_FEE,
            A.FEE_PAID,
            A.TRANSFER_ADVICE,
            A.DRAFT_DECISION,
            A.SEND_TO_REVIEW,
        },
        Role.HEAD: {A.SET_DELAY},
    },
    Stage.WAITING: {
        Role.APPLICANT: {A.RECEIVE_SUPPLEMENT, A.WITHDRAW},
        Role.INTAKE: {
            A.RECEIVE_SUPPLEMENT,
            A.LAPSE,
            A.FEE_PAID,
            A.FEE_LAPSE,
            A.WITHDRAW,
            A.VERIFY_IDENTITY,
            A.CORRECT,
            A.CONSULTATION_DELIVERED,
            A.CONSULTATION_UNDELIVERED,
            A.CONSULTATION_RETURNED,
        },
        Role.DEPARTMENT: {A.CLAIM, A.RETURN_ASSIGNMENT},
    },
    Stage.REVIEW: {Role.REVIEWER: {A.PASS_REVIEW, A.RETURN_REVIEW}},
    Stage.SIGNING: {Role.HEAD: {A.SIGN, A.RETURN_REVIEW}},
    Stage.SIGNED: {Role.INTAKE: {A.DELIVER}},
    Stage.REPLIED: {
        Role.APPLICANT: {A.RATE},
        Role.INTAKE: {A.CLOSE, A.SET_VISIBILITY, A.PUBLISH_ANSWER},
        Role.HEAD: {A.REOPEN},
    },
    Stage.CLOSED: {
        Role.APPLICANT: {A.RATE},
        Role.INTAKE: {A.SET_VISIBILITY, A.PUBLISH_ANSWER},
        Role.HEAD: {A.REOPEN},
    },
}
TABLE: dict[Stage, dict[Role, frozenset[Action]]] = {
    stage: {
        role: frozenset(
            ALWAYS[role]
            | AT_STAGE[stage].get(role, set())
            | (
                ON_THE_WAY.get(role, set())
                if stage in (Stage.HANDLING, Stage.REVIEW, Stage.SIGNING)
                else set()
            )
        )
        for role in Role
    }
    for stage in Stage
}
# Once nobody knows any more whose case it was, it is only looked at.
ANONYMISED = frozenset({A.VIEW, A.VIEW_LOG})


def roles_of(who) -> frozenset[Role]:
    """The roles ``who`` can have in any case: a user's permissions, or the applicant's one."""
    if who is APPLICANT:
        return frozenset({Role.APPLICANT})
    if who is None or not getattr(who, "is_active", False):
        return frozenset()
    return frozenset(role for role, permission in PERMISSIONS.items() if who.has_perm(permission))


def roles_in(who, case) -> frozenset[Role]:
    """The roles in this very case: contributors have theirs where their department was asked."""
    roles = roles_of(who)
    if Role.DEPARTMENT in roles and not _is_assigned(who, case):
        roles -= {Role.DEPARTMENT}
    return roles


def _is_assigned(user, case) -> bool:
    return case.assignments.filter(department__members__user=user).exists()


def allowed(who, case) -> frozenset[Action]:
    """All that ``who`` may do to ``case`` as it stands now."""
    if who is SYSTEM:
        return frozenset(Action)
    row = TABLE[Stage(case.stage)]
    actions = frozenset().union(*(row[role] for role in roles_in(who, case)))
    return actions & ANONYMISED if case.anonymised_at else actions


def may(who, action: Action, case) -> bool:
    """The one door: whether ``who`` may do ``action`` to ``case`` as it stands now."""
    return action in allowed(who, case)


def stages_of(action: Action) -> tuple[Stage, ...]:
    """The stages at which somebody may do ``action``."""
    return tuple(
        stage for stage, roles in TABLE.items() if action in frozenset().union(*roles.values())
    )


def may_ever(who, action: Action, case) -> bool:
    """Whether it is only the stage that stands in the way (for the message)."""
    roles = roles_in(who, case)
    return any(action in TABLE[stage][role] for stage in Stage for role in roles)


def may_enter(user) -> bool:
    """Whether ``user`` enters applications that came by letter, fax, e-mail or in person."""
    return Role.INTAKE in roles_of(user)


for _action in Action:
    register_verb(f"disclosure.{_action.value}", _action.label)
SUBMIT = register_verb("disclosure.submit", _("提交申请"))
ENTER = register_verb("disclosure.enter", _("代为录入申请"))
IDENTITY = register_verb("disclosure.identity", _("修改申请人的姓名或者证件"))
DOWNLOAD = register_verb("disclosure.download", _("申请人下载文书或者文件"))
ANONYMISE = register_verb("disclosure.anonymise", _("隐去到期案件的身份"))
RETRY_MAIL = register_verb("disclosure.retry_mail", _("重新发送邮件"))
FEED_MADE = register_verb("disclosure.feed_made", _("生成日历订阅地址"))
FEED_REVOKED = register_verb("disclosure.feed_revoked", _("停用日历订阅"))
