-- Answers of a programme's month to one question at one moment: how many gave 1, 2, 3, 4 and 5, by the gathering's district.
CREATE OR REPLACE VIEW engagement.answers AS
SELECT
    known.month AS month,
    known.programme AS programme,
    any(programmes.threshold) AS threshold,
    splitByChar('/', answer.1)[1] AS question,
    splitByChar('/', answer.1)[2] AS moment,
    known.district AS district,
    [
        sumIf(answer.2, splitByChar('/', answer.1)[3] = '1'),
        sumIf(answer.2, splitByChar('/', answer.1)[3] = '2'),
        sumIf(answer.2, splitByChar('/', answer.1)[3] = '3'),
        sumIf(answer.2, splitByChar('/', answer.1)[3] = '4'),
        sumIf(answer.2, splitByChar('/', answer.1)[3] = '5')
    ] AS counts
FROM engagement.sentiment FINAL
ARRAY JOIN arrayZip(mapKeys(answers), mapValues(answers)) AS answer
INNER JOIN engagement.gathering_days AS known
    ON known.programme = sentiment.programme AND known.gathering = sentiment.gathering
INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
GROUP BY known.month, known.programme, question, moment, known.district
