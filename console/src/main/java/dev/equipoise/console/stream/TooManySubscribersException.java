package dev.equipoise.console.stream;

/** As many browsers watch as may. */
final class TooManySubscribersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManySubscribersException(int most) {
        super(
                "As many browsers watch as may: " + most + ". Close one, or raise equipoise.console.max-subscribers.",
                null,
                false,
                false);
    }
}
