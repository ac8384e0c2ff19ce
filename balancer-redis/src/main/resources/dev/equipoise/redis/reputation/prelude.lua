-- What every script that writes begins with. Time is Redis's own (milliseconds since 1970).
local LOG, IDS, STANDINGS, VERSIONS, GONE, BELL, INBOX, OWNER = unpack(KEYS)

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local micros = clock[1] * 1000000 + clock[2]

local function digits(number) return string.format('%.0f', number) end
