-- most, then id and record of each key -> OK or refusal
for i = 2, #ARGV, 2 do
  local id, record = ARGV[i], ARGV[i + 1]
  if redis.call('HEXISTS', REVOKED, id) == 0 and redis.call('HEXISTS', TRUSTED, id) == 0 then
    if not roomIn(TRUSTED, ARGV[1]) then return {'TRUST_STORE_FULL'} end
    redis.call('HSET', TRUSTED, id, record)
    changed()
  end
end
return {'OK'}
