-- What every script of the trust store begins with. Time is Redis's own (milliseconds since 1970).
local TRUSTED, REVOKED, TOKENS, META = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local micros = clock[1] * 1000000 + clock[2]

local function digits(number) return string.format('%.0f', number) end

-- A hybrid clock: a store that lost its memory does not come by an old version again.
local function changed()
  redis.call('HSET', META, 'version',
    digits(math.max(tonumber(redis.call('HGET', META, 'version') or 0) + 1, micros)))
end

-- Records begin with their end in milliseconds, or with a dash.
local function over(record)
  local ends = tonumber(string.match(record, '^%d+'))
  return ends and ends <= now
end

local function prune(hash)
  local all = redis.call('HGETALL', hash)
  for i = 1, #all, 2 do
    if over(all[i + 1]) then redis.call('HDEL', hash, all[i]) end
  end
end

-- Whether one more fits; what is over makes room.
local function roomIn(hash, most)
  if redis.call('HLEN', hash) < tonumber(most) then return true end
  prune(hash)
  return redis.call('HLEN', hash) < tonumber(most)
end
