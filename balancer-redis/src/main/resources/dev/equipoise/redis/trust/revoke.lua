-- most, then ids -> OK or refusal
for i = 2, #ARGV do
  if redis.call('HEXISTS', REVOKED, ARGV[i]) == 0 then
    if redis.call('HLEN', REVOKED) >= tonumber(ARGV[1]) then return {'TRUST_STORE_FULL'} end
    redis.call('HSET', REVOKED, ARGV[i], digits(now))
    redis.call('HDEL', TRUSTED, ARGV[i])
    changed()
  end
end
return {'OK'}
