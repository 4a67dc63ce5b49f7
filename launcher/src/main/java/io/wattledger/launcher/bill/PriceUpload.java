package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.ServiceRefusal;
import io.wattledger.launcher.suite.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings price files to pricing, which keeps their bytes. */
final class PriceUpload {

    private static final String PATH = "/api/v1/price-documents";

    private final Services services;
    private final Progress progress;

    PriceUpload(Services services, Progress progress) {
        this.services = services;
        this.progress = progress;
    }

    /**
     * Uploads every file, each whole or not at all.
     *
     * @return how many were new
     * @throws InputFault when pricing refused some; the others are stored, and uploading them again does nothing
     */
    long upload(List<PriceFile> files) {
        List<String> faults = new ArrayList<>();
        long fresh = 0;
        for (PriceFile file : files) {
            String name = file.path().getFileName().toString();
            try {
                byte[] bytes = Files.readAllBytes(file.path());
                ServiceClient.Answer answer =
                        services.ask("pricing", client -> client.postFile(PATH, name, bytes, file.reading()));
                boolean known = isKnown(answer.json());
                fresh += known ? 0 : 1;
                progress.say("  " + name + (known ? ": known already" : ": taken in"));
            } catch (ServiceRefusal refusal) {
                if (refusal.errors().isEmpty()) {
                    faults.add(file.path() + ": " + refusal.getMessage());
                }
                refusal.errors().forEach(error -> faults.add(placed(file.path(), error)));
            } catch (IOException e) {
                faults.add(file.path() + ": " + InputFault.why(e));
            }
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return fresh;
    }

    /** Pricing knows the file by its name alone, and begins with it what it says of a line; here it has its folder. */
    static String placed(Path path, ServiceRefusal.Item error) {
        String name = path.getFileName().toString();
        if (error.detail().startsWith(name + ":")) {
            return path + error.detail().substring(name.length());
        }
        return path + ": " + (error.pointer().isEmpty() ? "" : error.pointer() + ": ") + error.detail();
    }

    /** A file may feed several series; it is known when each has read it before. */
    private static boolean isKnown(JsonNode outcome) {
        for (JsonNode index : outcome.path("indices")) {
            if (!index.path("alreadyKnown").asBoolean()) {
                return false;
            }
        }
        return true;
    }
}
