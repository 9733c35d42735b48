package org.eir.testkit;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;
import org.eir.core.identity.Imei;
import org.eir.testkit.StolenListRow.Defect;
import org.eir.testkit.StolenListRow.Kind;

/** Makes the rows of a {@link StolenLists}, one after the other. */
final class StolenListRows implements Iterator<StolenListRow> {
    private static final LocalDate FIRST_DATE = LocalDate.of(2019, 1, 1);
    private static final int DAYS = 2800;
    private static final String[] BAD_DATES = {"20261301", "20260132", "unknown"};
    private static final String[] WRONG_STATUSES = {"found", "whitelist", "1"};
    private static final Defect[] DEFECTS = Defect.values();

    /** Listed devices that may be repeated: a bounded sample of all so far. */
    private static final int SAMPLE = 4096;

    private final StolenLists list;
    private final Random random;
    private final Devices devices;
    private final Theft[] sample = new Theft[SAMPLE];
    private int sampled;
    private long made;

    /** What a good row says. */
    private record Theft(Imei imei, String date, String status) {}

    /** An IMEI as written, and whether it ends in a spare digit that is not the check digit. */
    private record Written(String digits, boolean spareDigit) {}

    StolenListRows(StolenLists list) {
        this.list = list;
        this.random = new Random(~list.seed());
        this.devices = new Devices(list.seed());
    }

    @Override
    public boolean hasNext() {
        return made < list.rows();
    }

    @Override
    public StolenListRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the list has " + list.rows() + " rows");
        }
        long line = ++made + 1;
        double point = random.nextDouble();
        if (point < list.rejectedShare()) {
            return rejected(line, theft());
        }
        if (point < list.rejectedShare() + list.repeatedShare() && sampled > 0) {
            return accepted(line, Kind.REPEATED, sample[random.nextInt(sampled)]);
        }
        Theft theft = theft();
        keepSome(theft);
        return accepted(line, Kind.ADDED, theft);
    }

    private Theft theft() {
        String date = FIRST_DATE.plusDays(random.nextInt(DAYS)).format(DateTimeFormatter.BASIC_ISO_DATE);
        return new Theft(devices.next(), date, random.nextInt(4) == 0 ? "" : "blacklist");
    }

    private void keepSome(Theft theft) {
        sample[sampled < SAMPLE ? sampled++ : random.nextInt(SAMPLE)] = theft;
    }

    private StolenListRow accepted(long line, Kind kind, Theft theft) {
        Written imei = written(theft.imei());
        String text = row(imei.digits(), theft.date(), theft.status());
        return new StolenListRow(line, text, kind, theft.imei(), imei.spareDigit(), null);
    }

    /** Of ten IMEIs six come with their check digit, two without, one with the spare digit, one as an IMEISV. */
    private Written written(Imei imei) {
        int checkDigit = imei.checkDigit();
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Written(imei.text(), false);
            case 2 -> new Written(imei.text() + "0", checkDigit != 0);
            case 3 -> new Written(imei.text() + "%02d".formatted(random.nextInt(99)), false);
            default -> new Written(imei.text() + checkDigit, false);
        };
    }

    private StolenListRow rejected(long line, Theft theft) {
        Defect defect = DEFECTS[random.nextInt(DEFECTS.length)];
        String good = theft.imei().text() + theft.imei().checkDigit();
        String text = switch (defect) {
            case WRONG_CHECK_DIGIT -> row(withWrongCheckDigit(theft.imei()), theft.date(), theft.status());
            case TOO_SHORT -> row(good.substring(0, 9 + random.nextInt(5)), theft.date(), theft.status());
            case LETTER -> row(withLetter(good), theft.date(), theft.status());
            case BAD_DATE -> row(good, oneOf(BAD_DATES), theft.status());
            case WRONG_STATUS -> row(good, theft.date(), oneOf(WRONG_STATUSES));
            case MISSING_COLUMNS -> good;
        };
        return new StolenListRow(line, text, Kind.REJECTED, theft.imei(), false, defect);
    }

    private String withWrongCheckDigit(Imei imei) {
        int digit = 1 + random.nextInt(9);
        return imei.text() + (digit == imei.checkDigit() ? digit % 9 + 1 : digit);
    }

    private String withLetter(String digits) {
        int at = random.nextInt(digits.length());
        return digits.substring(0, at) + (char) ('A' + random.nextInt(26)) + digits.substring(at + 1);
    }

    private String oneOf(String[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String row(String imei, String date, String status) {
        return imei + "," + date + "," + status;
    }
}
