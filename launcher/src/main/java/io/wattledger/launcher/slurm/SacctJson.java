package io.wattledger.launcher.slurm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.usage.UsageSink;
import io.wattledger.launcher.usage.UsageText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/** What {@code sacct --json} printed. Its times are seconds since 1970, so no zone is needed. */
public final class SacctJson extends SacctInput {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file that is read by these rules. */
    public SacctJson(Path path, SacctRules rules) {
        super(path, rules);
    }

    @Override
    public void read(UsageSink sink) {
        var events = new JobEvents(name(), rules, sink);
        try (Reader text = UsageText.open(path);
                JsonParser parser = new JsonFactory(JSON).createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !toJobs(parser)) {
                throw new InputFault(path + ": holds no list 'jobs'; it must be what sacct --json prints");
            }
            // One job after the other: a month of a large cluster has gigabytes in this form.
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                long line = parser.currentTokenLocation().getLineNr();
                JobRecord job = record(parser.readValueAsTree());
                events.take(line, () -> job);
            }
        } catch (JsonProcessingException e) {
            throw new InputFault(path + ":" + e.getLocation().getLineNr() + ":"
                    + e.getLocation().getColumnNr() + ": is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw UsageText.unreadable(path, e);
        }
    }

    private static boolean toJobs(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("jobs") && value == JsonToken.START_ARRAY) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static JobRecord record(JsonNode job) {
        Map<String, String> texts = new HashMap<>();
        JsonNode time = job.path("time");
        texts.put("jobidraw", text(job.path("job_id")));
        texts.put("submit", timeText(time.path("submission")));
        texts.put("start", timeText(time.path("start")));
        texts.put("end", timeText(time.path("end")));
        texts.put("elapsedraw", text(time.path("elapsed")));
        texts.put("suspended", text(time.path("suspended")));
        texts.put("jobname", text(job.path("name")));
        texts.put("wckey", text(job.path("wckey").path("wckey")));
        for (String name : new String[] {"cluster", "account", "user", "group", "partition", "qos"}) {
            texts.put(name, text(job.path(name)));
        }
        var resources = new StringJoiner(",");
        for (JsonNode resource : job.path("tres").path("allocated")) {
            String name = text(resource.path("name"));
            resources.add(text(resource.path("type")) + (name.isEmpty() ? "" : "/" + name) + "="
                    + text(resource.path("count")));
        }
        texts.put("alloctres", resources.toString());
        return new JobRecord() {
            @Override
            public boolean has(String column) {
                return texts.containsKey(column);
            }

            @Override
            public String text(String column) {
                return texts.getOrDefault(column, "");
            }
        };
    }

    /** A time of zero stands for none. */
    private static String timeText(JsonNode time) {
        String text = text(time);
        return text.equals("0") ? "" : text;
    }

    /** Newer versions wrap numbers: {@code {"set": true, "infinite": false, "number": 45}}. */
    private static String text(JsonNode node) {
        if (node.has("number")) {
            return node.path("set").asBoolean(true) ? text(node.get("number")) : "";
        }
        return node.isNull() ? "" : node.asText("").strip();
    }
}
