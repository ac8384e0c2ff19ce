package dev.equipoise.worker.answer;

import static org.springframework.web.bind.annotation.RequestMethod.DELETE;
import static org.springframework.web.bind.annotation.RequestMethod.GET;
import static org.springframework.web.bind.annotation.RequestMethod.HEAD;
import static org.springframework.web.bind.annotation.RequestMethod.OPTIONS;
import static org.springframework.web.bind.annotation.RequestMethod.PATCH;
import static org.springframework.web.bind.annotation.RequestMethod.POST;
import static org.springframework.web.bind.annotation.RequestMethod.PUT;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Says who answers and for the how manieth time. */
@RestController
final class AnswerController {

    private static final int LOWEST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;

    private final AnswerProperties properties;
    private final AtomicLong requests = new AtomicLong();

    AnswerController(AnswerProperties properties) {
        this.properties = properties;
    }

    // Named one by one: Spring answers OPTIONS itself where no mapping names it.
    @RequestMapping(
            path = "/",
            method = {GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS},
            produces = MediaType.TEXT_PLAIN_VALUE)
    String answer() throws InterruptedException {
        // Counted before the delay: the order of the answers is that of the requests' arrivals.
        long count = requests.incrementAndGet();
        delay(properties.delay());
        return "Server: " + properties.name() + ", Request count: " + count;
    }

    @RequestMapping(path = "/slow", produces = MediaType.TEXT_PLAIN_VALUE)
    String slow(@RequestParam int ms) throws InterruptedException {
        if (ms < 0 || ms > AnswerProperties.LONGEST.toMillis()) {
            throw outOfRange("ms", 0, AnswerProperties.LONGEST.toMillis());
        }
        delay(Duration.ofMillis(ms));
        return "Server: " + properties.name() + ", slept " + ms + " ms";
    }

    /** Below 200 there is no such thing as a final answer. */
    @RequestMapping("/status/{code}")
    ResponseEntity<Void> status(@PathVariable int code) {
        if (code < LOWEST_STATUS || code > HIGHEST_STATUS) {
            throw outOfRange("code", LOWEST_STATUS, HIGHEST_STATUS);
        }
        return ResponseEntity.status(code).build();
    }

    private static void delay(Duration delay) throws InterruptedException {
        if (!delay.isZero()) {
            Thread.sleep(delay.toMillis());
        }
    }

    private static ResponseStatusException outOfRange(String name, long from, long to) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, name + " must be from " + from + " to " + to + ".");
    }
}
