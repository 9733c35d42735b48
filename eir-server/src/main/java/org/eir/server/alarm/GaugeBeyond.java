package org.eir.server.alarm;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;

/**
 * A gauge, or several of one name, with a value that it should not have.
 *
 * @param alarm name of the alarm
 * @param meter name of the gauge; where there is none nothing is wrong
 * @param isWrong which values
 * @param detail one sentence about such a value
 */
public record GaugeBeyond(
        String alarm,
        Severity severity,
        MeterRegistry meters,
        String meter,
        DoublePredicate isWrong,
        DoubleFunction<String> detail)
        implements Condition {
    @Override
    public Map<String, String> wrong() {
        Map<String, String> wrong = new TreeMap<>();
        for (Gauge gauge : meters.find(meter).gauges()) {
            double value = gauge.value();
            if (isWrong.test(value)) {
                String about =
                        gauge.getId().getTags().stream().map(Tag::getValue).collect(Collectors.joining(", "));
                wrong.put(about, detail.apply(value));
            }
        }
        return wrong;
    }
}
