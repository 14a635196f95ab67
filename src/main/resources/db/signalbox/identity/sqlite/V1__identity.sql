-- Users, roles, users_roles. Every time is in milliseconds since 1970-01-01T00:00:00Z.
-- length() stops at a NUL, therefore the instr() checks.

-- AUTOINCREMENT: an id is never given to a second user, because events and tokens outlive their user.
CREATE TABLE users (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    email_address        TEXT    NOT NULL,
    email_normalized     TEXT    NOT NULL,
    username             TEXT,
    username_normalized  TEXT,
    display_name         TEXT,
    password_hash        TEXT,
    password_changed_at  INTEGER,
    must_change_password INTEGER NOT NULL DEFAULT 0,
    security_stamp       TEXT    NOT NULL,
    enabled              INTEGER NOT NULL DEFAULT 1,
    email_confirmed_at   INTEGER,
    last_login_at        INTEGER,
    failed_login_count   INTEGER NOT NULL DEFAULT 0,
    locked_until         INTEGER,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    erased_at            INTEGER,
    version              INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT uq_users_email UNIQUE (email_normalized),
    CONSTRAINT uq_users_username UNIQUE (username_normalized),
    CONSTRAINT ck_users_email CHECK (
        length(email_address) BETWEEN 3 AND 254 AND instr(email_address, char(0)) = 0
        AND length(email_normalized) BETWEEN 3 AND 254 AND instr(email_normalized, char(0)) = 0),
    CONSTRAINT ck_users_username_pair CHECK ((username IS NULL) = (username_normalized IS NULL)),
    CONSTRAINT ck_users_username CHECK (
        username IS NULL
        OR (length(username) BETWEEN 1 AND 64 AND instr(username, char(0)) = 0
            AND length(username_normalized) BETWEEN 1 AND 64 AND instr(username_normalized, char(0)) = 0)),
    CONSTRAINT ck_users_display_name CHECK (
        display_name IS NULL OR (length(display_name) <= 200 AND instr(display_name, char(0)) = 0)),
    CONSTRAINT ck_users_password_hash CHECK (
        password_hash IS NULL OR (length(password_hash) BETWEEN 1 AND 512 AND instr(password_hash, char(0)) = 0)),
    CONSTRAINT ck_users_security_stamp CHECK (length(security_stamp) BETWEEN 1 AND 64),
    CONSTRAINT ck_users_must_change_password CHECK (must_change_password IN (0, 1)),
    CONSTRAINT ck_users_enabled CHECK (enabled IN (0, 1)),
    CONSTRAINT ck_users_failed_login_count CHECK (failed_login_count >= 0)
) STRICT;

CREATE TABLE roles (
    id              INTEGER PRIMARY KEY,
    name            TEXT    NOT NULL,
    name_normalized TEXT    NOT NULL,
    description     TEXT,
    is_default      INTEGER NOT NULL DEFAULT 0,
    built_in        INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL,
    version         INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT uq_roles_name UNIQUE (name_normalized),
    CONSTRAINT ck_roles_name CHECK (
        length(name) BETWEEN 1 AND 64 AND instr(name, char(0)) = 0
        AND length(name_normalized) BETWEEN 1 AND 64 AND instr(name_normalized, char(0)) = 0),
    CONSTRAINT ck_roles_description CHECK (
        description IS NULL OR (length(description) <= 500 AND instr(description, char(0)) = 0)),
    CONSTRAINT ck_roles_is_default CHECK (is_default IN (0, 1)),
    CONSTRAINT ck_roles_built_in CHECK (built_in IN (0, 1))
) STRICT;

CREATE TABLE users_roles (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL,
    role_id    INTEGER NOT NULL,
    granted_at INTEGER NOT NULL,
    granted_by INTEGER,
    CONSTRAINT uq_users_roles UNIQUE (user_id, role_id),
    CONSTRAINT fk_users_roles_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_users_roles_role FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE RESTRICT,
    CONSTRAINT fk_users_roles_granted_by FOREIGN KEY (granted_by) REFERENCES users (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX ix_users_roles_role ON users_roles (role_id);
CREATE INDEX ix_users_roles_granted_by ON users_roles (granted_by);

CREATE TABLE user_tokens (
    id             INTEGER PRIMARY KEY,
    user_id        INTEGER NOT NULL,
    purpose        TEXT    NOT NULL,
    token_hash     BLOB    NOT NULL,
    family         TEXT    NOT NULL,
    security_stamp TEXT    NOT NULL,
    label          TEXT,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    last_used_at   INTEGER,
    consumed_at    INTEGER,
    revoked_at     INTEGER,
    CONSTRAINT uq_user_tokens_hash UNIQUE (token_hash),
    CONSTRAINT fk_user_tokens_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_user_tokens_purpose CHECK (
        purpose IN ('SESSION', 'API', 'REMEMBER_ME', 'EMAIL_CONFIRM', 'PASSWORD_RESET')),
    CONSTRAINT ck_user_tokens_hash CHECK (length(token_hash) = 32),
    CONSTRAINT ck_user_tokens_label CHECK (label IS NULL OR (length(label) <= 200 AND instr(label, char(0)) = 0)),
    CONSTRAINT ck_user_tokens_expires_at CHECK (expires_at > created_at)
) STRICT;

CREATE INDEX ix_user_tokens_user ON user_tokens (user_id, purpose);
CREATE INDEX ix_user_tokens_expires_at ON user_tokens (expires_at);
CREATE INDEX ix_user_tokens_family ON user_tokens (family);

-- No foreign keys: what happened is still true when the user is gone. No personal data, so that it may stay.
CREATE TABLE identity_events (
    id              INTEGER PRIMARY KEY,
    at              INTEGER NOT NULL,
    actor_user_id   INTEGER,
    subject_user_id INTEGER,
    action          TEXT    NOT NULL,
    role_name       TEXT,
    detail          TEXT,
    CONSTRAINT ck_identity_events_id CHECK (id > 0),
    CONSTRAINT ck_identity_events_action CHECK (length(action) BETWEEN 1 AND 64),
    CONSTRAINT ck_identity_events_detail CHECK (detail IS NULL OR json_valid(detail))
) STRICT;

CREATE INDEX ix_identity_events_subject ON identity_events (subject_user_id, at);

CREATE TRIGGER identity_events_no_update BEFORE UPDATE ON identity_events
BEGIN
    SELECT RAISE(ABORT, 'identity_events is append-only: rows cannot be updated');
END;

CREATE TRIGGER identity_events_no_delete BEFORE DELETE ON identity_events
BEGIN
    SELECT RAISE(ABORT, 'identity_events is append-only: rows cannot be deleted');
END;

-- INSERT OR REPLACE deletes the old row without its delete trigger, unless recursive_triggers is on.
-- NEW.id is only known here if the statement names it; else it is -1.
CREATE TRIGGER identity_events_no_replace BEFORE INSERT ON identity_events
WHEN NEW.id > 0 AND EXISTS (SELECT 1 FROM identity_events WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'identity_events is append-only: rows cannot be replaced');
END;

-- What a container's own realm reads. username is the normalized e-mail address. Each expression is cast, because a
-- view's column without a type fails the schema validation of Hibernate.
CREATE VIEW identity_logins (
    id, username, password_hash, password_spring, enabled, acc_locked, acc_expired, creds_expired) AS
SELECT
    id,
    email_normalized,
    password_hash,
    CAST(CASE
        WHEN substr(password_hash, 1, 10) = '$argon2id$' THEN '{argon2@SpringSecurity_v5_8}' || password_hash
        WHEN substr(password_hash, 1, 2) = '$2' THEN '{bcrypt}' || password_hash
        WHEN substr(password_hash, 1, 3) = '$5$' THEN '{sha256_crypt}' || password_hash
        WHEN substr(password_hash, 1, 3) = '$6$' THEN '{sha512_crypt}' || password_hash
    END AS TEXT),
    enabled,
    CAST(locked_until IS NOT NULL AND locked_until > unixepoch() * 1000 AS INTEGER),
    CAST(0 AS INTEGER),
    must_change_password
FROM users
WHERE password_hash IS NOT NULL AND erased_at IS NULL;

-- For realms that know no status: whoever may not log in is absent.
CREATE VIEW identity_active_logins (id, username, password_hash) AS
SELECT id, username, password_hash
FROM identity_logins
WHERE enabled = 1 AND acc_locked = 0 AND creds_expired = 0;

CREATE VIEW identity_authorities (username, authority) AS
SELECT u.email_normalized, r.name
FROM users u
JOIN users_roles ur ON ur.user_id = u.id
JOIN roles r ON r.id = ur.role_id
WHERE u.enabled = 1 AND u.erased_at IS NULL;
