import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * {@code java -cp /opt/equipoise/health Health PORT PATH}: ends with 0 if the service answers 200 there within 4 seconds,
 * otherwise with 1. For engines that ask by running something in the container; Kubernetes asks by itself.
 */
final class Health {

    private static final int MILLISECONDS = 2_000;

    private Health() {}

    public static void main(String[] arguments) {
        boolean healthy = false;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), MILLISECONDS);
            socket.setSoTimeout(MILLISECONDS);
            String request = "GET " + arguments[1] + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            healthy = status != null && status.startsWith("HTTP/1.1 200");
            System.out.println(status);
        } catch (Exception e) {
            System.out.println(e);
        }
        System.exit(healthy ? 0 : 1);
    }
}
