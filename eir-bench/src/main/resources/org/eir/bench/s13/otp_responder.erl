%% OTP diameter that permits every phone: what `eir bench s13` compares the register with.
%% erl -noshell -s otp_responder start PORT; ends at the end of its input.
-module(otp_responder).
-include_lib("diameter/include/diameter.hrl").
-include_lib("diameter/include/diameter_gen_base_rfc6733.hrl").
-include("s13.hrl").
-export([start/1]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3,
         handle_answer/4, handle_error/4, handle_request/3]).

start([Port0]) ->
    Port = list_to_integer(atom_to_list(Port0)),
    ok = diameter:start(),
    ok = diameter:start_service(s13,
        [{'Origin-Host', "eir.bench.example.org"}, {'Origin-Realm', "bench.example.org"}, {'Vendor-Id', 0},
         {'Product-Name', "OTP"}, {'Supported-Vendor-Id', [10415]},
         {'Vendor-Specific-Application-Id',
          [#'diameter_base_Vendor-Specific-Application-Id'{'Vendor-Id' = 10415, 'Auth-Application-Id' = [16777252]}]},
         {string_decode, false}, {restrict_connections, false},
         {application, [{alias, s13}, {dictionary, s13}, {module, ?MODULE}]}]),
    {ok, _} = diameter:add_transport(s13, {listen, [{transport_module, diameter_tcp},
        {transport_config, [{ip, {127,0,0,1}}, {port, Port}, {reuseaddr, true}]}]}),
    io:format("READY ~b~n", [Port]),
    until_the_end().

until_the_end() ->
    case io:get_line("") of
        eof -> halt(0);
        _ -> until_the_end()
    end.

handle_request(#diameter_packet{msg = #'s13_ME-Identity-Check-Request'{} = R, errors = []}, _, {_, Caps}) ->
    #diameter_caps{origin_host = {Host, _}, origin_realm = {Realm, _}} = Caps,
    #'s13_ME-Identity-Check-Request'{'Session-Id' = Session, 'Vendor-Specific-Application-Id' = Application} = R,
    {reply, #'s13_ME-Identity-Check-Answer'{'Session-Id' = Session, 'Vendor-Specific-Application-Id' = Application,
        'Auth-Session-State' = 1, 'Origin-Host' = Host, 'Origin-Realm' = Realm,
        'Result-Code' = [2001], 'Equipment-Status' = [0]}};
handle_request(_, _, _) -> {answer_message, 5012}.

%% It never asks.
peer_up(_, _, State) -> State.
peer_down(_, _, State) -> State.
pick_peer(_, _, _, _) -> false.
prepare_request(_, _, _) -> {discard, unasked}.
prepare_retransmit(_, _, _) -> {discard, unasked}.
handle_answer(_, _, _, _) -> ok.
handle_error(_, _, _, _) -> ok.
