CREATE DATABASE IF NOT EXISTS engagement COMMENT 'The worker''s: facts, roll-ups, dead letters, books'
