package org.eir.map.client;

import java.util.HexFormat;
import org.eir.map.sccp.ReturnCause;

/** What came of a question. */
public sealed interface CheckImeiAnswer {
    /**
     * An EquipmentStatus (TS 29.002 clause 17.7.1).
     *
     * @param equipmentStatus 0 white, 1 black, 2 grey
     */
    record Status(int equipmentStatus) implements CheckImeiAnswer {
        @Override
        public String text() {
            return switch (equipmentStatus) {
                case 0 -> "whiteListed (0)";
                case 1 -> "blackListed (1)";
                case 2 -> "greyListed (2)";
                default -> "an EquipmentStatus nobody defined (" + equipmentStatus + ")";
            };
        }
    }

    /** A result without a status: none was asked for. */
    record NoStatus() implements CheckImeiAnswer {
        @Override
        public String text() {
            return "a result without a status";
        }
    }

    /** A ReturnError (TS 29.002 clause 17.6.6). */
    record ReturnError(int code) implements CheckImeiAnswer {
        @Override
        public String text() {
            return switch (code) {
                case UNKNOWN_EQUIPMENT -> "the error unknownEquipment (7)";
                case SYSTEM_FAILURE -> "the error systemFailure (34)";
                case DATA_MISSING -> "the error dataMissing (35)";
                case UNEXPECTED_DATA_VALUE -> "the error unexpectedDataValue (36)";
                default -> "the error " + code;
            };
        }
    }

    /**
     * A Reject (Q.773 clause 4.2.2.7).
     *
     * @param kind 0 general, 1 invoke, 2 return result, 3 return error
     */
    record Rejected(int kind, int problem) implements CheckImeiAnswer {
        private static final String[] KINDS = {"general", "invoke", "return result", "return error"};

        @Override
        public String text() {
            return "a reject with " + KINDS[kind] + " problem " + problem;
        }
    }

    /** A P-Abort: TCAP itself ended the transaction (Q.773 clause 3.3). */
    record AbortedByProvider(int cause) implements CheckImeiAnswer {
        @Override
        public String text() {
            return "a P-Abort with cause " + cause;
        }
    }

    /** The dialogue was aborted by MAP. */
    record AbortedByUser() implements CheckImeiAnswer {
        @Override
        public String text() {
            return "an abort by MAP";
        }
    }

    /**
     * The dialogue was refused: AARE with reject-permanent.
     *
     * @param diagnostic 1 no reason given, 2 application context not supported
     * @param version of the context in the refusal: when the asked one is not supported, the one to ask with instead
     */
    record Refused(int diagnostic, int version) implements CheckImeiAnswer {
        @Override
        public String text() {
            return diagnostic == CONTEXT_NOT_SUPPORTED
                    ? "a refusal: application context not supported, version " + version + " is offered"
                    : "a refusal with diagnostic " + diagnostic;
        }
    }

    /** SCCP gave the question back (UDTS, XUDTS). */
    record CameBack(ReturnCause cause) implements CheckImeiAnswer {
        @Override
        public String text() {
            return "the question back from SCCP: " + cause.text();
        }
    }

    /** Nothing in time. */
    record Nothing() implements CheckImeiAnswer {
        @Override
        public String text() {
            return "nothing in time";
        }
    }

    /** Something that is none of these. */
    record Unreadable(byte[] tcap) implements CheckImeiAnswer {
        @Override
        public String text() {
            return "octets that are no answer: " + HexFormat.of().formatHex(tcap);
        }
    }

    int UNKNOWN_EQUIPMENT = 7;
    int SYSTEM_FAILURE = 34;
    int DATA_MISSING = 35;
    int UNEXPECTED_DATA_VALUE = 36;

    /** Diagnostic of {@link Refused}. */
    int CONTEXT_NOT_SUPPORTED = 2;

    /** In words, for whoever has to find out why it was not another one. */
    String text();
}
