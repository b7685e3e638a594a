-- What the file alone says: when something is due or was last touched, for a chat known by a keyed hash only.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
);

CREATE TABLE chats (
    hash             BLOB PRIMARY KEY,
    blob             BLOB NOT NULL,              -- sealed: chat id and Chat
    due_at           INTEGER,                    -- when the clock must next look; set with the blob, so they agree
    touched_at       INTEGER NOT NULL,           -- Chat.active_at
    live_message_id  INTEGER,                    -- the message that carries the live keyboard
    live_is_question INTEGER NOT NULL DEFAULT 0  -- whether a question may be drawn over it
);
CREATE INDEX chats_due ON chats (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE outbox (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of a chat's messages; never used twice
    hash     BLOB NOT NULL,
    lane     INTEGER NOT NULL,                   -- 0: somebody waits for it; 1: a check-in
    kind     TEXT NOT NULL,
    replaces INTEGER NOT NULL,
    blob     BLOB NOT NULL                       -- sealed: chat id and Screen
);
CREATE INDEX outbox_of_chat ON outbox (hash);
CREATE INDEX outbox_in_lane ON outbox (lane, id, hash);

CREATE TABLE seen (
    update_id INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL
);
CREATE INDEX seen_at ON seen (at);
