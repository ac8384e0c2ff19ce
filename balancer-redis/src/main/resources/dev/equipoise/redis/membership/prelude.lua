-- What every membership script begins with. Time is Redis's own (milliseconds since 1970).
local META, WORKERS, LEASES, SESSIONS, LOADS, CHANGES, NONCE =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local micros = clock[1] * 1000000 + clock[2]

local function digits(number) return string.format('%.0f', number) end

-- A store that knows nothing is born now: its incarnation names this life of it.
local function born()
  if redis.call('HSETNX', META, 'incarnation', digits(micros)) == 1 then
    redis.call('HSET', META, 'since', clock[1])
  end
end

-- nil, or why a message created then (seconds) with the nonce of NONCE may not be accepted. Changes nothing but birth.
local function unacceptable(created)
  born()
  if tonumber(created) < tonumber(redis.call('HGET', META, 'since')) then return 'OLDER_THAN_STORE' end
  if redis.call('EXISTS', NONCE) == 1 then return 'REPLAYED' end
  return nil
end

local function consume(memory) redis.call('SET', NONCE, '', 'PX', memory) end

-- A worker is kept as: status sequence epoch since address claims, with claims as JSON to the end.
local function read(record)
  local status, sequence, epoch, since, address, claims =
    string.match(record, '^(%S+) (%S+) (%S+) (%S+) (%S+) (.*)$')
  return {status = status, sequence = sequence, epoch = epoch, since = since, address = address, claims = claims}
end

local function write(worker)
  return table.concat(
    {worker.status, worker.sequence, worker.epoch, worker.since, worker.address, worker.claims}, ' ')
end

local function append(limit, kind, id, record)
  local version = redis.call('HINCRBY', META, 'version', 1)
  redis.call('XADD', CHANGES, 'MAXLEN', '~', limit, '*',
    'version', version, 'kind', kind, 'id', id, 'record', record)
end

local function remove(limit, kind, id)
  redis.call('HDEL', WORKERS, id)
  redis.call('HDEL', SESSIONS, id)
  redis.call('HDEL', LOADS, id)
  redis.call('ZREM', LEASES, id)
  append(limit, kind, id, '')
end
