package Clock;
# Ticks of 10 ms since some start: fine enough for the timers. Reactions are events and wait for none. Whole numbers: a sum of
# fractions can lie just above the tick that it means, and whoever waits for the rest of it spins.
use strict;
use warnings;
use Exporter 'import';
use POSIX ();
our @EXPORT_OK = ('now', 'ticks', 'seconds');

my $ticks_a_second = POSIX::sysconf(POSIX::_SC_CLK_TCK());

sub now { return (POSIX::times())[0] }

# At least as long.
sub ticks {
    my ($milliseconds) = @_;
    return POSIX::ceil($milliseconds * $ticks_a_second / 1000);
}

sub seconds {
    my ($ticks) = @_;
    return $ticks / $ticks_a_second;
}

1;
