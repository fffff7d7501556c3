package Bonding;
# What the kernel says of a bond: /proc/net/bonding.
use strict;
use warnings;

use constant COLLECTING_AND_DISTRIBUTING => 0x30;

# The port and its partner both collect and distribute (IEEE 802.1AX 6.4.2.3: port states).
sub distributing {
    my ($bond, $port) = @_;
    open my $handle, '<', "/proc/net/bonding/$bond" or return 0;
    my $text = do { local $/; <$handle> };
    return 0 if $text =~ /Partner Mac Address: 00:00:00:00:00:00/;
    my ($own) = $text =~ /^Slave Interface: \Q$port\E\n(.*?)(?=^Slave Interface:|\z)/ms or return 0;
    my ($actor, $partner) = $own =~ /actor lacp pdu:.*?port state: (\d+).*?partner lacp pdu:.*?port state: (\d+)/s or return 0;
    return ($actor & $partner & COLLECTING_AND_DISTRIBUTING) == COLLECTING_AND_DISTRIBUTING ? 1 : 0;
}

1;
