-- How many are inside one gathering, out of its facts and the events that Kafka took and no worker has stored yet, each
-- event once; and which entries of each device these numbers contain. An entry's id is its device, a dash, its sequence.
WITH
    reinterpretAsUInt128(sipHash128({programme:String}, {gathering:String})) AS wanted,
    events AS
    (
        SELECT
            source, id, revision, retracted, toUnixTimestamp64Milli(time) AS at, 'check-in' AS name,
            multiIf(direction = 'entry', 1, direction = 'exit', -1, 0) AS people, toInt64(accompanied_by) AS along, true AS stored
        FROM engagement.check_ins FINAL
        WHERE gathering_key = wanted AND programme = {programme:String} AND gathering = {gathering:String}
        UNION ALL
        SELECT
            source, id, revision, retracted, toUnixTimestamp64Milli(time), 'head-count', toInt64(people), 0, true
        FROM engagement.head_counts FINAL
        WHERE gathering_key = wanted AND programme = {programme:String} AND gathering = {gathering:String}
        UNION ALL
        SELECT
            source, id, revision, retracted, toUnixTimestamp64Milli(time), 'group-visit', toInt64(people), toInt64(accompanied_by), true
        FROM engagement.group_visits FINAL
        WHERE gathering_key = wanted AND programme = {programme:String} AND gathering = {gathering:String}
        UNION ALL
        SELECT
            source, id, revision, retracted, toUnixTimestamp64Milli(time), toString(happening), 0, 0, true
        FROM engagement.gatherings FINAL
        WHERE gathering_key = wanted AND programme = {programme:String} AND gathering = {gathering:String}
            AND (retracted OR happening IN ('gathering-opened', 'gathering-closed'))
        UNION ALL
        SELECT
            tupleElement(event, 1), tupleElement(event, 2), tupleElement(event, 3), toBool(tupleElement(event, 4)),
            tupleElement(event, 5), tupleElement(event, 6), tupleElement(event, 7), tupleElement(event, 8), false
        FROM
        (
            SELECT arrayJoin(arrayZip(
                {sources:Array(String)}, {ids:Array(String)}, {revisions:Array(UInt64)}, {retracted:Array(UInt8)},
                {times:Array(Int64)}, {names:Array(String)}, {people:Array(Int64)}, {along:Array(Int64)}
            )) AS event
        )
    ),
    winners AS
    (
        SELECT
            source,
            id,
            argMax((retracted, at, name, people, along), (revision, retracted, stored)) AS event,
            max((revision, retracted)) AS newest,
            countIf(NOT stored) > 0 AND maxIf((revision, retracted), stored) = newest AS settled
        FROM events
        GROUP BY source, id
    ),
    devices AS
    (
        SELECT
            extract(id, '^([0-9a-f]{16})-[0-9]{1,9}$') AS device,
            countIf(kept AND name = 'check-in' AND people = 1) AS entries,
            countIf(kept AND name = 'check-in' AND people = -1) AS exits,
            sumIf(along, kept AND name = 'check-in') AS accompanied,
            countIf(kept AND name = 'group-visit') AS groups,
            sumIf(people, kept AND name = 'group-visit') AS people_in_groups,
            sumIf(along, kept AND name = 'group-visit') AS accompanying,
            groupArrayIf((at, people), kept AND name = 'check-in') AS movements,
            groupArrayIf((at, people, id), kept AND name = 'head-count') AS head_counts,
            groupArrayIf((at, name, id), kept AND name IN ('gathering-opened', 'gathering-closed')) AS doors,
            arraySort(groupArrayIf(toUInt32OrZero(substring(id, 18)), device != '')) AS contained,
            arraySort(groupArrayIf(toUInt32OrZero(substring(id, 18)), device != '' AND NOT kept)) AS taken_back,
            groupArrayIf((source, id), settled) AS settled_ids
        FROM
        (
            SELECT
                source, id, settled, NOT event.1 AS kept, event.2 AS at, event.3 AS name, event.4 AS people, event.5 AS along
            FROM winners
        )
        GROUP BY device
    )
SELECT
    count() AS devices_seen,
    sum(entries) AS entries,
    sum(exits) AS exits,
    sum(accompanied) AS accompanied,
    sum(groups) AS groups,
    sum(people_in_groups) AS people_in_groups,
    sum(accompanying) AS accompanying,
    -- The last head counts, newest first, each with who came and went since.
    arrayMap(
        count -> (
            count.1, count.2, count.3,
            arraySum(arrayMap(each -> arraySum(movement -> if(movement.1 > count.1, movement.2, 0), each), all_movements))
        ),
        arraySlice(arrayReverseSort(arrayFlatten(groupArray(devices.head_counts))), 1, 5)
    ) AS head_counts,
    groupArray(movements) AS all_movements,
    arraySlice(arrayReverseSort(arrayFlatten(groupArray(devices.doors))), 1, 5) AS doors,
    groupArrayIf(
        (
            device,
            arrayMap(part -> (part[1], part[-1]), arraySplit((one, gap) -> gap != 1, contained, arrayDifference(contained))),
            arrayMap(part -> (part[1], part[-1]), arraySplit((one, gap) -> gap != 1, taken_back, arrayDifference(taken_back)))
        ),
        device != ''
    ) AS contains,
    arrayFlatten(groupArray(settled_ids)) AS settled
FROM devices
