"""The statements of the checks: each gives one row, `value` and what else was seen.

A value of NULL is unknown; `why` says why. Counters are named `counter_…` and told apart from the look before.
"""

from typing import Final

from django.utils.translation import gettext_noop as _

NEEDS_MONITOR: Final = _("The role does not see other sessions: grant it pg_monitor.")
HIDDEN: Final = """(SELECT count(*) FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND state IS NULL AND usename IS DISTINCT FROM current_user)"""
SESSIONS: Final = """SELECT CASE WHEN hidden.n > 0 THEN NULL ELSE coalesce(seen.value, 0) END AS value, seen.count,
  CASE WHEN hidden.n > 0 THEN 'monitor' END AS why
  FROM (SELECT {hidden} AS n) hidden, (SELECT {value} AS value, count(*) AS count FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND {where}) seen"""


def _sessions(value: str, where: str) -> str:
    return SESSIONS.format(hidden=HIDDEN, value=value, where=where)


STATEMENTS: Final[dict[str, str]] = {
    "P-02": """SELECT 100.0 * count(*) / current_setting('max_connections')::int AS value, count(*) AS count,
        current_setting('max_connections')::int AS most FROM pg_stat_activity
        WHERE backend_type = 'client backend'""",
    "P-03": _sessions("max(extract(epoch FROM now() - state_change))", "state LIKE 'idle in transaction%'"),
    "P-04": _sessions("max(extract(epoch FROM now() - query_start))", "state = 'active'"),
    "P-05": _sessions("max(extract(epoch FROM now() - query_start))", "cardinality(pg_blocking_pids(pid)) > 0"),
    "P-06": "SELECT sum(deadlocks)::bigint AS counter_day FROM pg_stat_database",
    "P-07": """SELECT sum(blks_hit)::bigint AS counter_hit, sum(blks_read)::bigint AS counter_read
        FROM pg_stat_database WHERE datname = current_database()""",
    "P-08": """SELECT age(datfrozenxid) AS value, datname AS database FROM pg_database
        ORDER BY 1 DESC LIMIT 1""",
    "P-09": """SELECT coalesce(max(extract(epoch FROM now() - greatest(last_vacuum, last_autovacuum, last_analyze,
        last_autoanalyze, pg_postmaster_start_time())) / 86400), 0) AS value, count(*) AS count,
        CASE WHEN current_setting('autovacuum') = 'off' THEN 'autovacuum' END AS broken
        FROM pg_stat_user_tables WHERE n_mod_since_analyze > 1000 + n_live_tup / 10""",
    "P-10": """SELECT coalesce(max(100.0 * n_dead_tup / (n_live_tup + n_dead_tup)), 0) AS value,
        count(*) AS count, (array_agg(relname::text ORDER BY n_dead_tup DESC))[1] AS worst
        FROM pg_stat_user_tables WHERE n_live_tup + n_dead_tup > 10000""",
    "P-11": """SELECT coalesce(sum(greatest(0, c.relpages::bigint * 8192
        - (c.reltuples * (28 + coalesce(w.width, 0)) * 1.2)::bigint)), 0)::float8 AS value
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN (SELECT schemaname, tablename, sum(avg_width * (1 - null_frac)) AS width
        FROM pg_stats GROUP BY 1, 2) w ON w.schemaname = n.nspname AND w.tablename = c.relname
        WHERE c.relkind = 'r' AND c.relpages > 128 AND c.reltuples > 0
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')""",
    "P-12": """SELECT (SELECT count(*) FROM pg_index WHERE NOT indisvalid)
        + (SELECT count(*) FROM pg_constraint WHERE NOT convalidated) AS value""",
    "P-13": """SELECT (SELECT count(*) FROM (SELECT 1 FROM pg_index GROUP BY indrelid, indkey::text,
        indclass::text,
        coalesce(pg_get_expr(indexprs, indrelid), ''), coalesce(pg_get_expr(indpred, indrelid), '')
        HAVING count(*) > 1) twice) + (SELECT count(*) FROM pg_stat_user_indexes s
        JOIN pg_index i USING (indexrelid)
        WHERE s.idx_scan = 0 AND NOT i.indisunique AND pg_relation_size(s.indexrelid) >= 10485760
        AND (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database())
        < now() - interval '30 days') AS value""",
    "P-14": """SELECT count(*) AS value, (array_agg(relname::text ORDER BY seq_tup_read DESC))[1] AS worst
        FROM pg_stat_user_tables WHERE n_live_tup >= 10000 AND seq_scan > 0
        AND 100.0 * coalesce(idx_scan, 0) / (coalesce(idx_scan, 0) + seq_scan) < 95""",
    "P-15": """SELECT coalesce(max(100.0 * last_value / max_value), 0) AS value, count(*) AS count
        FROM pg_sequences WHERE last_value IS NOT NULL AND increment_by > 0""",
    "P-16": """SELECT CASE WHEN pg_is_in_recovery() THEN CASE
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
        ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END
        ELSE (SELECT coalesce(max(extract(epoch FROM replay_lag)), 0) FROM pg_stat_replication HAVING count(*) > 0)
        END AS value, pg_is_in_recovery() AS standby,
        CASE WHEN NOT pg_is_in_recovery() AND NOT EXISTS (SELECT 1 FROM pg_stat_replication) THEN 'alone'
        END AS why""",
    "P-17": """SELECT coalesce(sum(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
        ELSE pg_current_wal_lsn() END, restart_lsn)), 0) AS value, count(*) AS count
        FROM pg_replication_slots WHERE NOT active""",
    "P-18": """SELECT CASE WHEN current_setting('archive_mode') = 'off' THEN NULL
        WHEN last_failed_time > coalesce(last_archived_time, '-infinity')
        OR last_failed_time > now() - interval '1 day' THEN extract(epoch FROM now() - last_failed_time) / 3600
        ELSE 8760 END AS value, failed_count,
        CASE WHEN current_setting('archive_mode') = 'off' THEN 'archive' END AS why FROM pg_stat_archiver""",
    "P-19": """SELECT coalesce(max(extract(epoch FROM now() - prepared)), 0) AS value, count(*) AS count
        FROM pg_prepared_xacts""",
    "P-20": "SELECT checkpoints_req AS counter_req, checkpoints_timed AS counter_timed FROM pg_stat_bgwriter",
    "P-21": "SELECT sum(temp_bytes)::bigint AS counter_hour FROM pg_stat_database",
    "P-22": """SELECT coalesce(max(mean_exec_time) / 1000, 0) AS value, count(*) AS count
        FROM pg_stat_statements WHERE calls >= 100""",
    "P-23": """SELECT count(*) FILTER (WHERE setting = 'off') AS value,
        coalesce(string_agg(name, ', ') FILTER (WHERE setting = 'off'), '') AS names FROM pg_settings
        WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')""",
    "P-24": """SELECT pg_size_bytes(current_setting('shared_buffers'))
        + current_setting('max_connections')::bigint * pg_size_bytes(current_setting('work_mem'))
        + current_setting('autovacuum_max_workers')::bigint * pg_size_bytes(current_setting('maintenance_work_mem'))
        AS bytes""",
    "P-25": """SELECT (CASE WHEN setting::int BETWEEN 500 AND 2000 THEN 0 ELSE 1 END)
        + (CASE WHEN current_setting('log_statement') = 'all' THEN 1 ELSE 0 END) AS value, setting AS milliseconds,
        current_setting('log_statement') AS log_statement
        FROM pg_settings WHERE name = 'log_min_duration_statement'""",
    "P-26": """SELECT greatest(0, (SELECT count(*) FROM pg_roles WHERE rolsuper AND rolcanlogin) - 2)
        + (SELECT count(*) FROM pg_roles WHERE rolcanlogin AND rolvaliduntil < now() + interval '7 days') AS value,
        (SELECT count(*) FROM pg_roles WHERE rolsuper AND rolcanlogin) AS superusers,
        (SELECT count(*) FROM pg_roles WHERE rolcanlogin AND rolvaliduntil < now() + interval '7 days') AS expiring,
        has_table_privilege('pg_catalog.pg_hba_file_rules', 'SELECT') AS reads_hba,
        has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS reads_passwords""",
    "P-27": """SELECT count(*) AS value FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
        WHERE NOT ssl AND client_addr IS NOT NULL AND NOT client_addr << '127.0.0.0/8' AND client_addr <> '::1'""",
    "P-28": "SELECT current_setting('server_version_num')::int AS version",
    "P-29": """SELECT md5(string_agg(name || '=' || coalesce(setting, ''), E'\\n' ORDER BY name)) AS digest
        FROM pg_settings WHERE context <> 'internal' AND name NOT IN ('application_name', 'client_encoding',
        'default_transaction_read_only', 'statement_timeout', 'lock_timeout', 'transaction_read_only', 'TimeZone',
        'DateStyle', 'transaction_isolation', 'transaction_deferrable', 'session_authorization', 'role',
        'transaction_timeout', 'seed', 'in_hot_standby')""",
    "P-30": "SELECT count(*) AS value FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal",
}
SINCE_17: Final = {
    "P-20": "SELECT num_requested AS counter_req, num_timed AS counter_timed FROM pg_stat_checkpointer"
}
TRUSTED: Final = "SELECT count(*) AS value FROM pg_hba_file_rules WHERE auth_method = 'trust'"
PASSWORDS: Final = "SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin AND rolpassword IS NOT NULL"
WHY: Final = {
    "monitor": NEEDS_MONITOR,
    "alone": _("There is no standby."),
    "archive": _("Archiving is switched off."),
}
BROKEN: Final = {"autovacuum": _("Autovacuum is switched off.")}
ENDS: Final = {13: "2025-11-13", 14: "2026-11-12", 15: "2027-11-11", 16: "2028-11-09", 17: "2029-11-08",
               18: "2030-11-14"}  # fmt: skip
"""When the support of each major version ends, as its project says."""
