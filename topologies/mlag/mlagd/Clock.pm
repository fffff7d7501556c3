package Clock;
# Seconds since some start, in steps of 10 ms: fine enough for the timers. Reactions are events and wait for none.
use strict;
use warnings;
use Exporter 'import';
use POSIX ();
our @EXPORT_OK = ('now');

my $ticks_a_second = POSIX::sysconf(POSIX::_SC_CLK_TCK());

sub now { return (POSIX::times())[0] / $ticks_a_second }

1;
