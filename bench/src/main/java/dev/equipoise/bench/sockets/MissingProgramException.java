package dev.equipoise.bench.sockets;

/** Something that has to be installed is not; the message is one sentence that says what to do. */
final class MissingProgramException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MissingProgramException(String message) {
        super(message);
    }
}
