INSERT INTO releases.editions (edition, state, made, until, rules, gatherings)
SELECT
    {edition:UInt64},
    {state:String},
    now64(3, 'UTC'),
    {until:Date},
    {rules:String},
    (SELECT count() FROM releases.frozen_gatherings)
