package dev.equipoise.reputation.export;

import dev.equipoise.core.reputation.FactFile;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactPages;
import dev.equipoise.http.operator.OperatorOnly;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The whole log as a file with its chain of hashes, for archives and audits. */
@RestController
class ExportController {

    private final FactLog facts;

    ExportController(FactLog facts) {
        this.facts = facts;
    }

    /** Written down before it is sent: a reader that is slow holds a file and no part of the log. */
    @OperatorOnly
    @GetMapping("/api/v1/facts/export")
    void export(HttpServletResponse response) throws IOException {
        Path file = Files.createTempFile("equipoise-facts", ".tsv");
        try {
            FactFile.write(file, null, new FactPages(facts, FactLog.START));
            response.setContentType("text/tab-separated-values;charset=UTF-8");
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"facts.tsv\"");
            response.setContentLengthLong(Files.size(file));
            Files.copy(file, response.getOutputStream());
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
