-- most, report -> nothing
redis.call('XADD', INBOX, 'MAXLEN', ARGV[1], '*', 'report', ARGV[2])
return {}
