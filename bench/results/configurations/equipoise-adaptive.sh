./equipoise gateway \
    --server.address=127.0.0.1 \
    --server.port=19150 \
    --management.server.port=19151 \
    --equipoise.gateway.static-workers=127.0.0.1:19100,127.0.0.1:19101,127.0.0.1:19102,127.0.0.1:19103,127.0.0.1:19104,127.0.0.1:19105,127.0.0.1:19106,127.0.0.1:19107,127.0.0.1:19108,127.0.0.1:19109 \
    --equipoise.gateway.policy=adaptive \
    --equipoise.gateway.hash-on=header:X-Key
