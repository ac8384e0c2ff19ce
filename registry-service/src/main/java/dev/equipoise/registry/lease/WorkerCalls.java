package dev.equipoise.registry.lease;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.Leases.CallResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Calls workers to see whether they are there: GET of the health path, which must answer 2xx, or a mere connection where
 * the worker named none. Reads a status line and nothing else, follows nothing, and ends within its timeout; blocks the
 * calling thread. Any thread.
 *
 * <p>Written on sockets because the difference between a refusal and silence decides over membership (decision 0012), and
 * HTTP clients blur it.
 */
public final class WorkerCalls {

    private static final Pattern HEALTHY = Pattern.compile("HTTP/1\\.[01] 2\\d\\d.*", Pattern.DOTALL);
    private static final int STATUS_LINE = 13;

    private final boolean calling;
    private final Duration timeout;

    /** @param calling false where the registry cannot reach workers: the new ones then count as there, the late ones as gone */
    public WorkerCalls(boolean calling, Duration timeout) {
        this.calling = calling;
        this.timeout = timeout;
    }

    /**
     * Calls the worker that registered like this.
     *
     * @param starting whether it is new
     */
    public CallResult result(Claims claims, boolean starting) {
        if (!calling) {
            return starting ? CallResult.ANSWERED : CallResult.SILENT;
        }
        URI address = claims.address();
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            String host = address.getHost().replaceAll("[\\[\\]]", "");
            socket.connect(new InetSocketAddress(host, address.getPort()), (int) timeout.toMillis());
            return claims.healthPath().isEmpty() || isHealthy(socket, claims, deadline)
                    ? CallResult.ANSWERED
                    : CallResult.SILENT;
        } catch (ConnectException e) {
            boolean refused =
                    String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
            return refused ? CallResult.REFUSED : CallResult.SILENT;
        } catch (IOException e) {
            return CallResult.SILENT;
        }
    }

    private static boolean isHealthy(Socket connected, Claims claims, long deadline) throws IOException {
        URI address = claims.address();
        connected.setSoTimeout(remaining(deadline));
        Socket socket = address.getScheme().equals("https") ? encrypted(connected, address) : connected;
        String request = "GET " + claims.healthPath() + " HTTP/1.1\r\nHost: " + address.getRawAuthority()
                + "\r\nUser-Agent: equipoise-registry\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return HEALTHY.matcher(statusLine(socket, deadline)).matches();
    }

    private static Socket encrypted(Socket connected, URI address) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(connected, address.getHost(), address.getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String statusLine(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] line = new byte[STATUS_LINE];
        int length = 0;
        while (length < line.length) {
            socket.setSoTimeout(remaining(deadline));
            int read = in.read(line, length, line.length - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return new String(line, 0, length, StandardCharsets.US_ASCII);
    }

    private static int remaining(long deadline) throws SocketTimeoutException {
        int millis = (int) ((deadline - System.nanoTime()) / 1_000_000);
        if (millis <= 0) {
            throw new SocketTimeoutException("the worker took too long");
        }
        return millis;
    }
}
