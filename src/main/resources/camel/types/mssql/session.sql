-- What every session is told first: it does not wait long for locks, and gives way in a deadlock
SET LOCK_TIMEOUT 5000;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
SET DEADLOCK_PRIORITY LOW;
SET ANSI_NULLS ON;
