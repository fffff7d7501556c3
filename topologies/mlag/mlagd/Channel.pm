package Channel;
# Datagrams to the partner and back, and since when it has been heard without a gap.
use strict;
use warnings;
use Clock qw(now);
use Socket qw(PF_INET SOCK_DGRAM inet_aton pack_sockaddr_in);

use constant { PORT => 6500, BYTES => 2000, NEVER => -1e9 };

sub open {
    my ($class, $name, $own, $partner) = @_;
    socket(my $handle, PF_INET, SOCK_DGRAM, 0) or die "$name: $!\n";
    bind($handle, pack_sockaddr_in(PORT, inet_aton($own))) or die "$name: cannot bind $own: $!\n";
    my $to = pack_sockaddr_in(PORT, inet_aton($partner));
    return bless { name => $name, handle => $handle, to => $to, last => NEVER, since => NEVER }, $class;
}

sub handle { return $_[0]{handle} }
sub name { return $_[0]{name} }

sub tell {
    my ($self, $text) = @_;
    send $self->{handle}, $text, 0, $self->{to};    # a link that is down refuses it: the timers see to that
    return;
}

sub receive {
    my ($self) = @_;
    recv($self->{handle}, my $text, BYTES, 0) // return;
    return $text;
}

# The partner has just been heard; after a silence longer than `dead` it counts as new.
sub alive_now {
    my ($self, $dead) = @_;
    my $now = now();
    $self->{since} = $now if $now - $self->{last} > $dead;
    $self->{last} = $now;
    return;
}

sub silent_for { return now() - $_[0]{last} }
sub heard_since { return $_[0]{since} }

1;
