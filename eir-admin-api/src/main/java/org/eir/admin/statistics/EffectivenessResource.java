package org.eir.admin.statistics;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eir.admin.input.Moments;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;
import org.eir.core.statistics.Effectiveness;
import org.eir.core.statistics.Effectiveness.Dimension;

/** What blocking achieves (WTSA Resolution 97): devices blocked and how fast, attempts afterwards, and what was unblocked. */
public final class EffectivenessResource {
    public static final String PATH = "/api/v1/statistics/effectiveness";

    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_DAYS = 366;
    private static final Set<Dimension> DEFAULT_BY = EnumSet.of(Dimension.DAY, Dimension.LIST);

    private final Effectiveness effectiveness;
    private final Clock clock;

    private enum Format {
        JSON,
        CSV
    }

    /** @param truncated whether there are more groups */
    private record Body(LocalDate from, LocalDate to, List<FiguresBody> figures, boolean truncated) {}

    public EffectivenessResource(Effectiveness effectiveness, Clock clock) {
        this.effectiveness = effectiveness;
        this.clock = clock;
    }

    public HttpResponse count(Call call) {
        Inputs inputs = call.inputs("from", "to", "by", "format");
        LocalDate lastDay = inputs.parameter("to", EffectivenessResource::day);
        LocalDate to =
                lastDay == null ? clock.instant().atOffset(ZoneOffset.UTC).toLocalDate() : lastDay;
        LocalDate firstDay = inputs.parameter("from", (field, text) -> firstDay(field, text, to));
        Set<Dimension> by = inputs.parameter("by", EffectivenessResource::dimensions);
        Format format = inputs.parameter("format", EffectivenessResource::format);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        LocalDate from = firstDay == null ? to.minusDays(DEFAULT_DAYS - 1L) : firstDay;
        List<FiguresBody> figures = effectiveness.count(from, to, by == null ? DEFAULT_BY : by).stream()
                .map(FiguresBody::of)
                .toList();
        return format == Format.CSV
                ? HttpResponse.of(HttpStatus.OK, MediaType.CSV_UTF_8, csv(figures))
                : Json.response(HttpStatus.OK, new Body(from, to, figures, figures.size() == Effectiveness.MAX_GROUPS));
    }

    private static String csv(List<FiguresBody> figures) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(FiguresBody.COLUMNS);
            figures.forEach(row -> csv.writeRecord(row.fields()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory throws none
        }
        return text.toString();
    }

    private static Outcome<LocalDate> day(String field, String text) {
        return Moments.date(field, text).then(moment -> Outcome.accepted(dayOf(moment)));
    }

    private static LocalDate dayOf(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Outcome<LocalDate> firstDay(String field, String text, LocalDate to) {
        return day(field, text).then(from -> {
            long days = ChronoUnit.DAYS.between(from, to) + 1;
            return days < 1 || days > MAX_DAYS
                    ? Outcome.refused(field, text, "has to be 0 to " + (MAX_DAYS - 1) + " days before the last, " + to)
                    : Outcome.accepted(from);
        });
    }

    private static Outcome<Format> format(String field, String text) {
        return switch (text) {
            case "json" -> Outcome.accepted(Format.JSON);
            case "csv" -> Outcome.accepted(Format.CSV);
            default -> Outcome.refused(field, text, "has to be json or csv");
        };
    }

    /** Words with commas between them. */
    private static Outcome<Set<Dimension>> dimensions(String field, String text) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Optional<Dimension> dimension = Dimension.of(word);
            if (dimension.isEmpty()) {
                List<String> words =
                        Arrays.stream(Dimension.values()).map(Dimension::text).toList();
                return Outcome.refused(
                        field,
                        text,
                        "has to be any of " + String.join(",", words) + " with commas between"
                                + Nearest.hint(word, words));
            }
            dimensions.add(dimension.get());
        }
        return Outcome.accepted(dimensions);
    }
}
