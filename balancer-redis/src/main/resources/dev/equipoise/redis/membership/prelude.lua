-- What every membership script begins with. Time is Redis's own (milliseconds since 1970).
local META, WORKERS, LEASES, SESSIONS, LOADS, CHANGES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
-- Members that are down, in the order they went; the last facts of each; who is STARTING; the witnesses against each who is
-- doubted; claims to the id of another; barred ids.
local ABSENT, ABSENCES, HISTORY, STARTING, DOUBTS, CONTESTS, BARRED =
  KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13]
local NONCE = KEYS[14]

local LOG_LIMIT, MOST = ARGV[1], tonumber(ARGV[2])
local HISTORY_LENGTH = 20
local PAUSE = 15 * 60 * 1000
local SUSPECT = {UNHEARD = true, DISCONNECTED = true, REFUSING = true}

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local micros = clock[1] * 1000000 + clock[2]

local function digits(number) return string.format('%.0f', number) end

-- A store that knows nothing is born now: its incarnation names this life of it. What was signed in the second of its
-- birth may have been accepted before it, so the first second it knows all about is the next.
local function born()
  if redis.call('HSETNX', META, 'incarnation', digits(micros)) == 1 then
    redis.call('HSET', META, 'since', digits(clock[1] + 1))
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

-- A member is kept as: kind sequence epoch since present address claims; kind is what last happened to it, since when,
-- present the beginning of its unbroken presence, claims are JSON to the end.
local function read(record)
  local kind, sequence, epoch, since, present, address, claims =
    string.match(record, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (.*)$')
  return {kind = kind, sequence = sequence, epoch = epoch, since = since, present = present, address = address,
    claims = claims}
end

local function write(worker)
  return table.concat(
    {worker.kind, worker.sequence, worker.epoch, worker.since, worker.present, worker.address, worker.claims}, ' ')
end

-- What a worker last said of its load stands behind the moment it was heard.
local function heard(id)
  local load = redis.call('HGET', LOADS, id)
  return load and tonumber(string.match(load, '^%d+')) or 0
end

local function append(kind, id, record)
  local version = redis.call('HINCRBY', META, 'version', 1)
  redis.call('XADD', CHANGES, 'MAXLEN', '~', LOG_LIMIT, '*',
    'version', version, 'kind', kind, 'id', id, 'record', record)
end

local function note(id, kind, address)
  local lines = (redis.call('HGET', HISTORY, id) or '') .. digits(now) .. ' ' .. kind .. ' ' .. address .. '\n'
  local _, length = string.gsub(lines, '\n', '')
  if length > HISTORY_LENGTH then lines = string.sub(lines, string.find(lines, '\n', 1, true) + 1) end
  redis.call('HSET', HISTORY, id, lines)
end

-- This happened to a member, who stays one.
local function put(id, worker, kind)
  worker.kind = kind
  worker.since = digits(now)
  local record = write(worker)
  redis.call('HSET', WORKERS, id, record)
  if not SUSPECT[kind] then redis.call('HDEL', DOUBTS, id) end
  append(kind, id, record)
  note(id, kind, worker.address)
end

-- Somebody doubts a member that serves. No witness: it is only late.
local function doubtful(id, worker, kind)
  redis.call('HSETNX', DOUBTS, id, '')
  if not SUSPECT[worker.kind] then put(id, worker, kind) end
end

local function forget(id)
  redis.call('ZREM', ABSENCES, id)
  redis.call('HDEL', ABSENT, id)
  redis.call('HDEL', HISTORY, id)
end

-- This happened to a member, who is down from now on.
local function remove(id, kind)
  local worker = read(redis.call('HGET', WORKERS, id))
  for _, key in ipairs({WORKERS, SESSIONS, LOADS, DOUBTS, CONTESTS}) do redis.call('HDEL', key, id) end
  redis.call('ZREM', LEASES, id)
  redis.call('SREM', STARTING, id)
  append(kind, id, '')
  note(id, kind, worker.address)
  worker.kind = kind
  worker.since = digits(now)
  redis.call('HSET', ABSENT, id, write(worker))
  redis.call('ZADD', ABSENCES, digits(now), id)
  if redis.call('ZCARD', ABSENCES) > MOST then forget(redis.call('ZPOPMIN', ABSENCES)[1]) end
end
