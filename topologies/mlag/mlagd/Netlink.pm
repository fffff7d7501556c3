package Netlink;
# rtnetlink(7), as far as both of its users need it: a socket, and the numbers of a message about a link.
use strict;
use warnings;
use Exporter 'import';
use Socket 'SOCK_RAW';

use constant {
    RTM_NEWLINK => 16,
    IFF_UP => 0x1,
    IFLA_IFNAME => 3,
    HEADER => 16,
};
our @EXPORT_OK = qw(netlink RTM_NEWLINK IFF_UP IFLA_IFNAME HEADER);

use constant { AF_NETLINK => 16, NETLINK_ROUTE => 0 };

# Heard by whoever is in one of the groups: RTMGRP_ of them.
sub netlink {
    my ($groups) = @_;
    socket(my $handle, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) or die "netlink: $!\n";
    bind($handle, pack 'SSLL', AF_NETLINK, 0, 0, $groups) or die "netlink: $!\n";
    return $handle;
}

1;
