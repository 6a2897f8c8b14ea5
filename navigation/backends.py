"""Permissions that follow from rights in sections, so that nobody has to tick them."""

from django.contrib.auth.backends import BaseBackend

from navigation.permissions import rights_of

# Whoever writes looks into the picture library and adds to it. Changing or deleting a picture
# changes pages that readers already see, so that goes with the right to publish, or by permission.
WRITERS = frozenset({"portal.view_picture", "portal.add_picture"})
PUBLISHERS = WRITERS | {"portal.change_picture"}


class SectionRightsBackend(BaseBackend):
    """Answers ``has_perm`` for the pictures that texts need; signs nobody in."""

    def has_perm(self, user_obj, perm, obj=None):
        if perm not in PUBLISHERS:
            return False
        rights = rights_of(user_obj)
        return bool(rights.publish) or (perm in WRITERS and bool(rights.edit))

    def has_module_perms(self, user_obj, app_label):
        return app_label == "portal" and bool(rights_of(user_obj).edit)
