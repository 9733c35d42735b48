%% OTP diameter as an MME.
%%
%%   erl -noshell -run s13_peer ask PORT PAUSE_MS IMEI...
%%
%% Connects, asks about every IMEI, is silent so that watchdogs pass, asks again, and takes leave.
-module(s13_peer).
-include_lib("diameter/include/diameter.hrl").
-include_lib("diameter/include/diameter_gen_base_rfc6733.hrl").
-include("s13.hrl").
-export([ask/1]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3,
         handle_answer/4, handle_error/4, handle_request/3]).

-define(HOST, "mme-otp.example.org").
-define(REALM, "example.org").
-define(S13, 16777252).
-define(TGPP, 10415).

ask([Port, PauseMs | Imeis]) ->
    ok = diameter:start(),
    true = diameter:subscribe(mme),
    ok = diameter:start_service(mme, service()),
    {ok, Transport} = diameter:add_transport(mme, {connect, [
        {transport_module, diameter_tcp},
        {watchdog_timer, 6000},
        {transport_config, [{raddr, {127,0,0,1}}, {rport, list_to_integer(Port)}]}]}),
    receive
        {diameter_event, mme, Up} when element(1, Up) =:= up -> io:format("OPEN~n")
    after 10000 ->
        io:format("NO CONNECTION~n"), halt(1)
    end,
    [check(Imei) || Imei <- Imeis],
    timer:sleep(list_to_integer(PauseMs)),
    [check(Imei) || Imei <- Imeis],
    ok = diameter:remove_transport(mme, Transport),
    receive
        {diameter_event, mme, Down} when element(1, Down) =:= down -> io:format("CLOSED~n")
    after 10000 ->
        io:format("NOT CLOSED~n"), halt(1)
    end,
    halt(0).

service() ->
    [{'Origin-Host', ?HOST}, {'Origin-Realm', ?REALM}, {'Vendor-Id', 0}, {'Product-Name', "OTP"},
     {'Supported-Vendor-Id', [?TGPP]},
     {'Vendor-Specific-Application-Id',
      [#'diameter_base_Vendor-Specific-Application-Id'{'Vendor-Id' = ?TGPP, 'Auth-Application-Id' = [?S13]}]},
     {string_decode, false},
     {application, [{alias, s13}, {dictionary, s13}, {module, ?MODULE}, {answer_errors, callback}]}].

check(Imei) ->
    Request = #'s13_ME-Identity-Check-Request'{
        'Session-Id' = diameter:session_id(?HOST),
        'Vendor-Specific-Application-Id' =
            [#'s13_Vendor-Specific-Application-Id'{'Vendor-Id' = ?TGPP, 'Auth-Application-Id' = [?S13]}],
        'Auth-Session-State' = 1,
        'Destination-Host' = ["eir.dev.example.org"],
        'Destination-Realm' = "dev.example.org",
        'Terminal-Information' = [#'s13_Terminal-Information'{'IMEI' = [Imei], 'Software-Version' = ["01"]}],
        'User-Name' = ["001011234567890"]},
    io:format("ANSWER ~s ~s~n", [Imei, text(diameter:call(mme, s13, Request, [{timeout, 10000}]))]).

text(#'s13_ME-Identity-Check-Answer'{'Result-Code' = [Code], 'Experimental-Result' = [],
                                     'Equipment-Status' = Status, 'Failed-AVP' = Failed}) ->
    io_lib:format("Result-Code ~p Equipment-Status ~w Failed-AVP ~p", [Code, Status, length(Failed)]);
text(#'s13_ME-Identity-Check-Answer'{'Result-Code' = [],
                                     'Experimental-Result' = [#'s13_Experimental-Result'{
                                         'Vendor-Id' = Vendor, 'Experimental-Result-Code' = Code}],
                                     'Equipment-Status' = Status}) ->
    io_lib:format("Experimental-Result ~p/~p Equipment-Status ~w", [Vendor, Code, Status]);
text(Other) ->
    io_lib:format("UNEXPECTED ~p", [Other]).

%% An answer with anything that OTP finds wrong in it is no answer.
handle_answer(#diameter_packet{msg = Answer, errors = []}, _, _, _) -> Answer;
handle_answer(#diameter_packet{msg = Answer, errors = Errors}, _, _, _) -> {errors, Errors, Answer}.
handle_error(Reason, _, _, _) -> {error, Reason}.
handle_request(_, _, _) -> {answer_message, 5012}.

peer_up(_, _, State) -> State.
peer_down(_, _, State) -> State.
pick_peer([Peer | _], _, _, _) -> {ok, Peer};
pick_peer([], _, _, _) -> false.
prepare_request(#diameter_packet{msg = Request}, _, {_, Capabilities}) ->
    #diameter_caps{origin_host = {Host, _}, origin_realm = {Realm, _}} = Capabilities,
    {send, Request#'s13_ME-Identity-Check-Request'{'Origin-Host' = Host, 'Origin-Realm' = Realm}}.
prepare_retransmit(Packet, Service, Peer) -> prepare_request(Packet, Service, Peer).
