"""The database's own guard: an event is never updated, and not deleted before six months are over.

Whoever owns the database can drop it again; ``check_audit`` says so when it is missing. On SQLite a
migration that alters the table loses the triggers and has to lay them again.
"""

# Six calendar months can be 184 days (网络安全法 art. 23).
DAYS = 184
TABLE = "portal_auditevent"
NAMES = ("portal_auditevent_no_update", "portal_auditevent_no_delete")

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION portal_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE TRIGGER {NAMES[0]} BEFORE UPDATE ON {TABLE}
  FOR EACH ROW EXECUTE FUNCTION portal_auditevent_refuse();
CREATE OR REPLACE TRIGGER {NAMES[1]} BEFORE DELETE ON {TABLE}
  FOR EACH ROW WHEN (OLD.at > now() - interval '{DAYS} days')
  EXECUTE FUNCTION portal_auditevent_refuse();
"""
SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS {NAMES[0]} BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {NAMES[1]} BEFORE DELETE ON {TABLE}
    WHEN OLD.at > datetime('now', '-{DAYS} days')
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END""",
)


def lay(connection) -> None:
    """Put the guard in place; nothing happens where it already is."""
    with connection.cursor() as cursor:
        for statement in [POSTGRESQL] if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def lift(connection) -> None:
    """Take it away: for the migration backwards, and for tests that empty their tables."""
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def are_laid(connection) -> bool:
    """Whether both triggers are there (and, on PostgreSQL, switched on)."""
    query = (
        "SELECT count(*) FROM pg_trigger WHERE tgname IN (%s, %s) AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, NAMES)
        return cursor.fetchone()[0] == len(NAMES)
