package dev.equipoise.bench.sockets;

import io.netty.util.AsciiString;

/** The headers by which generator and workers understand each other, whatever stands between them. */
final class Wire {

    /** Of requests: how many nanoseconds a slot is taken for, before the worker's slowness. */
    static final AsciiString DEMAND = AsciiString.cached("x-demand-nanos");

    /** Of requests: what hashing policies hash. */
    static final AsciiString KEY = AsciiString.cached("x-key");

    /** Of responses: index of the worker that served it. */
    static final AsciiString WORKER = AsciiString.cached("x-worker");

    private Wire() {}
}
