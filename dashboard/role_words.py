"""What roles are called."""

from dashboard.i18n import N_
from data.model import Role

ROLES = {
    Role.PUBLIC: N_("public"),
    Role.VOLUNTEER: N_("volunteer"),
    Role.COORDINATOR: N_("coordinator"),
    Role.ADMINISTRATOR: N_("administrator"),
}
