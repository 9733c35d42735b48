import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.log4j.ConsoleAppender;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.SimpleLayout;
import org.mobicents.protocols.api.IpChannelType;
import org.mobicents.protocols.sctp.ManagementImpl;
import org.mobicents.protocols.ss7.indicator.RoutingIndicator;
import org.mobicents.protocols.ss7.m3ua.As;
import org.mobicents.protocols.ss7.m3ua.ExchangeType;
import org.mobicents.protocols.ss7.m3ua.Functionality;
import org.mobicents.protocols.ss7.m3ua.IPSPType;
import org.mobicents.protocols.ss7.m3ua.M3UAManagementEventListener;
import org.mobicents.protocols.ss7.m3ua.impl.M3UAManagementImpl;
import org.mobicents.protocols.ss7.m3ua.impl.parameter.ParameterFactoryImpl;
import org.mobicents.protocols.ss7.map.MAPStackImpl;
import org.mobicents.protocols.ss7.map.api.MAPApplicationContext;
import org.mobicents.protocols.ss7.map.api.MAPApplicationContextName;
import org.mobicents.protocols.ss7.map.api.MAPApplicationContextVersion;
import org.mobicents.protocols.ss7.map.api.MAPDialog;
import org.mobicents.protocols.ss7.map.api.MAPDialogListener;
import org.mobicents.protocols.ss7.map.api.MAPException;
import org.mobicents.protocols.ss7.map.api.MAPProvider;
import org.mobicents.protocols.ss7.map.api.errors.MAPErrorMessage;
import org.mobicents.protocols.ss7.map.api.service.mobility.MAPDialogMobility;
import org.mobicents.protocols.ss7.map.api.service.mobility.MAPServiceMobilityListener;
import org.mobicents.protocols.ss7.map.api.service.mobility.imei.CheckImeiResponse;
import org.mobicents.protocols.ss7.sccp.impl.SccpStackImpl;
import org.mobicents.protocols.ss7.sccp.impl.parameter.SccpAddressImpl;
import org.mobicents.protocols.ss7.sccp.parameter.SccpAddress;
import org.mobicents.protocols.ss7.tcap.TCAPStackImpl;

/**
 * An MSC made of jSS7 8.0.112: connects, becomes active, asks CheckIMEI in versions 1, 2 and 3 in turn about each device
 * named, and prints what it understood, a line an answer: "v3 490154203237518 blackListed".
 *
 *     transport=sctp|tcp local=HOST[+HOST]:PORT peer=HOST:PORT mode=asp|ipsp rc=N
 *     questions=N window=N everyMs=N timeoutMs=N imeis=IMEI,IMEI,...
 *
 * A question without an answer is asked again ("v3 490154203237518 again"), up to ten times. It prints ACTIVE when it may
 * ask, DONE at the end, and ends with 0 if every question was answered, with 1 as soon as one was not.
 */
final class Msc {
    private static final int OWN_POINT_CODE = 11;
    private static final int EIR_POINT_CODE = 22;
    private static final int NATIONAL = 2;
    private static final int MSC = 8;
    private static final int EIR = 9;
    private static final int MOST_ATTEMPTS = 10;

    private record Question(int version, String imei, int attempt) {
        @Override
        public String toString() {
            return "v" + version + " " + imei;
        }

        Question again() {
            return new Question(version, imei, attempt + 1);
        }
    }

    private final Map<String, String> settings;
    private final Map<Long, Question> open = new ConcurrentHashMap<>();
    private final CountDownLatch active = new CountDownLatch(1);
    private final CountDownLatch answers;
    private final Semaphore window;
    private MAPProvider map;

    private Msc(Map<String, String> settings) {
        this.settings = settings;
        this.answers = new CountDownLatch(number("questions"));
        this.window = new Semaphore(number("window"));
    }

    public static void main(String... arguments) throws Exception {
        Logger.getRootLogger().addAppender(new ConsoleAppender(new SimpleLayout(), ConsoleAppender.SYSTEM_ERR));
        Logger.getRootLogger().setLevel(Level.ERROR);
        Map<String, String> settings = new ConcurrentHashMap<>();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Msc msc = new Msc(settings);
        msc.connect();
        System.out.println("ACTIVE");
        msc.ask();
        System.out.println("DONE");
        System.exit(0);
    }

    private int number(String key) {
        return Integer.parseInt(settings.get(key));
    }

    private void connect() throws Exception {
        String files = Files.createTempDirectory(Path.of("."), "msc").toString();
        ManagementImpl sctp = new ManagementImpl("msc");
        sctp.setPersistDir(files);
        sctp.setSingleThread(true);
        sctp.start();
        sctp.setConnectDelay(1_000);
        String[] local = settings.get("local").split("[+:]");
        String[] furtherLocal = Arrays.copyOfRange(local, 1, local.length - 1);
        int localPort = Integer.parseInt(local[local.length - 1]);
        String[] peer = settings.get("peer").split(":");
        IpChannelType transport = settings.get("transport").equals("sctp") ? IpChannelType.SCTP : IpChannelType.TCP;
        sctp.addAssociation(
                local[0], localPort, peer[0], Integer.parseInt(peer[1]), "link", transport, furtherLocal);

        M3UAManagementImpl m3ua = new M3UAManagementImpl("msc", "MSC");
        m3ua.setPersistDir(files);
        m3ua.setTransportManagement(sctp);
        m3ua.start();
        m3ua.addM3UAManagementEventListener(listener(M3UAManagementEventListener.class, this::m3uaEvent));
        boolean ipsp = settings.get("mode").equals("ipsp");
        As as = m3ua.createAs(
                "as",
                ipsp ? Functionality.IPSP : Functionality.AS,
                ExchangeType.SE,
                ipsp ? IPSPType.CLIENT : null,
                new ParameterFactoryImpl().createRoutingContext(new long[] {number("rc")}),
                null,
                1,
                null);
        m3ua.createAspFactory("asp", "link", true);
        m3ua.assignAspToAs(as.getName(), "asp");
        m3ua.addRoute(EIR_POINT_CODE, -1, -1, as.getName());

        SccpStackImpl sccp = new SccpStackImpl("msc");
        sccp.setPersistDir(files);
        sccp.setMtp3UserPart(1, m3ua);
        sccp.start();
        sccp.getSccpResource().addRemoteSpc(1, EIR_POINT_CODE, 0, 0);
        sccp.getSccpResource().addRemoteSsn(1, EIR_POINT_CODE, EIR, 0, false);
        sccp.getRouter().addMtp3ServiceAccessPoint(1, 1, OWN_POINT_CODE, NATIONAL, 0);
        sccp.getRouter().addMtp3Destination(1, 1, EIR_POINT_CODE, EIR_POINT_CODE, 0, 255, 255);

        MAPStackImpl stack = new MAPStackImpl("msc", sccp.getSccpProvider(), MSC);
        ((TCAPStackImpl) stack.getTCAPStack()).setPersistDir(files);
        stack.start();
        map = stack.getMAPProvider();
        map.addMAPDialogListener(listener(MAPDialogListener.class, this::dialogueEvent));
        map.getMAPServiceMobility()
                .addMAPServiceListener(listener(MAPServiceMobilityListener.class, this::serviceEvent));
        map.getMAPServiceMobility().acivate();
        m3ua.startAsp("asp");
        active.await();
    }

    // --- questions

    private void ask() throws Exception {
        List<String> imeis = List.of(settings.get("imeis").split(","));
        for (int i = 0; i < number("questions"); i++) {
            window.acquire();
            ask(new Question(i % 3 + 1, imeis.get(i / 3 % imeis.size()), 1));
            Thread.sleep(number("everyMs"));
        }
        answers.await();
    }

    private void ask(Question question) throws MAPException {
        MAPDialogMobility dialogue = map.getMAPServiceMobility()
                .createNewDialog(
                        MAPApplicationContext.getInstance(
                                MAPApplicationContextName.equipmentMngtContext,
                                MAPApplicationContextVersion.getInstance(question.version())),
                        address(OWN_POINT_CODE, MSC),
                        null,
                        address(EIR_POINT_CODE, EIR),
                        null);
        open.put(dialogue.getLocalDialogId(), question);
        dialogue.addCheckImeiRequest(
                number("timeoutMs"),
                map.getMAPParameterFactory().createIMEI(question.imei()),
                question.version() == 3 ? map.getMAPParameterFactory().createRequestedEquipmentInfo(true, false) : null,
                null);
        dialogue.send();
    }

    private static SccpAddress address(int pointCode, int subsystem) {
        return new SccpAddressImpl(RoutingIndicator.ROUTING_BASED_ON_DPC_AND_SSN, null, pointCode, subsystem);
    }

    // --- what comes back

    private void m3uaEvent(String event, Object... arguments) {
        if (event.equals("onAsActive")) {
            active.countDown();
        }
    }

    private void serviceEvent(String event, Object... arguments) {
        switch (event) {
            case "onCheckImeiResponse" -> {
                CheckImeiResponse response = (CheckImeiResponse) arguments[0];
                answered(response.getMAPDialog(), String.valueOf(response.getEquipmentStatus()));
            }
            case "onErrorComponent" ->
                answered((MAPDialog) arguments[0], "error " + ((MAPErrorMessage) arguments[2]).getErrorCode());
            case "onRejectComponent" -> answered((MAPDialog) arguments[0], "reject " + arguments[2]);
            case "onInvokeTimeout" -> ((MAPDialog) arguments[0]).release();
            default -> {}
        }
    }

    private void dialogueEvent(String event, Object... arguments) {
        MAPDialog dialogue = (MAPDialog) arguments[0];
        switch (event) {
            case "onDialogReject", "onDialogUserAbort", "onDialogProviderAbort" ->
                answered(dialogue, event + " " + arguments[1]);
            case "onDialogNotice" -> dialogue.release();
            case "onDialogRelease" -> released(dialogue);
            default -> {}
        }
    }

    private void answered(MAPDialog dialogue, String answer) {
        Question question = open.remove(dialogue.getLocalDialogId());
        if (question == null) {
            System.out.println("unexpected " + answer);
            return;
        }
        System.out.println(question + " " + answer);
        answers.countDown();
        window.release();
    }

    /** Without an answer: what carries it may lose it, and whoever asked is to ask again. */
    private void released(MAPDialog dialogue) {
        Question question = open.remove(dialogue.getLocalDialogId());
        if (question == null) {
            return;
        }
        if (question.attempt() == MOST_ATTEMPTS) {
            System.out.println(question + " no answer");
            System.exit(1);
        }
        System.out.println(question + " again");
        Thread.ofVirtual().start(() -> askAgain(question.again()));
    }

    private void askAgain(Question question) {
        try {
            ask(question);
        } catch (MAPException e) {
            System.out.println(question + " " + e);
            System.exit(1);
        }
    }

    /** One of jSS7's listeners, of which two or three methods are of interest. */
    private static <T> T listener(Class<T> type, Event handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> type.getSimpleName();
                default -> {
                    handler.happened(method.getName(), arguments);
                    yield null;
                }
            };
        }));
    }

    private interface Event {
        void happened(String name, Object... arguments);
    }
}
