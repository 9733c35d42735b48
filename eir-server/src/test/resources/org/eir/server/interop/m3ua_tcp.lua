-- M3UA over TCP, which tshark does not read by itself: cuts the stream by the length in the common header (RFC 4666
-- clause 1.4 wants SCTP, which keeps messages apart) and hands each message to the M3UA dissector.
local m3ua = Dissector.get("m3ua")
local over_tcp = Proto("m3uatcp", "M3UA over TCP")

local function length(buffer, _, offset)
  return buffer(offset + 4, 4):uint()
end

local function dissect(buffer, packet, tree)
  m3ua:call(buffer, packet, tree)
  return buffer:len()
end

function over_tcp.dissector(buffer, packet, tree)
  dissect_tcp_pdus(buffer, tree, 8, length, dissect)
end

DissectorTable.get("tcp.port"):add_for_decode_as(over_tcp)
