package dev.equipoise.gateway.lanes;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The filters the express lane knows, with the names and arguments they have in Spring Cloud Gateway. */
final class EditCompiler {

    private EditCompiler() {}

    /**
     * @param values of the arguments, in order
     * @param args the same by name, where they have names
     * @return null for what Spring Cloud Gateway must do itself: other filters, templates, unusual arguments
     */
    static @Nullable Edit compile(String filter, List<String> values, Map<String, String> args) {
        if (values.stream().anyMatch(value -> value.indexOf('{') >= 0) && !filter.equals("RewritePath")) {
            return null;
        }
        return switch (filter) {
            case "StripPrefix" ->
                values.size() == 1 && values.get(0).matches("[0-9]{1,4}")
                        ? Edit.stripPrefix(Integer.parseInt(values.get(0)))
                        : null;
            case "PrefixPath" ->
                values.size() == 1 && values.get(0).startsWith("/") && isOfTargets(values.get(0))
                        ? Edit.prefixPath(values.get(0))
                        : null;
            case "RewritePath" -> rewrite(named(args, "regexp", 0), named(args, "replacement", 1));
            case "AddRequestHeader" ->
                values.size() == 2 ? Edit.addRequestHeader(named(args, "name", 0), named(args, "value", 1)) : null;
            case "SetRequestHeader" ->
                values.size() == 2 ? Edit.setRequestHeader(named(args, "name", 0), named(args, "value", 1)) : null;
            case "RemoveRequestHeader" -> values.size() == 1 ? Edit.removeRequestHeader(values.get(0)) : null;
            case "AddResponseHeader" ->
                values.size() == 2 ? Edit.addResponseHeader(named(args, "name", 0), named(args, "value", 1)) : null;
            case "SetResponseHeader" ->
                values.size() == 2 ? Edit.setResponseHeader(named(args, "name", 0), named(args, "value", 1)) : null;
            case "RemoveResponseHeader" -> values.size() == 1 ? Edit.removeResponseHeader(values.get(0)) : null;
            default -> null;
        };
    }

    /** Whether it can be put into a target as it is. */
    private static boolean isOfTargets(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static @Nullable Edit rewrite(String regexp, String replacement) {
        return regexp.isEmpty() || !isOfTargets(replacement)
                ? null
                : Edit.rewritePath(Pattern.compile(regexp), replacement.replace("$\\", "$"));
    }

    private static String named(Map<String, String> args, String name, int position) {
        String value = args.get(name);
        String shortcut = args.get("_genkey_" + position);
        return value != null ? value.strip() : shortcut != null ? shortcut.strip() : "";
    }
}
