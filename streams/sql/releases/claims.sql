-- Who else is making a release: claimed within the lease, and not let go.
SELECT owner
FROM releases.claims
GROUP BY owner
HAVING argMax(state, at) = 'claimed' AND max(at) > now64(3, 'UTC') - toIntervalSecond({lease:UInt32}) AND owner != {owner:String}
