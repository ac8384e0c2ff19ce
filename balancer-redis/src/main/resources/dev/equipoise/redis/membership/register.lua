-- id, address, claims, lease id, key id, secret, term (ms), heartbeat (ms), created (s), nonce memory (ms), answered (1 or 0),
-- lease it replaces -> epoch and kind, or refusal
local id, address, claims, lease, key, secret, term, heartbeat, created, memory, answered, replaces = unpack(ARGV, 3)
term, heartbeat = tonumber(term), tonumber(heartbeat)

local refusal = unacceptable(created)
if refusal then return refusal end
if redis.call('HEXISTS', BARRED, id) == 1 then return 'ID_BARRED' end

-- Somebody claims an id whose lease lives at another address. If he does so for a whole term and the holder is heard
-- meanwhile, two processes have one identity.
local function contested(holder, ends)
  local first, last, by = string.match(redis.call('HGET', CONTESTS, id) or '', '^(%d+) (%d+) (.*)$')
  first, last = tonumber(first), tonumber(last)
  if by ~= address or now - last > term then first = now end
  consume(memory)
  redis.call('HSET', CONTESTS, id, digits(first) .. ' ' .. digits(now) .. ' ' .. address)
  if holder.kind ~= 'DRAINING' and now - first >= term and heard(id) >= first + heartbeat then
    remove(id, 'EQUIVOCATED')
    redis.call('ZREM', ABSENCES, id)
    redis.call('HSET', BARRED, id, digits(now))
    return 'ID_BARRED'
  end
  return 'ADDRESS_CONFLICT ' .. digits(ends - now)
end

local kind = answered == '1' and 'JOINED' or 'STARTED'
local worker = {present = digits(now)}
local before = redis.call('HGET', WORKERS, id)
if before then
  local holder = read(before)
  local ends = tonumber(redis.call('ZSCORE', LEASES, id) or 0)
  if holder.address ~= address and ends > now then
    local held = string.match(redis.call('HGET', SESSIONS, id) or '', '^%S+')
    if replaces ~= held then return contested(holder, ends) end
    if answered == '1' then kind = 'MOVED' end
  end
  worker = holder
elseif redis.call('HLEN', WORKERS) + redis.call('HLEN', BARRED) >= MOST then
  return 'FLEET_FULL'
end
consume(memory)

local absent = redis.call('HGET', ABSENT, id)
if absent then
  local was = read(absent)
  if was.kind == 'LEFT' and now - was.since <= PAUSE then worker.present = was.present end
  redis.call('HDEL', ABSENT, id)
  redis.call('ZREM', ABSENCES, id)
end

-- A hybrid clock: grows even where a failover lost the last increments.
local epoch = digits(math.max(tonumber(redis.call('HGET', META, 'epoch') or 0) + 1, micros))
redis.call('HSET', META, 'epoch', epoch)

worker.sequence = worker.sequence or epoch
worker.epoch = epoch
worker.address = address
worker.claims = claims
put(id, worker, kind)
redis.call(answered == '1' and 'SREM' or 'SADD', STARTING, id)
redis.call('HDEL', CONTESTS, id)
redis.call('HSET', SESSIONS, id, table.concat({lease, key, digits(now), secret}, ' '))
redis.call('HSET', LOADS, id, digits(now) .. ' ')
redis.call('ZADD', LEASES, digits(now + term), id)
return epoch .. ' ' .. kind
