-- id, epoch -> OK
local id, epoch = unpack(ARGV, 3)
local before = redis.call('HGET', WORKERS, id)
if before and redis.call('SREM', STARTING, id) == 1 then
  local worker = read(before)
  if worker.epoch == epoch and worker.kind == 'STARTED' then
    put(id, worker, 'JOINED')
  elseif worker.kind == 'STARTED' then
    redis.call('SADD', STARTING, id)
  end
end
return 'OK'
