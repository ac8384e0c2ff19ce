package dev.equipoise.gateway.forwarded;

import dev.equipoise.gateway.forwarded.ForwardedSettings.Said;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells workers who asked, and how: {@code X-Forwarded-*}, {@code Forwarded} and {@code Via}. What a client says there itself is not passed on:
 * nobody here could know that it is true. What a trusted proxy says is, as far as it is that proxy's word. Both lanes use it. Any thread.
 */
public final class ForwardedHeaders {

    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString PREFIX = AsciiString.cached("x-forwarded-prefix");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");

    private final ForwardedSettings settings;
    private final TrustedProxies proxies;

    ForwardedHeaders(ForwardedSettings settings, TrustedProxies proxies) {
        this.settings = settings;
        this.proxies = proxies;
    }

    /** Whose word counts. */
    public TrustedProxies proxies() {
        return proxies;
    }

    /**
     * Makes a head say what is to be said, before {@code Host} becomes the worker's and hop-by-hop headers go.
     *
     * @param headers of the request to the worker, in which {@code Host} is not looked at
     * @param received the lines of a header as the request had them when it came, by name
     * @param host what was asked for; null if the request did not say
     * @param asked the path as it was asked for
     * @param sent the path the worker gets
     */
    public void tell(
            HttpHeaders headers,
            Function<String, List<String>> received,
            @Nullable String host,
            Hop hop,
            String asked,
            String sent) {
        boolean trusted = !proxies.isEmpty() && proxies.contain(hop.peer());
        List<InetAddress> chain = trusted ? proxies.chain(received.apply(FOR.toString())) : List.of();
        List<String> elements = trusted && settings.forwarded() ? received.apply(FORWARDED.toString()) : List.of();
        Function<AsciiString, String> before =
                trusted ? name -> String.join(",", received.apply(name.toString())) : name -> "";
        say(headers, FOR, settings.client(), hop.peerText(), chain.isEmpty() ? "" : joined(chain));
        say(headers, PROTO, settings.proto(), hop.scheme(), before.apply(PROTO));
        say(headers, HOST, settings.host(), host, before.apply(HOST));
        say(headers, PORT, settings.port(), port(host, hop), before.apply(PORT));
        say(headers, PREFIX, settings.prefix(), prefix(asked, sent), before.apply(PREFIX));
        if (settings.forwarded()) {
            headers.set(
                    FORWARDED,
                    elements.isEmpty() ? element(host, hop) : String.join(", ", elements) + ", " + element(host, hop));
        } else {
            headers.remove(FORWARDED);
        }
        if (!settings.via().isEmpty()) {
            headers.add(HttpHeaderNames.VIA, "1.1 " + settings.via());
        }
    }

    private static void say(HttpHeaders headers, AsciiString name, Said said, @Nullable String own, String before) {
        boolean both = said == Said.APPENDED && !before.isEmpty();
        if (said == Said.NOT || (own == null && !both)) {
            headers.remove(name);
        } else if (both) {
            headers.set(name, own == null ? before : before + "," + own);
        } else {
            headers.set(name, own);
        }
    }

    private static String joined(List<InetAddress> chain) {
        StringBuilder text = new StringBuilder();
        chain.forEach(hop -> text.append(text.isEmpty() ? "" : ",").append(NetUtil.toAddressString(hop)));
        return text.toString();
    }

    private static String port(@Nullable String host, Hop hop) {
        int colon = host == null ? -1 : host.lastIndexOf(':');
        if (host != null && colon > host.lastIndexOf(']') && colon < host.length() - 1) {
            return host.substring(colon + 1);
        }
        return hop.secure() ? "443" : "80";
    }

    /** What the path has lost at its beginning; null for nothing. */
    private static @Nullable String prefix(String asked, String sent) {
        int lost = asked.length() - sent.length();
        return lost > 0 && asked.endsWith(sent) ? asked.substring(0, lost) : null;
    }

    private String element(@Nullable String host, Hop hop) {
        StringBuilder text = new StringBuilder("for=");
        quoted(text, hop.peer() instanceof Inet6Address ? "[" + hop.peerText() + "]" : hop.peerText());
        text.append(";proto=").append(hop.scheme());
        if (host != null) {
            quoted(text.append(";host="), host);
        }
        if (settings.forwardedBy() && !settings.via().isEmpty()) {
            // An obfuscated identifier (RFC 7239 section 6.3): addresses inside are nobody's business.
            quoted(text.append(";by="), "_" + settings.via().replace(':', '-'));
        }
        return text.toString();
    }

    private static void quoted(StringBuilder text, String value) {
        boolean plain = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            plain &=
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "._-".indexOf(c) >= 0;
        }
        if (plain) {
            text.append(value);
        } else {
            text.append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }
}
