-- A check that Serai itself did not let through asked nobody: it says nothing of the source.
ALTER TABLE app.health_checks DROP CONSTRAINT health_checks_status_check;
ALTER TABLE app.health_checks ADD CONSTRAINT health_checks_status_check
  CHECK (status IN ('success', 'degraded', 'failed', 'skipped'));
