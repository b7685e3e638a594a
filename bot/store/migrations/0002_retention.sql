-- What is to be forgotten, and when, without opening every chat.

ALTER TABLE chats ADD COLUMN ended_at INTEGER;  -- Chat.ended_at: the first end of an episode that still has its answers

-- What is in the sealed values is not known here: these are looked at once, and then have their right time.
UPDATE chats SET ended_at = touched_at;

CREATE INDEX chats_ended ON chats (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX chats_silent ON chats (touched_at) WHERE due_at IS NULL;

-- Whether what waits was an alarm is nobody's business; the store asks only these three.
UPDATE outbox SET kind = CASE
    WHEN kind = 'question' THEN 'question' WHEN kind IN ('notice', 'document') THEN 'passing' ELSE 'lasting' END;
