-- What belongs to a season whose last revision is made never changes again.
ALTER TABLE releases.{table:Identifier}
UPDATE final = 1
WHERE final = 0
    AND if(toMonth({day:Identifier}) <= 7, makeDate(toYear({day:Identifier}), 7, 31), makeDate(toYear({day:Identifier}), 12, 31))
        + {grace:UInt16} <= {until:Date}
SETTINGS mutations_sync = 2
