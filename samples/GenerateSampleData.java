import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes the invented usage and prices of the samples: {@code java samples/GenerateSampleData.java} from the root of the
 * project. The same bytes come out every time. Nothing here is market data.
 */
public final class GenerateSampleData {

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate CLOCK_CHANGE = LocalDate.of(2026, 10, 25);

    private GenerateSampleData() {}

    /** Writes all files. */
    public static void main(String[] arguments) throws IOException {
        Path samples = Path.of("samples");
        Path first = samples.resolve("first-month");
        write(first.resolve("usage.csv"), usage());
        write(first.resolve("A44-NO4-2026-10.xml"), dayAhead("A44-NO4-2026-10", OCTOBER, NOVEMBER));
        write(first.resolve("gb-2026-10.csv"), halfHours(OCTOBER, NOVEMBER, 7_800, new SplittableRandom(1026)));
        write(first.resolve("eurnok-2026-10.csv"), exchangeRates());
        Path dst = samples.resolve("glomfjord-dst");
        write(dst.resolve("A44-NO4-2026-10-01..24.xml"), dayAhead("A44-NO4-2026-10-01..24", OCTOBER, CLOCK_CHANGE));
        write(
                dst.resolve("A44-NO4-2026-10-26..31.xml"),
                dayAhead("A44-NO4-2026-10-26..31", CLOCK_CHANGE.plusDays(1), NOVEMBER));
        write(dst.resolve("usage.csv"), wholeMonth());
        write(
                samples.resolve("alex/gb-2023-02.csv"),
                halfHours(
                        LocalDate.of(2023, 2, 1), LocalDate.of(2023, 3, 1), 14_200, new SplittableRandom(223)));
    }

    /** A few hundred jobs of five tenants; job names count up in order of their start. */
    private static List<String> usage() {
        var random = new SplittableRandom(2026_10);
        List<Job> jobs = new ArrayList<>();
        Instant start = OCTOBER.atStartOfDay(OSLO).toInstant();
        Instant end = NOVEMBER.atStartOfDay(OSLO).toInstant();
        // A reserved node: one job over the whole month, 745 hours long because of the clock change.
        jobs.add(new Job("lumiere-calcul", "reserved", "h200", 8, start, end, "nvk-n001", "narvik"));
        jobs.addAll(jobs(random, "havvik-kommune", List.of("journal", "kart"), "h100", "glomfjord", 45));
        jobs.addAll(jobs(random, "fjordmodell", List.of("train", "eval", "serve"), "h100", "glomfjord", 80));
        jobs.addAll(jobs(random, "fjordmodell", List.of("train", "eval"), "h200", "narvik", 60));
        jobs.addAll(jobs(random, "albion-vision", List.of("vision", "render"), "h100", "loughton", 90));
        jobs.addAll(jobs(random, "stadt-musterau", List.of(""), "h100", "glomfjord", 40));
        jobs.addAll(jobs(random, "lumiere-calcul", List.of("recherche"), "h200", "glomfjord", 30));
        // Jobs through the night of the clock change, at each kind of site.
        Instant night = CLOCK_CHANGE.atStartOfDay(OSLO).toInstant();
        jobs.add(job("havvik-kommune", "journal", "h100", 2, night.plusSeconds(1_800), 5 * 3_600, "glomfjord"));
        jobs.add(job("fjordmodell", "train", "h200", 16, night.minusSeconds(7_200), 30 * 3_600, "narvik"));
        jobs.add(job("albion-vision", "vision", "h100", 8, night.plusSeconds(600), 9 * 3_600 + 17, "loughton"));
        jobs.sort(Comparator.comparing(Job::start).thenComparing(Job::tenant).thenComparing(Job::end));
        List<String> lines = new ArrayList<>();
        lines.add("job_id,tenant,project,gpu_type,gpu_count,start_epoch_s,end_epoch_s,node,site");
        for (int i = 0; i < jobs.size(); i++) {
            lines.add(jobs.get(i).line("job-%04d".formatted(i + 1)));
        }
        return lines;
    }

    private static List<Job> jobs(
            SplittableRandom random, String tenant, List<String> projects, String gpu, String site, int count) {
        int[] gpus = {1, 1, 2, 4, 8, 8, 16};
        Instant first = OCTOBER.atStartOfDay(LONDON).toInstant().plusSeconds(3_600);
        Instant last = NOVEMBER.atStartOfDay(OSLO).toInstant();
        long seconds = Duration.between(first, last).toSeconds();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long length = 120 + random.nextLong(random.nextInt(5) == 0 ? 90_000 : 14_000);
            Instant start = first.plusSeconds(random.nextLong(seconds - length));
            String project = projects.get(random.nextInt(projects.size()));
            jobs.add(job(tenant, project, gpu, gpus[random.nextInt(gpus.length)], start, length, site));
        }
        return jobs;
    }

    private static Job job(
            String tenant, String project, String gpu, int count, Instant start, long seconds, String site) {
        String node = site.substring(0, 3) + "-n" + (100 + Math.floorMod(start.getEpochSecond() / 60, 40));
        return new Job(tenant, project, gpu, count, start, start.plusSeconds(seconds), node, site);
    }

    /** Eight GPUs in use from the first to the last quarter-hour of October at Glomfjord. */
    private static List<String> wholeMonth() {
        Instant start = OCTOBER.atStartOfDay(OSLO).toInstant();
        Instant end = NOVEMBER.atStartOfDay(OSLO).toInstant();
        Job job = new Job("nattskift", "render", "h100", 8, start, end, "glo-n001", "glomfjord");
        return List.of(
                "job_id,tenant,project,gpu_type,gpu_count,start_epoch_s,end_epoch_s,node,site",
                job.line("whole-month"));
    }

    /** ENTSO-E's A44 document with one time series per market day in quarter-hours. */
    private static List<String> dayAhead(String name, LocalDate from, LocalDate to) {
        List<String> lines = new ArrayList<>();
        lines.add("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        lines.add("<!-- Invented prices in the shape of ENTSO-E's A44 document; not market data. -->");
        lines.add("<Publication_MarketDocument"
                + " xmlns=\"urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3\">");
        lines.add("    <mRID>sample-" + name + "</mRID>");
        lines.add("    <revisionNumber>1</revisionNumber>");
        lines.add("    <type>A44</type>");
        for (String party : List.of("sender", "receiver")) {
            String market = party + "_MarketParticipant";
            lines.add("    <" + market + ".mRID codingScheme=\"A01\">10X1001A1001A450</" + market + ".mRID>");
            lines.add("    <" + market + ".marketRole.type>" + (party.equals("sender") ? "A32" : "A33") + "</" + market
                    + ".marketRole.type>");
        }
        lines.add("    <createdDateTime>" + to + "T11:00:00Z</createdDateTime>");
        lines.add("    <period.timeInterval>");
        lines.addAll(interval("        ", from, to));
        lines.add("    </period.timeInterval>");
        int number = 0;
        for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
            number++;
            lines.addAll(timeSeries(day, number));
        }
        lines.add("</Publication_MarketDocument>");
        return lines;
    }

    private static List<String> timeSeries(LocalDate day, int number) {
        List<String> lines = new ArrayList<>();
        lines.add("    <TimeSeries>");
        lines.add("        <mRID>" + number + "</mRID>");
        lines.add("        <auction.type>A01</auction.type>");
        lines.add("        <businessType>A62</businessType>");
        lines.add("        <in_Domain.mRID codingScheme=\"A01\">10YNO-4--------9</in_Domain.mRID>");
        lines.add("        <out_Domain.mRID codingScheme=\"A01\">10YNO-4--------9</out_Domain.mRID>");
        lines.add("        <contract_MarketAgreement.type>A01</contract_MarketAgreement.type>");
        lines.add("        <currency_Unit.name>EUR</currency_Unit.name>");
        lines.add("        <price_Measure_Unit.name>MWH</price_Measure_Unit.name>");
        lines.add("        <curveType>A01</curveType>");
        lines.add("        <Period>");
        lines.add("            <timeInterval>");
        lines.addAll(interval("                ", day, day.plusDays(1)));
        lines.add("            </timeInterval>");
        lines.add("            <resolution>PT15M</resolution>");
        var random = new SplittableRandom(day.toEpochDay());
        Instant end = day.plusDays(1).atStartOfDay(OSLO).toInstant();
        int position = 0;
        for (Instant slot = day.atStartOfDay(OSLO).toInstant(); slot.isBefore(end); slot = slot.plusSeconds(900)) {
            position++;
            int hour = slot.atZone(OSLO).getHour();
            // Cents per MWh: cheap nights that can fall below zero, two peaks.
            int cents = 2_600 + (hour < 6 ? -2_200 : hour >= 7 && hour <= 9 || hour >= 17 && hour <= 20 ? 1_900 : 0)
                    + random.nextInt(-700, 700);
            lines.add("            <Point><position>" + position + "</position><price.amount>"
                    + BigDecimal.valueOf(cents, 2) + "</price.amount></Point>");
        }
        lines.add("        </Period>");
        lines.add("    </TimeSeries>");
        return lines;
    }

    private static List<String> interval(String indent, LocalDate from, LocalDate to) {
        return List.of(
                indent + "<start>" + minute(from.atStartOfDay(OSLO).toInstant()) + "</start>",
                indent + "<end>" + minute(to.atStartOfDay(OSLO).toInstant()) + "</end>");
    }

    private static String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }

    /** Half-hourly prices of Great Britain in pounds per MWh. */
    private static List<String> halfHours(LocalDate from, LocalDate to, int basePence, SplittableRandom random) {
        List<String> lines = new ArrayList<>();
        lines.add("start,end,price");
        Instant end = to.atStartOfDay(LONDON).toInstant();
        for (Instant start = from.atStartOfDay(LONDON).toInstant(); start.isBefore(end); ) {
            Instant next = start.plusSeconds(1_800);
            int hour = start.atZone(LONDON).getHour();
            int pence = basePence + (hour < 6 ? -3_000 : hour >= 16 && hour <= 19 ? 4_500 : 0)
                    + random.nextInt(-900, 900);
            lines.add(start + "," + next + "," + BigDecimal.valueOf(pence, 2));
            start = next;
        }
        return lines;
    }

    /** NOK for one euro on bank working days, from the last one before October on. */
    private static List<String> exchangeRates() {
        var random = new SplittableRandom(1126);
        List<String> lines = new ArrayList<>();
        lines.add("date,EURNOK");
        int rate = 114_500;
        for (LocalDate day = OCTOBER.minusDays(1); day.isBefore(NOVEMBER); day = day.plusDays(1)) {
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                rate += random.nextInt(-600, 600);
                lines.add(day + "," + BigDecimal.valueOf(rate, 4));
            }
        }
        return lines;
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private record Job(
            String tenant, String project, String gpu, int count, Instant start, Instant end, String node, String site) {
        String line(String id) {
            return String.join(
                    ",",
                    id,
                    tenant,
                    project,
                    gpu,
                    Integer.toString(count),
                    Long.toString(start.getEpochSecond()),
                    Long.toString(end.getEpochSecond()),
                    node,
                    site);
        }
    }
}
